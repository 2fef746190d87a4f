"""Voice messages in words: fetched from Telegram, written down by an OpenAI-compatible server, shown to be confirmed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import httpx
import structlog
from telegram.error import TelegramError

from app import transcripts
from app.context import AppContext
from app.messages.chatting import NothingHeard, NothingOpen, VoiceFailed, VoiceHeard
from app.messages.prompts import HeldAnswer
from app.messages.stored import pack
from app.messages.values import Envelope, Notice
from app.tasks import Handler, RetryPolicy
from app.workers import runner
from bot import keyboards
from grader.bounded import client, fetch, parsed, read
from questions.errors import InterviewerError
from questions.text import readable
from storage import chats, outbox
from storage.tasks import QueuedTask

if TYPE_CHECKING:
    from telegram import Bot

    from questions.model import Language
    from storage.interviews import About
    from storage.transaction import Tx
MEGABYTES = 20  # what a bot may fetch
RETRY = RetryPolicy((2, 4), tries=3)
SECONDS = 60.0  # over all, for one message
SHOWN = 3500  # characters of a transcript; the whole of it is what gets graded
log = structlog.get_logger()


class TranscriptionError(InterviewerError):
    """A voice message could not be written down. Names the kind of failure only: its text may hold addresses."""


async def serve(app: AppContext, bot: Bot) -> None:
    """Writes voice messages down until it is cancelled; without SPEECH_URL there is nothing to do."""
    if not app.settings.speech_url:
        return
    async with client(app.settings.speech_url) as http:
        handler = Handler(transcripts.TRANSCRIBE, partial(_transcribe, bot, http), RETRY, _give_up)
        await runner.serve(app, [handler], at_once=4, idle=0.5)


async def _transcribe(bot: Bot, http: httpx.AsyncClient, app: AppContext, one: QueuedTask) -> None:
    try:
        words = readable(await _transcribed(app, bot, http, one.payload["file"])).strip()
    except (TelegramError, httpx.HTTPError, ValueError, KeyError, TypeError, RecursionError) as error:
        log.warning("a voice message was not written down", why=f"{type(error).__name__}: {error}"[:300])
        raise TranscriptionError(type(error).__name__) from None
    if not await transcripts.is_told(app, one, words):
        await _ask(app, one, words)


async def _transcribed(app: AppContext, bot: Bot, http: httpx.AsyncClient, file_id: str) -> str:
    """The server's text. Raises what the two servers make it raise."""
    fetched = await bot.get_file(file_id)
    sound = bytes(await fetched.download_as_bytearray())
    form = {"response_format": "json"} | ({"model": app.settings.speech_model} if app.settings.speech_model else {})
    files = {"file": ("voice.ogg", sound, "audio/ogg")}
    reply = await fetch(http, "POST", "audio/transcriptions", seconds=SECONDS, data=form, files=files)
    reply.raise_for_status()
    return str((await read(reply.body, parsed))["text"])


async def _ask(app: AppContext, one: QueuedTask, words: str) -> None:
    """Shows the transcript and asks whether it is the answer."""

    def message(about: About | None, language: Language) -> Envelope:
        if about is None or not words:
            return Envelope(Notice(NothingHeard() if about else NothingOpen(), language))
        prompt = HeldAnswer(about.id, about.turn, words, one.payload["source"], spoken=True)
        return Envelope(Notice(VoiceHeard(words[:SHOWN]), language), buttons=keyboards.held(language), prompt=prompt)

    await transcripts.finish(app, one, message)


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    chat = await chats.get(tx, one.payload["chat"])
    await outbox.say(tx, chat.id, pack(Envelope(Notice(VoiceFailed(), chat.language))), "reply", app.now())
