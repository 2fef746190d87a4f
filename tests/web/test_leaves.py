"""Today, the report, what was, and the files to take along."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from playwright.async_api import Browser, expect

from questions.model import Language
from storage.database import Database
from testing.browsing import DESK, PHONE, at_home, faults_of_access, reading
from testing.context import ANSWER, QUESTION, Conversation, settled
from testing.judge_server import JudgeServer
from tests.web.test_interview import asks, says, skips
from texts import catalogue

PAGES = ("/today", "/report", "/history")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_each_page_before_and_after_an_interview(
    file_db: Database, browser: Browser, language: Language, size: dict[str, int]
) -> None:
    with JudgeServer() as judge:
        async with (
            at_home(file_db, language=language, judge_url=judge.url) as home,
            reading(browser, size=size, dark=language == "en") as reader,
        ):
            page = await reader.opens(home)
            for path in PAGES:
                await page.goto(home.origin + path)
                assert await faults_of_access(page) == [], path
            await asks(home, QUESTION, language=language)
            await page.goto(home.origin)
            await says(page, ANSWER)
            await expect(page.locator(".grade h3").first).to_contain_text("/10")
            await skips(page, language, until=".summary")
            for path in PAGES:
                await page.goto(home.origin + path)
                assert await faults_of_access(page) == [], path
                assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
            await page.locator(".past a").first.click()
            await expect(page.locator(".debrief .mine").first).to_contain_text("nothing can be computed beforehand")
            assert await page.locator(".debrief .ticking, .debrief .contest").count() == 0
            assert reader.hosts() == {home.origin.removeprefix("http://")}
            assert reader.wrong == []


async def test_the_language_is_changed_where_one_is(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        page = await reader.opens(home)
        await page.goto(f"{home.origin}/today")
        await page.get_by_role("button", name="中文").click()
        await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        assert page.url == f"{home.origin}/today"
        await page.get_by_role("button", name="English").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_the_report_is_filtered(file_db: Database, browser: Browser) -> None:
    with JudgeServer() as judge:
        async with at_home(file_db, judge_url=judge.url) as home, reading(browser) as reader:
            await asks(home, QUESTION)
            page = await reader.opens(home)
            await says(page, "It is faster.")
            await expect(page.locator(".grade h3").first).to_contain_text("/10")
            await skips(page, "en", until=".summary")
            await page.goto(f"{home.origin}/report")
            lines = page.locator(".report ol li")
            assert await lines.count() >= 2
            await page.locator("input[type=search]").fill("no point has these words")
            await expect(lines.first).to_be_hidden()
            await page.locator("input[type=search]").fill("")
            await expect(lines.first).to_be_visible()
            assert reader.wrong == []


async def test_plan_and_drills_are_set_and_a_drill_begins(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        page, say = await reader.opens(home), catalogue("en").page
        await page.goto(f"{home.origin}/today")
        await page.locator("form[action='/today/at'] input[name=said]").fill("21:30")
        await page.locator("form[action='/today/at']").first.get_by_role("button").click()
        await expect(page.locator("#toasts p").first).to_contain_text("21:30")
        await page.locator("form[action='/today/minutes'] input").fill("15")
        await page.locator("form[action='/today/minutes']").get_by_role("button").click()
        await expect(page.locator("#toasts p")).to_have_count(2)
        await page.reload()
        await expect(page.locator("form[action='/today/at'] input[name=said]").first).to_have_value("21:30")
        await expect(page.locator("form[action='/today/minutes'] input")).to_have_value("15")
        await page.locator("form[action='/today/plan'] input").fill("2020-01-01")
        await page.locator("form[action='/today/plan']").get_by_role("button").click()
        await expect(page.locator("#toasts p").last).to_contain_text("2020")
        await page.get_by_role("button", name=say.BEGIN).click()
        await page.wait_for_url(f"{home.origin}/")
        await expect(page.locator(".asked.current")).to_have_count(1)
        assert await page.locator("#talk .notice").count() == 0
        assert reader.wrong == []


async def test_everything_can_be_taken_along(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        await says(page, ANSWER)
        await expect(page.locator(".grade")).to_have_count(1)
        await page.goto(f"{home.origin}/report")
        files: dict[str, bytes] = {}
        for link in await page.locator("a[download]").all():
            async with page.expect_download() as started:
                await link.click()
            found = await started.value
            files[found.suggested_filename] = (await found.path()).read_bytes()
        everything = json.loads(files["interviewer-everything.json"])
        assert ANSWER in json.dumps(everything)
        assert files["interviewer-progress.png"].startswith(b"\x89PNG")
        assert files["interviewer-report.html"].startswith(b"<!doctype html>")
        assert json.loads(files["interviewer-report.json"])
        assert set(files) >= {"interviewer-missed.csv", "interviewer-missed-anki.txt"}
        assert BytesIO(files["interviewer-missed.csv"]).readline().strip()


async def test_what_goes_on_is_not_shown_in_what_was(file_db: Database, browser: Browser) -> None:
    """The reference of an open question stands on no page."""
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, QUESTION)
        page = await reader.opens(home)
        await page.goto(f"{home.origin}/history")
        await page.locator(".past a").first.click()
        await expect(page.get_by_text(catalogue("en").page.STILL_OPEN)).to_be_visible()
        assert await page.locator(".debrief").count() == 0


async def test_interviews_of_the_terminal_are_there_and_those_of_others_are_not(
    file_db: Database, browser: Browser
) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        mine, other = await Conversation.of(home.app), await Conversation.of(home.app, "somebody else")
        for one in (mine, other):
            await one.begins(QUESTION)
            await settled(one)
        page = await reader.opens(home)
        await page.goto(f"{home.origin}/history")
        await expect(page.locator(".past a")).to_have_count(1)
        theirs = other.of_kind("question")[0]["interview"]
        assert (await page.goto(f"{home.origin}/history/{theirs}")).status == 404  # type: ignore[union-attr]  # it answers
