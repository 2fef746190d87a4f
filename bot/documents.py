"""Documents sent along: fetched from Telegram, read by a limited process, and told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from app import tellings
from app.context import AppContext
from app.messages.projects import DocumentNotFetched
from app.messages.stored import pack
from app.messages.values import Envelope, Notice
from app.tasks import Handler, RetryPolicy
from app.workers import runner
from questions.documents.formats import LARGEST
from questions.errors import InterviewerError
from storage import chats, outbox
from storage.tasks import QueuedTask

if TYPE_CHECKING:
    from telegram import Bot

    from storage.transaction import Tx
RETRY = RetryPolicy((2, 4), tries=3)


class DocumentError(InterviewerError):
    """A document could not be fetched. Names the kind of failure only: its text may hold addresses."""


async def serve(app: AppContext, bot: Bot) -> None:
    """Fetches and reads documents until it is cancelled, one at a time."""
    handler = Handler(tellings.FETCH, partial(_fetch, bot), RETRY, _give_up)
    await runner.serve(app, [handler], at_once=1, idle=0.5)


async def _fetch(bot: Bot, app: AppContext, one: QueuedTask) -> None:
    try:
        file = await bot.get_file(one.payload["file"])
        if (file.file_size or 0) > LARGEST:
            raise DocumentError("too large")
        data = bytes(await file.download_as_bytearray())
    except TelegramError as error:
        raise DocumentError(type(error).__name__) from None
    await tellings.arrived(app, one, data)


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    chat = await chats.get(tx, one.payload["chat"])
    told = Notice(DocumentNotFetched(one.payload["name"]), chat.language)
    await outbox.say(tx, chat.id, pack(Envelope(told)), "reply", app.now())
