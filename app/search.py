"""Questions by a few words that somebody remembers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.context import AppContext

if TYPE_CHECKING:
    from questions.model import Language, Question


async def searched(app: AppContext, words: str, language: Language, *, at_least: int) -> list[Question]:
    """Questions about these words that can be asked in a language, the nearest first; up to a dozen, or `at_least`.

    In a thread: the first search in a bank takes half a second.
    """
    bank = app.bank
    found = await asyncio.to_thread(bank.about, words, max(12, at_least))
    return [question for question in found if language in question.languages]
