"""`/debrief`: what was asked in a real interview, how it went, and what of it is shared."""

from __future__ import annotations

from typing import Literal

from telegram import Update

from app import debriefs, tellings
from app.messages.values import NoticeContent
from bot.buttons import AfterButton
from bot.context import ChatContext

WENT: dict[str, Literal["good", "half", "bad"]] = {"good": "good", "half": "half", "bad": "bad"}
OUTCOMES: dict[str, Literal["passed", "failed", "waiting"]] = {"pass": "passed", "fail": "failed", "wait": "waiting"}


async def debrief(update: Update, context: ChatContext) -> None:
    """`/debrief [company]`."""
    await tellings.make_room(context.app, context.chat.id)
    await debriefs.command(context.app, context.chat.id, context.rest)


async def pressed(context: ChatContext, button: AfterButton, message_id: int | None) -> NoticeContent | None:
    """One tap; what is asked next stands in its place."""
    app, chat, number = context.app, context.chat.id, button.number
    if button.action in WENT:
        told = await debriefs.rate(app, chat, number, WENT[button.action])
    elif button.action in OUTCOMES:
        told = await debriefs.end(app, chat, number, OUTCOMES[button.action])
    elif button.action == "back":
        told = await debriefs.shown(app, chat, number)
    else:
        told = await debriefs.share(app, chat, number, sure=button.action == "sure")
    await context.say(told, edits=message_id)
    return None
