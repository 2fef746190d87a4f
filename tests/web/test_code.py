"""Hands-on tasks in the page's editor, run in the real sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from questions.handson.load import find
from runner.client import Local
from runner.model import Unavailable
from runner.trial import tried
from storage.database import Database
from testing.browsing import DESK, PHONE, at_home, faults_of_access, reading
from testing.needs import needs
from tests.web.test_interview import asks
from texts import catalogue

SOFTMAX = "hand-softmax"
NO_MAX = """import numpy as np
def softmax(x, axis=-1):
    e = np.exp(x)
return e
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Local]:
    try:
        await tried()
    except Unavailable as error:
        needs("a sandbox", f"{error.reason}. {error.advice}")
    async with Local() as opened:
        yield opened


async def writes(page: Page, code: str) -> None:
    """Replaces what stands in the editor, by keyboard."""
    await page.locator(".cm-content").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await page.keyboard.insert_text(code)


async def stands(page: Page) -> str:
    """What stands in the editor."""
    return await page.locator(".cm-content").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_code_is_written_run_and_asked_about(
    file_db: Database, browser: Browser, sandbox: Local, size: dict[str, int]
) -> None:
    task, say = find(SOFTMAX), catalogue("en")
    assert task is not None
    async with at_home(file_db, code=sandbox) as home, reading(browser, size=size) as reader:
        await asks(home, SOFTMAX)
        page = await reader.opens(home)
        await expect(page.locator(".cm-content")).to_contain_text("def softmax")
        await expect(page.locator("#tests span")).not_to_be_empty()
        await writes(page, NO_MAX)
        assert await faults_of_access(page) == []
        await page.get_by_role("button", name=say.page.RUN).click()
        await expect(page.locator(".grade")).to_have_count(1)
        await expect(page.locator(".grade .failures")).to_contain_text("SyntaxError")
        await writes(page, task.solution)
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".grade").first).to_contain_text("10.0/10")
        await expect(page.locator(".mine pre")).to_contain_text("def softmax")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert reader.hosts() == {home.origin.removeprefix("http://")}
        assert reader.wrong == []


async def test_code_survives_a_reload_and_a_lost_network(file_db: Database, browser: Browser, sandbox: Local) -> None:
    async with at_home(file_db, code=sandbox) as home, reading(browser) as reader:
        await asks(home, SOFTMAX)
        page = await reader.opens(home)
        await writes(page, "def softmax(x, axis=-1): pass  # to be gone on with")
        await page.reload()
        await expect(page.locator(".cm-content")).to_contain_text("to be gone on with")
        await reader.context.set_offline(True)
        await page.get_by_role("button", name=catalogue("en").page.RUN).click()
        await expect(page.locator("#going")).to_contain_text(catalogue("en").page.NO_NETWORK)
        await reader.context.set_offline(False)
        await expect(page.locator(".grade")).to_have_count(1)
        page.on("dialog", lambda dialog: dialog.accept())
        await page.get_by_role("button", name=catalogue("en").page.CODE_ANEW).click()
        await expect(page.locator(".cm-content")).not_to_contain_text("to be gone on with")
        assert reader.wrong == []


async def test_the_editor_is_left_by_keyboard_and_indents(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser, size=DESK) as reader:
        await asks(home, SOFTMAX)
        page = await reader.opens(home)
        await writes(page, "")
        await page.keyboard.type("def f():\nreturn 1")
        assert await stands(page) == "def f():\n    return 1"
        await page.keyboard.press("Shift+Tab")
        assert await stands(page) == "def f():\nreturn 1"
        await page.keyboard.press("Tab")
        assert await stands(page) == "def f():\n    return 1"
        await page.keyboard.press("Escape")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") != "editor"
        assert reader.wrong == []


async def test_a_task_put_off_is_taken_up_on_the_page(file_db: Database, browser: Browser) -> None:
    async with at_home(file_db) as home, reading(browser) as reader:
        await asks(home, SOFTMAX)
        page, menus = await reader.opens(home), catalogue("en").menus
        await page.locator("#more > summary").click()
        await page.get_by_role("button", name=menus.PARK_BUTTON).click()
        await expect(page.locator("#code")).to_be_hidden()
        await expect(page.locator("#talk .notice").get_by_role("button", name=menus.PARKED_BUTTON)).to_be_visible()
        await page.reload()
        await expect(page.locator(".parked li")).to_have_count(1)
