"""The library's `Application`, without its updater, queue and job store: updates come from our inbox, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.batch_writer import BatchWriter
from bot.channel import TelegramChannel
from bot.context import ChatContext
from bot.request import Request
from bot.services import Services

if TYPE_CHECKING:
    from app.context import AppContext
BotApplication = Application[Any, ChatContext, dict[Any, Any], dict[Any, Any], Services, Any]


class Raising(Application):  # type: ignore[type-arg]  # the library's generics say nothing here
    """Hands errors of handlers to whoever processes the update, so that it is tried again instead of being lost."""

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        raise error


def build(app: AppContext) -> BotApplication:
    """The application with nothing running; `initialize()` asks the server who the bot is."""
    api, token = app.settings.telegram_api_url, app.settings.telegram_token.get_secret_value()
    builder = (
        ApplicationBuilder()
        .application_class(Raising)
        .token(token)
        .request(Request(files=f"{api}/file/bot"))
        .get_updates_request(Request())
    )
    builder = builder.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot").updater(None)
    builder.job_queue(None)
    services = Services(app, BatchWriter(app))
    made_by = cast("type[Services]", lambda: services)  # the library calls what it takes for a class
    application: BotApplication = builder.context_types(ContextTypes(context=ChatContext, bot_data=made_by)).build()
    services.channel = TelegramChannel(app, application.bot)
    return application
