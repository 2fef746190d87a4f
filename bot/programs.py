"""Program files (.py) in words: fetched from Telegram and taken as the answer to the open task."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from app import programs
from app.context import AppContext
from app.messages.chatting import ProgramUnreadable
from app.messages.stored import pack
from app.messages.values import Envelope, Notice
from app.tasks import Handler, RetryPolicy
from app.workers import runner
from questions.errors import InterviewerError
from storage import chats, outbox
from storage.tasks import QueuedTask

if TYPE_CHECKING:
    from telegram import Bot

    from storage.transaction import Tx
RETRY = RetryPolicy((2, 4), tries=3)


class ProgramFileError(InterviewerError):
    """A program file could not be fetched or read. Names the kind of failure only: its text may hold addresses."""


async def serve(app: AppContext, bot: Bot) -> None:
    """Fetches program files until it is cancelled."""
    await runner.serve(app, [Handler(programs.FETCH, partial(_fetch, bot), RETRY, _give_up)], at_once=4, idle=0.5)


async def _fetch(bot: Bot, app: AppContext, one: QueuedTask) -> None:
    try:
        file = await bot.get_file(one.payload["file"])
        if (file.file_size or 0) > programs.KILOBYTES * 1024:
            raise ProgramFileError("too large")
        data = bytes(await file.download_as_bytearray())
        if len(data) > programs.KILOBYTES * 1024:
            raise ProgramFileError("too large")
        text = data.decode("utf-8-sig")
    except (TelegramError, UnicodeDecodeError) as error:
        raise ProgramFileError(type(error).__name__) from None
    await programs.arrived(app, one, text)


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    chat = await chats.get(tx, one.payload["chat"])
    told = Notice(ProgramUnreadable(programs.KILOBYTES), chat.language)
    await outbox.say(tx, chat.id, pack(Envelope(told)), "reply", app.now())
