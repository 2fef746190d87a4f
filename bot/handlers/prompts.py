"""Replies to what the bot asked for, and the sign that it is thinking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from app import feedback
from app import interviews as conduct
from bot.handlers import settings
from interview.model import Phase
from storage import interviews
from storage.errors import StorageError

if TYPE_CHECKING:
    from app.context import House
    from bot.channel import TelegramChannel
    from bot.context import Talk
    from storage.chats import Chat
AT_ONCE = 0.7  # seconds in which most estimates come
SHOWN_FOR = 4.5  # seconds; the sign fades after five


async def answered(prompt: dict[str, Any], words: str, talk: Talk) -> None:
    """A reply to a prompt, which says itself what it is about."""
    match prompt["kind"]:
        case "appeal":
            point, turn = prompt["point"], prompt["turn"]
            await feedback.appeal(talk.house, talk.chat.id, point, words, turn=turn, interview=prompt["interview"])
        case "hold":
            await confirm(prompt | {"text": words}, talk)
        case "zone":
            await settings.set_zone(talk, words)
        case "date":
            await settings.set_date(talk, words)


async def confirm(prompt: dict[str, Any], talk: Talk) -> None:
    """A text that waited to be confirmed is the answer, if its question is still the open one."""
    async with talk.house.db.read() as tx:
        about = await interviews.about_open(tx, talk.chat.id)
    if about is None or (about.id, about.turn) != (prompt["interview"], prompt["turn"]):
        await talk.say("older_question")
        return
    source, spoken = prompt["source"], bool(prompt["spoken"])
    await conduct.answer(talk.house, talk.chat.id, prompt["text"], source=source, spoken=spoken)
    talk.aside(typing(talk.channel, talk.house, talk.chat))


async def typing(channel: TelegramChannel, house: House, chat: Chat) -> None:
    """Shows "typing…" while an answer is being graded, at most as long as the interview waits for it."""
    await asyncio.sleep(AT_ONCE)
    for _ in range(5):
        try:
            async with house.db.read() as tx:
                about = await interviews.about_open(tx, chat.id)
        except StorageError:
            return
        if about is None or about.phase is not Phase.GRADING:
            return
        await channel.typing(chat.address)
        await asyncio.sleep(SHOWN_FOR)
