"""Words of the program with what only Telegram knows: buttons under them, a message they replace, a reply they wait for."""

from __future__ import annotations

from app.messages.prompts import Prompt
from app.messages.values import Card, NewButtons, Notice, NoticeContent, Rows
from questions.model import Language


def card(
    content: NoticeContent,
    language: Language,
    *,
    buttons: Rows | None = None,
    edits: int | None = None,
    prompt: Prompt | None = None,
) -> Card:
    """A notice; buttons, edits and prompt as in `Card`."""
    return Card(Notice(content, language), buttons, edits, prompt)


def buttons(rows: Rows, edits: int) -> Card:
    """Other buttons under a message that stays as it is."""
    return Card(NewButtons(), rows, edits)
