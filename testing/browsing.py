"""The page as people use it: served in this process on a real database, opened in a real Chromium."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app import page as pages
from app.workers import code_grading, grading, runner
from questions.handson.banked import with_tasks
from testing.context import bank, running_app
from testing.in_process import Now
from testing.needs import needs
from web.door import HomeDoor
from web.service import served

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

    from app.context import AppContext
    from app.page import Visitor
    from questions.bank import Bank
    from questions.model import Language
    from runner.client import Runner
    from storage.database import Database

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60_000  # milliseconds in which something has to be seen, however busy the machine is
TWO_MEGABYTES = 2 * 2**20


def browser_here() -> str:
    """The path of the machine's Chromium; a test that needs one is left out where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or needs("chromium", "no chromium is installed (Debian: apt-get install chromium)")


@cache
def whole_bank() -> Bank:
    """The packaged questions and the hands-on tasks."""
    return with_tasks(bank())


@dataclass(frozen=True, slots=True)
class Home:
    """The page of one person at their machine. person: their number."""

    app: AppContext
    door: HomeDoor
    person: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.door.port}"

    async def visitor(self) -> Visitor:
        found = await pages.visit(self.app, self.person)
        assert found is not None
        return found


@asynccontextmanager
async def at_home(
    db: Database,
    *,
    language: Language = "en",
    port: int = 0,
    key: str = "",
    works: bool = True,
    code: Runner | None = None,
    **settings: Any,
) -> AsyncIterator[Home]:
    """The page served on this database, answers graded beside it as long as `works`. port, key: as they were before a restart."""
    async with running_app(db, clock=Now(), owner=f"page-{id(object())}", **settings) as app:
        app.bank_view.files = app.bank_view.bank = whole_bank()
        app = _with_runner(app, code) if code is not None else app
        me = await pages.at_home(app, "me", language)
        door_at = partial(_door, me, key)
        async with served(app, door_at, "127.0.0.1", port, language) as door, asyncio.TaskGroup() as group:
            beside = [
                group.create_task(grading.serve(app, person=me, idle=0.01)),
                group.create_task(runner.serve(app, [code_grading.HANDLER], person=me, idle=0.01)),
            ]
            for task in [] if works else beside:
                task.cancel()
            yield Home(app, door, me)
            for task in beside:
                task.cancel()


def _door(me: int, key: str, port: int) -> HomeDoor:
    return HomeDoor(me, "127.0.0.1", port, key) if key else HomeDoor(me, "127.0.0.1", port)


def _with_runner(app: AppContext, code: Runner) -> AppContext:
    from dataclasses import replace

    return replace(app, runner=code)


@dataclass
class Reader:
    """Somebody's browser. requests: addresses it asked for; loaded: bytes it got; wrong: what it complained about."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    loaded: int = 0

    def hosts(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.requests if not address.startswith("data:")}

    async def tab(self) -> Page:
        """One more tab, watched."""
        page = await self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "net::ERR" not in text and "Failed to load resource" not in text:
            self.wrong.append(text)

    async def opens(self, home: Home) -> Page:
        """Opens the address that the program prints."""
        await self.page.goto(home.door.address)
        return self.page


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    path = browser_here()
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def reading(browser: Browser, *, size: dict[str, int] = PHONE, dark: bool = False) -> AsyncIterator[Reader]:
    """A browser of one person."""
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if dark else "light",
        has_touch=size is PHONE,
        reduced_motion="reduce",
    )
    reader = Reader(context, None)  # type: ignore[arg-type]  # made in the next line
    reader.page = await reader.tab()
    try:
        yield reader
    finally:
        await context.close()


async def faults_of_access(page: Page) -> list[str]:
    """Serious faults of accessibility that axe finds on a page, each with its first place."""
    from axe_playwright_python.async_playwright import Axe

    found = await Axe().run(page)
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
