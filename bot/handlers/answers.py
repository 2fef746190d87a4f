"""Plain text: the answer to the open question, unless it replies to something else the bot has asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telegram import MaybeInaccessibleMessage, Message, Update

from app import chats, interviews, tellings
from app.messages.chatting import AnswerHeld, NothingOpen, OlderQuestion, TooLateToEdit
from app.messages.interview import ProbeMessage, QuestionMessage
from app.messages.prompts import HeldAnswer
from bot import keyboards
from bot.context import ChatContext, NotYetError, source
from bot.handlers import begin, prompts, settings
from bot.message_text import worded
from interview.model import Phase
from questions.text import readable

if TYPE_CHECKING:
    from app.messages.values import Envelope
    from storage.interviews import About
IDLE = timedelta(minutes=30)
SNIPPET = 400  # characters of an answer that is shown again
SETTLES = timedelta(seconds=10)  # in which what was sent is surely written down


async def text(update: Update, context: ChatContext) -> None:
    message = update.message
    assert message is not None
    if message.reply_to_message is None or await _is_answer(message.reply_to_message, message, context):
        await take(update, message, context, worded(message))


async def _is_answer(replied: Message, message: Message, context: ChatContext) -> bool:
    """Whether a reply is meant for the open question; a reply to another prompt is dealt with here."""
    if replied.from_user is None or not replied.from_user.is_bot:
        return True
    envelope = await said(context, replied)
    if envelope is not None and envelope.prompt is not None:
        await prompts.answered(envelope.prompt, message.text or "", context)
        return False
    asked, about = envelope.message if envelope else None, context.open
    if not isinstance(asked, QuestionMessage | ProbeMessage) or about is None:
        return True
    if (asked.interview, asked.turn) == (about.id, about.turn):
        return True
    await context.say(OlderQuestion())
    return False


async def said(context: ChatContext, message: MaybeInaccessibleMessage) -> Envelope | None:
    """What a message of ours was made from; None for one that is too old."""
    envelope = await chats.said_as(context.app, context.chat.id, message.message_id)
    if envelope is None and datetime.now(UTC) - message.date < SETTLES:
        raise NotYetError
    return envelope


async def take(update: Update, message: Message, context: ChatContext, words: str) -> None:
    """A part of an answer, or, after a long pause, a text to be confirmed as one first.

    A message that was taken before, and comes again after a crash, changes nothing.
    """
    about = context.open
    if context.tells and await tellings.hear(context.app, context.chat.id, words, source=source(message)):
        return
    if context.is_retry and await _was_heard(context, message):
        return
    if about is None:
        if not await begin.in_words(update, context, words) and not await settings.day_told(context, words):
            await context.say(NothingOpen())
    elif about.phase is Phase.ASKING and context.app.now() - about.idle_since > IDLE:
        await hold(context, about, words, source(message))
    else:
        app, chat = context.app, context.chat
        await interviews.answer(app, chat.id, words, source=source(message), order=message.message_id)
        prompts.type_in(context)


async def hold(context: ChatContext, about: About, words: str, named: str) -> None:
    """Asks whether a text that comes after a long pause is an answer; the text waits in the question's own row."""
    prompt = HeldAnswer(about.id, about.turn, words, named, spoken=False)
    shown, minutes = words if len(words) <= SNIPPET else f"{words[:SNIPPET]}…", int(IDLE.total_seconds() // 60)
    await context.say(AnswerHeld(minutes, shown), buttons=keyboards.held(context.language), prompt=prompt)


async def edited(update: Update, context: ChatContext) -> None:
    """An edited message counts as long as the answer it is a part of can be changed; an older one is left as it was."""
    message = update.edited_message
    assert message is not None
    words, named = readable(worded(message)), f"telegram:update:{update.update_id}"
    old = context.services.message_cache.changed(message.chat_id, message.message_id, words)
    if not await interviews.edit(context.app, context.chat.id, source(message), words, old=old, edit=named):
        await context.say(TooLateToEdit())


async def _was_heard(context: ChatContext, message: Message) -> bool:
    return await interviews.was_taken(context.app, context.chat.id, source(message))
