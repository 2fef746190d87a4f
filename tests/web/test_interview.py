"""An interview in a browser, from the first page to the summary."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from app import interviews, selection
from interview.model import Item, Mode
from interview.ramp import Seniority
from questions.model import Language
from storage.database import Database
from testing.browsing import DESK, PHONE, TWO_MEGABYTES, Home, at_home, faults_of_access, reading
from testing.context import ANSWER, QUESTION
from testing.judge_server import JudgeServer
from texts import catalogue


async def asks(home: Home, *ids: str, language: Language = "en", **wish: object) -> None:
    """An interview about these questions is open on the page."""
    here = await home.visitor()
    items = [Item(home.app.bank.questions[id]) for id in ids]
    async with home.app.db.write() as tx:
        wanted = selection.Wish(language, **wish)  # type: ignore[arg-type]  # fields of a wish
        await interviews.begin_with(tx, home.app, here.chat.id, wanted, items)


async def says(page: Page, words: str) -> None:
    await page.fill("#say", words)
    await page.locator("#send").click()


async def skips(page: Page, language: Language, *, until: str) -> None:
    """Leaves one question after the other, until something is on the page."""
    button = page.get_by_role("button", name=catalogue(language).menus.SKIP_BUTTON)
    while not await page.locator(until).count():
        turn = await page.locator("#dock").get_attribute("data-turn")
        await button.click()
        await page.locator(f"#dock:not([data-turn='{turn}']):not([data-phase=grading])").wait_for(state="attached")


async def more(page: Page, name: str) -> None:
    """One of the actions behind "More"."""
    await page.locator("#more > summary").click()
    await page.locator("#more").get_by_role("button", name=name).click()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_first_interview(file_db: Database, browser: Browser, language: Language, size: dict[str, int]) -> None:
    say = catalogue(language)
    async with (
        at_home(file_db, language=language) as home,
        reading(browser, size=size, dark=language == "zh") as reader,
    ):
        page = await reader.opens(home)
        assert await faults_of_access(page) == []
        loaded = [entry["size"] for entry in await page.evaluate(TRANSFERRED)]
        assert sum(loaded) <= TWO_MEGABYTES
        await page.locator("#begin").get_by_label(say.menus.SENIORITY[Seniority.STARTING]).check()
        await page.locator("#begin select[name=count]").select_option("1")
        await page.get_by_role("button", name=say.page.BEGIN, exact=True).click()
        await expect(page.locator(".asked")).to_have_count(1)
        await page.get_by_role("button", name=say.menus.HINT_BUTTON).click()
        await expect(page.locator(".hint")).to_have_count(1)
        assert await faults_of_access(page) == []
        await says(page, "It depends: caching trades memory for speed. 缓存用内存换时间。")
        await expect(page.locator(".mine")).to_have_count(1)
        await expect(page.locator(".grade")).to_have_count(1)
        await skips(page, language, until=".summary")
        await expect(page.locator("#start")).to_be_visible()
        assert await page.locator(".result").count() == 1
        assert await faults_of_access(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert reader.hosts() == {home.origin.removeprefix("http://")}
        assert reader.wrong == []


TRANSFERRED = """[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
    .map((one) => ({ name: one.name, size: one.decodedBodySize }))"""


async def test_the_whole_of_it_by_keyboard(file_db: Database, browser: Browser) -> None:
    """Start, answer, hint, stop and go on without a mouse."""
    async with at_home(file_db) as home, reading(browser) as reader:
        page, say = await reader.opens(home), catalogue("en")

        async def press(name: str) -> None:
            """Tabs to a button as it is named, and presses it."""
            for _ in range(60):
                await page.keyboard.press("Tab")
                if (await page.evaluate("document.activeElement.textContent.trim()")) == name:
                    await page.keyboard.press("Enter")
                    return
            raise AssertionError(f"no way to {name} by Tab")

        page.on("dialog", lambda dialog: dialog.accept())
        await press(say.page.BEGIN)
        await expect(page.locator(".asked")).to_have_count(1)
        await press(say.menus.HINT_BUTTON)
        await expect(page.locator(".hint")).to_have_count(1)
        await page.locator("#say").focus()
        await page.keyboard.type("Because memory is read once for each token.")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".grade")).to_have_count(1)
        await press(say.page.MORE_ACTIONS)
        await press(say.menus.STOP_BUTTON)
        await expect(page.locator(".summary")).to_have_count(1)
        await press(say.menus.TAKE_UP_BUTTON)
        await expect(page.locator("#composer")).to_be_visible()
        assert reader.wrong == []


async def test_second_thoughts(file_db: Database, browser: Browser) -> None:
    """Adding to an answer, taking it back, why, and an aside that was an answer."""
    async with at_home(file_db) as home, reading(browser, size=DESK) as reader:
        await asks(home, QUESTION)
        page, menus = await reader.opens(home), catalogue("en").menus
        page.on("dialog", lambda dialog: dialog.accept())
        await says(page, ANSWER)
        await expect(page.locator(".grade")).to_have_count(1)
        await expect(page.locator(".asked")).to_have_count(2)
        await page.get_by_role("button", name=menus.ADD_BUTTON).click()
        await expect(page.locator("#state")).to_have_text(catalogue("en").page.adding_to("1"))
        await says(page, "So it only reranks the best hundred.")
        await expect(page.locator(".mine")).to_contain_text("So it only reranks the best hundred.")
        await expect(page.locator(".mine")).to_contain_text("nothing can be computed beforehand")
        await expect(page.locator("#dock")).to_have_attribute("data-adding", "")
        await more(page, menus.WHY_BUTTON)
        await expect(page.locator(".notice").first).to_be_visible()
        await page.locator(".grade").get_by_role("button", name=menus.TAKE_BACK_BUTTON).click()
        await expect(page.locator(".mine")).to_have_count(0)
        await expect(page.locator(".asked.current")).to_have_count(1)
        await says(page, "Do you mean in production?")
        await expect(page.locator(".aside")).to_have_count(1)
        await expect(page.locator(".mine.said")).to_have_text(re.compile("Do you mean in production"))
        await (
            page.locator(".aside")
            .get_by_role("button", name=menus.REALLY_AN_ANSWER_BUTTON)
            .or_(page.locator(".aside").get_by_role("button", name=menus.AN_ANSWER_BUTTON))
            .click()
        )
        await expect(page.locator("article[id^=a-] .mine")).to_contain_text("Do you mean in production?")
        assert reader.wrong == []


async def test_ticks_count_where_nobody_judged(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page, menus = await reader.opens(home), catalogue("en").menus
        await says(page, ANSWER)
        await expect(page.locator(".grade")).to_have_count(1)
        await skips(page, "en", until=".summary")
        await page.locator(".ticking summary").click()
        first = page.locator(".credits").first
        await first.get_by_role("button", name=menus.TICKS["0"]).click()
        await expect(first.locator("button.own")).to_have_text(menus.TICKS["0"])
        await expect(page.locator(".ticking details")).to_have_attribute("open", "")
        await page.get_by_role("button", name=menus.ALL_RIGHT_BUTTON).click()
        await expect(page.get_by_text(menus.ALL_TICKED_BUTTON)).to_have_count(1)
        await expect(page.locator(".result h3")).to_contain_text("/10")
        assert reader.wrong == []


async def test_a_verdict_is_shown_and_contested(file_db: Database, browser: Browser) -> None:
    with JudgeServer() as judge:
        async with at_home(file_db, judge_url=judge.url) as home, reading(browser) as reader:
            await asks(home, QUESTION)
            page, say = await reader.opens(home), catalogue("en")
            await says(page, ANSWER)
            grade = page.locator(".grade").first
            await expect(grade.locator("h3")).to_contain_text("/10")
            await grade.locator(".contest summary").click()
            await grade.locator(".contest input[name=reason]").fill("I said that")
            await grade.get_by_role("button", name=say.page.CONTEST).click()
            await expect(page.locator(".notice").first).to_be_visible()
            assert reader.wrong == []


async def test_an_exam_is_silent_and_ends_with_every_turn(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        second = next(id for id in home.app.bank.questions if id.startswith("rag-") and id != QUESTION)
        await asks(home, QUESTION, second, mode=Mode.EXAM)
        page, menus = await reader.opens(home), catalogue("en").menus
        await says(page, ANSWER)
        await expect(page.locator("article[id^=a-]")).to_have_count(1)
        assert await page.get_by_role("button", name=menus.HINT_BUTTON).count() == 0
        await skips(page, "en", until=".debrief")
        assert await page.locator(".grade").count() == 0
        turns = page.locator(".debrief > details")
        assert await turns.count() >= 2
        await expect(turns.first).to_contain_text("nothing can be computed beforehand")
        assert reader.wrong == []


async def test_what_people_write_is_text(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        hostile = (
            "<img src=x onerror=alert(1)> <script>alert(2)</script> {{7*7}} ${1} </article><b>bold</b> hx-get=/x `a<b>`"
        )
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        await says(page, f"{hostile} The cross-encoder reads both together and reranks what retrieval found.")
        await expect(page.locator("article[id^=a-] .mine")).to_contain_text("<script>alert(2)</script> {{7*7}}")
        assert await page.locator("#talk img, #talk script, #talk b:has-text('bold')").count() == 0
        assert reader.wrong == []


async def test_a_whole_interview_is_begun_and_ends_with_its_scorecard(file_db: Database, browser: Browser) -> None:
    say = catalogue("en")
    async with at_home(file_db, language="en") as home, reading(browser, size=PHONE) as reader:
        page = await reader.opens(home)
        await page.locator("#loop > summary").click()
        for label in ("Your project", "Knowledge", "Coding"):
            await page.locator("#loop").get_by_label(label).uncheck()
        await page.locator("#loop").get_by_role("button", name=say.page.BEGIN).click()
        await expect(page.locator("#talk")).to_contain_text("A whole interview, 45 minutes")
        await expect(page.locator("#talk")).to_contain_text("Introduction · question 1")
        await says(page, "I build retrieval in a team of ten; the recall went from 62% to 81%.")
        await page.locator("#dock:not([data-turn='1']):not([data-phase=grading])").wait_for(state="attached")
        await more(page, say.loop.PAUSE_BUTTON)
        await skips(page, "en", until=".summary")
        card = page.locator(".summary", has_text=say.loop.TITLE)
        await expect(card).to_contain_text("Communication")
        await card.locator("details > summary").click()
        await expect(card).to_contain_text("none this time")
        assert await faults_of_access(page) == []
