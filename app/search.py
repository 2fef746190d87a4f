"""Questions by a few words that somebody remembers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.context import AppContext

if TYPE_CHECKING:
    from questions.bank import Bank
    from questions.model import Language, Question


async def searched(app: AppContext, words: str, language: Language, *, at_least: int) -> list[Question]:
    """`about`, in a thread: the first search in a bank takes half a second."""
    return await asyncio.to_thread(about, app.bank, words, language, at_least=at_least)


def about(bank: Bank, words: str, language: Language, *, at_least: int = 0) -> list[Question]:
    """Questions about these words that can be asked in a language, the nearest first; up to a dozen, or `at_least`.

    An id is one question. Hands-on tasks come where nothing else does: whoever wants to talk is not asked to write code.
    """
    named = bank.get(words.strip().casefold())
    found = [named] if named is not None else bank.about(words, max(12, at_least))
    spoken = [question for question in found if language in question.languages]
    return [question for question in spoken if not question.hands_on] or spoken
