"""Everything that is not text: voice is written down where that is switched on, the rest gets a clear word."""

from __future__ import annotations

from telegram import Update

from app import programs, transcripts
from app.messages.chatting import NothingOpen, OnlyText, ProgramUnreadable, VoiceOff, VoiceTooLong
from bot.context import ChatContext, source
from bot.speech import MEGABYTES


async def voice(update: Update, context: ChatContext) -> None:
    """Asks the worker for a transcript; it comes back as a question whether that is the answer."""
    message = update.message
    sound = (message.voice or message.audio) if message else None
    if message is None or sound is None or not context.app.settings.speech_url:
        await context.say(VoiceOff())
        return
    if (sound.file_size or 0) > MEGABYTES * 2**20:
        await context.say(VoiceTooLong(MEGABYTES))
        return
    if not await transcripts.request(context.app, context.chat.id, context.person.id, sound.file_id, source(message)):
        await context.say(NothingOpen())


async def program(update: Update, context: ChatContext) -> None:
    """A .py file while a task asks for code: a worker fetches it, and it is the answer."""
    message = update.message
    sent = message.document if message else None
    if message is None or sent is None:
        return
    if (sent.file_size or 0) > programs.KILOBYTES * 1024:
        await context.say(ProgramUnreadable(programs.KILOBYTES))
    elif not await programs.request(context.app, context.chat.id, context.person.id, sent.file_id, source(message)):
        await context.say(OnlyText())


async def other(update: Update, context: ChatContext) -> None:
    await context.say(OnlyText())
