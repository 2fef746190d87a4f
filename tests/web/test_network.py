"""A network that goes away, a reload, a second tab, a process that is started again: nothing is lost or done twice."""

from __future__ import annotations

from playwright.async_api import Browser, Page, Route, expect

from storage.database import Database
from testing.browsing import DESK, at_home, reading
from testing.context import ANSWER, QUESTION
from testing.until import until
from tests.web.test_interview import asks, says
from texts import catalogue


async def cards(page: Page) -> list[str]:
    """The ids of the pieces of the conversation, in their order."""
    found: list[str] = await page.evaluate("[...document.querySelectorAll('#talk > article')].map((one) => one.id)")
    return found


async def test_an_answer_without_network_goes_out_once_when_it_is_back(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        await expect(page.locator(".asked")).to_have_count(1)
        await reader.context.set_offline(True)
        await says(page, ANSWER)
        await expect(page.locator("#going")).to_contain_text(catalogue("en").page.NO_NETWORK)
        await expect(page.locator("#send")).to_be_disabled()
        await reader.context.set_offline(False)
        await expect(page.locator(".grade")).to_have_count(1)
        await expect(page.locator("#going")).to_be_hidden()
        await expect(page.locator("article[id^=a-]")).to_have_count(1)
        assert (await page.locator("article[id^=a-]").inner_text()).count("nothing can be computed") == 1


async def test_an_answer_whose_receipt_was_lost_counts_once(file_db: Database, browser: Browser) -> None:
    """The server took it, the network broke before the browser heard of it; the browser sends it again."""
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        sent: list[str] = []

        async def lose(route: Route) -> None:
            sent.append(route.request.post_data or "")
            if len(sent) == 1:
                await route.fetch()
                await route.abort()
            else:
                await route.continue_()

        await page.route("**/answer", lose)
        await says(page, ANSWER)
        await until(lambda: len(sent) >= 2)
        assert sent[0] == sent[1]
        await expect(page.locator("#going")).to_be_hidden()
        await expect(page.locator(".grade")).to_have_count(1)
        assert (await page.locator("article[id^=a-]").inner_text()).count("nothing can be computed") == 1


async def test_what_is_typed_survives_a_reload(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        await page.locator("#say").press_sequentially("half of an answ")
        await page.reload()
        await expect(page.locator("#say")).to_have_value("half of an answ")
        before = await cards(page)
        await page.reload()
        assert await cards(page) == before


async def test_two_tabs_show_the_same(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser, size=DESK) as reader:
        await asks(home, QUESTION)
        one = await reader.opens(home)
        other = await reader.tab()
        await other.goto(home.origin)
        await says(one, ANSWER)
        for tab in (one, other):
            await expect(tab.locator(".asked.current h2")).to_contain_text("follow-up")
            await expect(tab.locator(".mine")).to_have_count(1)
        await other.get_by_role("button", name=catalogue("en").menus.HINT_BUTTON).click()
        for tab in (one, other):
            await expect(tab.locator(".hint")).to_have_count(1)
        assert await cards(one) == await cards(other)
        assert reader.wrong == []


async def test_an_answer_to_a_question_that_is_gone_is_not_taken_for_another(
    file_db: Database, browser: Browser
) -> None:
    """One tab has no network while the other goes on; what it sends later stays in its box."""
    async with at_home(file_db) as home, reading(browser, size=DESK) as late, reading(browser, size=DESK) as reader:
        await asks(home, QUESTION)
        behind, page = await late.opens(home), await reader.opens(home)
        await expect(behind.locator(".asked")).to_have_count(1)
        await late.context.set_offline(True)
        await says(behind, "typed in the tunnel")
        await says(page, ANSWER)
        await expect(page.locator(".asked.current h2")).to_contain_text("follow-up")
        await late.context.set_offline(False)
        await expect(behind.locator("#going")).to_be_hidden()
        await expect(behind.locator("#say")).to_have_value("typed in the tunnel")
        await expect(page.locator("article[id^=a-]")).to_have_count(1)
        assert "tunnel" not in await page.locator("#talk").inner_text()


async def test_a_process_that_is_started_again_goes_on(file_db: Database, browser: Browser) -> None:
    async with reading(browser) as reader:
        async with at_home(file_db) as home:
            await asks(home, QUESTION)
            page = await reader.opens(home)
            await expect(page.locator(".asked")).to_have_count(1)
            port, key = home.door.port, home.door.key
        await says(page, ANSWER)
        await expect(page.locator("#going")).to_be_visible()
        async with at_home(file_db, port=port, key=key):
            await expect(page.locator(".grade")).to_have_count(1)
            await expect(page.locator("#offline")).to_be_hidden()
            await expect(page.locator("article[id^=a-]")).to_have_count(1)
