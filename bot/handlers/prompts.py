"""Replies to what the bot asked for, and the sign that it is thinking."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from app import feedback, interviews
from app.chats import open_interview
from app.messages.chatting import OlderQuestion
from app.messages.prompts import AppealPrompt, DatePrompt, HeldAnswer, ProjectNamePrompt, Prompt, ZonePrompt
from bot.handlers import projects, settings
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.context import ChatContext
AT_ONCE = 0.7  # seconds in which most estimates come
SHOWN_FOR = 4.5  # seconds; the sign fades after five


async def answered(prompt: Prompt, words: str, context: ChatContext) -> None:
    """A reply to a prompt, which says itself what it is about."""
    match prompt:
        case AppealPrompt(interview, turn, point):
            await feedback.appeal(context.app, context.chat.id, point, words, turn=turn, interview=interview)
        case HeldAnswer():
            await confirm(replace(prompt, text=words), context)
        case ZonePrompt():
            await settings.set_zone(context, words)
        case DatePrompt():
            await settings.set_date(context, words)
        case ProjectNamePrompt(project):
            await projects.named(context, project, words)
        case _:
            assert_never(prompt)


async def confirm(held: HeldAnswer, context: ChatContext) -> None:
    """A text that waited to be confirmed is the answer, if its question is still the open one."""
    about = await open_interview(context.app, context.chat.id)
    if about is None or (about.id, about.turn) != (held.interview, held.turn):
        await context.say(OlderQuestion())
        return
    await interviews.answer(
        context.app, context.chat.id, held.text, source=held.source, spoken=held.spoken, confirmed=True
    )
    type_in(context)


def type_in(context: ChatContext) -> None:
    """Shows "typing…" in this chat while its person is heard or graded."""
    if context.chat.id not in context.services.typing_in:
        context.services.typing_in.add(context.chat.id)
        context.aside(_typing(context))


async def _typing(context: ChatContext) -> None:
    """For as long as the interview waits, at most a few times; not at all for what is dealt with at once."""
    try:
        await asyncio.sleep(AT_ONCE)
        for _ in range(5):
            if not await interviews.is_heard(context.app, context.person.id):
                return
            await context.services.channel.typing(context.chat.address)
            await asyncio.sleep(SHOWN_FOR)
    except StorageError:
        return
    finally:
        context.services.typing_in.discard(context.chat.id)
