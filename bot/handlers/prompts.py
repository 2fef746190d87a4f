"""Replies to what the bot asked for, and the sign that it is thinking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from app import feedback
from app import interviews as conduct
from app.chats import open_interview
from bot.handlers import settings
from interview.model import Phase
from storage.errors import StorageError

if TYPE_CHECKING:
    from app.context import AppContext
    from bot.channel import TelegramChannel
    from bot.context import ChatContext
    from storage.chats import Chat
AT_ONCE = 0.7  # seconds in which most estimates come
SHOWN_FOR = 4.5  # seconds; the sign fades after five


async def answered(prompt: dict[str, Any], words: str, context: ChatContext) -> None:
    """A reply to a prompt, which says itself what it is about."""
    match prompt["kind"]:
        case "appeal":
            point, turn = prompt["point"], prompt["turn"]
            await feedback.appeal(context.app, context.chat.id, point, words, turn=turn, interview=prompt["interview"])
        case "hold":
            await confirm(prompt | {"text": words}, context)
        case "zone":
            await settings.set_zone(context, words)
        case "date":
            await settings.set_date(context, words)


async def confirm(prompt: dict[str, Any], context: ChatContext) -> None:
    """A text that waited to be confirmed is the answer, if its question is still the open one."""
    about = await open_interview(context.app, context.chat.id)
    if about is None or (about.id, about.turn) != (prompt["interview"], prompt["turn"]):
        await context.say("older_question")
        return
    source, spoken = prompt["source"], bool(prompt["spoken"])
    await conduct.answer(context.app, context.chat.id, prompt["text"], source=source, spoken=spoken)
    context.aside(typing(context.services.channel, context.app, context.chat))


async def typing(channel: TelegramChannel, app: AppContext, chat: Chat) -> None:
    """Shows "typing…" while an answer is being graded, at most as long as the interview waits for it."""
    await asyncio.sleep(AT_ONCE)
    for _ in range(5):
        try:
            about = await open_interview(app, chat.id)
        except StorageError:
            return
        if about is None or about.phase is not Phase.GRADING:
            return
        await channel.typing(chat.address)
        await asyncio.sleep(SHOWN_FOR)
