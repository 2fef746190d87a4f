"""Insisting on an answer from Telegram: unreachable is temporary, refused is told once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.polling import RejectedError

if TYPE_CHECKING:
    from app.context import AppContext
    from bot.application import BotApplication

PAUSES = (1, 2, 5, 10, 30)  # seconds after failures in a row
log = structlog.get_logger()


async def connected(application: BotApplication, app: AppContext) -> None:
    """Asks who the bot is, until the server answers."""

    async def initialize() -> None:
        try:
            await application.initialize()
        except InvalidToken as error:
            raise RejectedError from error

    await insisting(initialize, "Telegram cannot be reached")
    log.info("connected", bot=application.bot.username, server=app.settings.telegram_api_url)


async def insisting(call: Callable[[], Awaitable[object]], complaint: str) -> None:
    """Calls until it works; a request that the server refuses for what it says is told once and left."""
    failures = 0
    while True:
        try:
            await call()
        except BadRequest as error:
            log.error(complaint, why=error.message)
            return
        except TelegramError as error:
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            if isinstance(error, RetryAfter) and isinstance(error.retry_after, timedelta):
                pause = max(pause, int(error.retry_after.total_seconds()) + 1)
            log.warning(complaint, why=error.message, again_in=pause)
            failures += 1
            await asyncio.sleep(pause)
        else:
            return
