"""Words of the program with what only Telegram knows: buttons under them, a message they replace, a reply they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.messages.values import notice
from bot.keyboards import Rows
from questions.model import Language

Card = dict[str, Any]  # the payload of an outbox row; `bot.render` renders it


def card(
    name: str,
    language: Language,
    /,
    *,
    part: str = "telegram",
    buttons: Rows | None = None,
    edits: int | None = None,
    prompt: Mapping[str, str | int | bool] | None = None,
    **values: str | int | float,
) -> Card:
    """A notice of Telegram's own texts.

    buttons: also an empty list, which takes the usual ones away. edits: the message whose place it takes. prompt: what a
    reply to it (or a tap on its buttons) is about, as plain values that are found again by the message's id.
    """
    made: Card = dict(notice(name, language, part, **values))
    if buttons is not None:
        made["buttons"] = buttons
    if edits is not None:
        made["edits"] = edits
    if prompt is not None:
        made["prompt"] = dict(prompt)
    return made


def buttons(rows: Rows, edits: int) -> Card:
    """Other buttons under a message that stays as it is."""
    return {"event": "buttons", "buttons": rows, "edits": edits}


def export() -> Card:
    """Everything stored of the chat's person, made when it is sent."""
    return {"event": "export"}
