"""The library's `Application`, without its updater, queue and job store: updates come from our inbox, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.batch_writer import BatchWriter
from bot.context import ChatContext
from bot.message_cache import MessageCache
from bot.request import Request

if TYPE_CHECKING:
    from app.context import AppContext
BotApplication = Application[Any, ChatContext, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]


class Raising(Application):  # type: ignore[type-arg]  # the library's generics say nothing here
    """Hands errors of handlers to whoever processes the update, so that it is tried again instead of being lost."""

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        raise error


def build(app: AppContext) -> BotApplication:
    """The application with nothing running; `initialize()` asks the server who the bot is."""
    api, token = app.settings.telegram_api_url, app.settings.telegram_token.get_secret_value()
    builder = (
        ApplicationBuilder().application_class(Raising).token(token).request(Request()).get_updates_request(Request())
    )
    builder = builder.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot").updater(None)
    builder.job_queue(None)
    application: BotApplication = builder.context_types(ContextTypes(context=ChatContext)).build()
    application.bot_data |= {"app": app, "message_cache": MessageCache(), "batch_writer": BatchWriter(app)}
    return application
