"""How updates come in, by webhook or by polling, watched and mended: what was lost by somebody's mistake is set again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from app import inbox
from app.context import AppContext
from app.supervisor import WrongUseError, running
from bot.connection import insisting
from bot.ingest import WANTED
from bot.polling import poll
from bot.webhook import Webhook
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.application import BotApplication
    from bot.dispatcher import Dispatcher
LOOK_EVERY = 60.0  # seconds between looks at what Telegram knows of the webhook
log = structlog.get_logger()


async def taken_in(app: AppContext, application: BotApplication, dispatcher: Dispatcher, *, take_over: bool) -> None:
    """Takes updates in by webhook where there is an address for it, else by polling, until it is cancelled."""
    await _adopted(app)
    if app.settings.webhook_url:
        async with running(_announced(app, application)):
            await Webhook(app, dispatcher.wake).serve()
    else:
        await _ready_to_poll(application, take_over=take_over)
        await poll(app, dispatcher.wake)


async def _adopted(app: AppContext) -> None:
    """Before the first update comes, those that an older version stored get to be this bot's, to be known again."""
    while True:
        try:
            return await inbox.adopt(app)
        except StorageError as error:
            log.warning("the inbox cannot be read", why=str(error))
        await asyncio.sleep(1)


async def _ready_to_poll(application: BotApplication, *, take_over: bool) -> None:
    """Polling ends a webhook for whoever serves it; so that needs to be meant. WrongUseError where it is not."""
    found: list[str] = []

    async def look() -> None:
        found.append((await application.bot.get_webhook_info()).url)

    await insisting(look, "whether a webhook is set could not be asked")
    if found and found[-1] and not take_over:
        raise WrongUseError(
            f"This bot's updates go to the webhook {found[-1]}: stop the program that serves it and start this one with "
            "--take-over, or set INTERVIEWER_WEBHOOK_URL."
        )
    await insisting(application.bot.delete_webhook, "a webhook of this bot could not be removed")


async def _announced(app: AppContext, application: BotApplication) -> None:
    """Sets the webhook, and again whenever Telegram has another one or none."""
    settings = app.settings

    async def announce() -> None:
        secret = settings.webhook_secret.get_secret_value()
        await application.bot.set_webhook(settings.webhook_url, allowed_updates=WANTED, secret_token=secret)

    app.health.note("webhook", "not set yet")
    await insisting(announce, "the webhook could not be set")
    app.health.note("webhook")
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            known = (await application.bot.get_webhook_info()).url
        except TelegramError as error:
            log.warning("the state of the webhook could not be asked", why=error.message)
            continue
        if known != settings.webhook_url:
            log.error("the webhook was lost; it is set again", set_to=known or "nothing")
            app.health.note("webhook", "lost")
            await insisting(announce, "the webhook could not be set")
            app.health.note("webhook")
