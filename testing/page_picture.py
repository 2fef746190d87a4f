"""Pictures of the page for the documentation: `python -m testing.page_picture`, on a phone and a desk, in both languages.

A real interview held in a real Chromium; the pictures are written to docs/.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page

from app import interviews, selection
from interview.model import Item
from questions.model import Language
from runner.client import Local
from storage.database import Database
from storage.upgrade import upgrade
from testing.browsing import DESK, PATIENCE, PHONE, Home, at_home, browsing, reading
from testing.context import ANSWER, QUESTION

DOCS = Path(__file__).parents[1] / "docs"
TASK = "hand-softmax"
ANSWERS: dict[Language, str] = {
    "en": ANSWER,
    "zh": "交叉编码器把查询和文档拼在一起读，更准，但不能预先算好；双塔可以先算好向量，所以先召回几百条，再精排前几条。",
}


async def _begins(home: Home, language: Language, question: str) -> None:
    here = await home.visitor()
    async with home.app.db.write() as tx:
        items = [Item(home.app.bank.questions[question])]
        await interviews.begin_with(tx, home.app, here.chat.id, selection.Wish(language), items)


async def _at_rest(page: Page) -> None:
    """Until the answer is graded and the next question is there."""
    await page.locator(".grade").last.wait_for(timeout=PATIENCE)
    await page.locator("#dock[data-phase=asking]").wait_for(timeout=PATIENCE, state="attached")


async def _taken(language: Language, *, code: bool) -> None:
    """One picture: of an answer on a phone, or of a coding task on a desk."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/interviews.db"
        await asyncio.to_thread(upgrade, url)
        db = Database.open(url)
        async with (
            Local() as sandbox,
            at_home(db, language=language, code=sandbox) as home,
            browsing() as browser,
            reading(browser, size=DESK if code else PHONE, dark=code) as reader,
        ):
            await _begins(home, language, TASK if code else QUESTION)
            page = await reader.opens(home)
            if code:
                await page.locator(".cm-content").wait_for()
                await page.locator("#run").click()
            else:
                await page.locator("#say").fill(ANSWERS[language])
                await page.locator("#send").click()
            await _at_rest(page)
            await page.screenshot(path=DOCS / f"page-{'desk' if code else 'phone'}.{language}.png")
        await db.close()


async def main() -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for code in (False, True):
            await _taken(language, code=code)


if __name__ == "__main__":
    asyncio.run(main())
