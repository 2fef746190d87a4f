"""`interviewer bot` and `interviewer worker`: which parts run beside each other, and in which order they stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import structlog

from app import aims, debriefs, metrics, quiz
from app.admission import is_open_to_everybody
from app.context import AppContext
from app.supervisor import Part, ServiceError, Start, done_before, ended, restart_on_failure, running, stop_signal
from app.workers import code_grading, grading, heartbeat, runner
from app.workers.delivery import Delivery
from app.workers.scheduler import Scheduler
from bot import documents, programs, speech
from bot.application import build
from bot.connection import connected, insisting
from bot.dispatcher import Dispatcher
from bot.handlers import register
from bot.intake import taken_in
from bot.menus import set_menus
from bot.polling import RejectedError
from questions.errors import sentence
from reports import message
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.application import BotApplication
log = structlog.get_logger()


async def bot(app: AppContext, *, take_over: bool = False, beside: Mapping[str, Part] | None = None) -> None:
    """Telegram with grading, delivery and drills beside it, until SIGINT or SIGTERM.

    take_over: polls also where a webhook is set, which is removed. beside: other parts of the program, by name.
    """
    await _run(app, intake=True, take_over=take_over, beside=beside or {})


async def worker(app: AppContext) -> None:
    """Grading, delivery and drills without taking anything in."""
    await _run(app, intake=False)


async def _run(
    app: AppContext, *, intake: bool, take_over: bool = False, beside: Mapping[str, Part] = MappingProxyType({})
) -> None:
    stopping, application = stop_signal(), build(app)
    try:
        async with running(*background(app, application, beside)) as start:
            application.bot_data.start = start
            if await done_before(stopping, connected(application, app)):
                application.bot_data.connected = True
                await _serve(app, application, start, stopping, intake=intake, take_over=take_over)
    except* RejectedError:
        where = app.settings.telegram_api_url
        raise ServiceError(
            sentence(
                "INTERVIEWER_TELEGRAM_TOKEN: {where} does not know this token; copy it again from @BotFather.",
                where=where,
            )
        ) from None
    except* OSError as failed:
        listen = app.settings.webhook_listen
        raise ServiceError(
            sentence(
                "INTERVIEWER_WEBHOOK_LISTEN: cannot listen on {listen}: {error}.",
                listen=listen,
                error=failed.exceptions[0],
            )
        ) from None
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # of which the application knows nothing before the server has answered once


def background(
    app: AppContext, application: BotApplication, beside: Mapping[str, Part] = MappingProxyType({})
) -> list[Coroutine[Any, Any, None]]:
    """The parts that need no Telegram to begin with; each starts again when it fails."""

    def ready() -> str:
        return app.health.trouble() if application.bot_data.connected else "Telegram was not reached yet"

    parts: dict[str, Part] = {
        "heartbeat": partial(heartbeat.serve, app),
        "grading": partial(grading.serve, app),
        "quizzes": partial(runner.serve, app, [quiz.HANDLER]),
        "code": partial(runner.serve, app, [code_grading.HANDLER], at_once=code_grading.AT_ONCE),
        "speech": partial(speech.serve, app, application.bot),
        "aims": partial(runner.serve, app, [aims.HANDLER, debriefs.HANDLER]),
        "documents": partial(documents.serve, app, application.bot),
        "programs": partial(programs.serve, app, application.bot),
        "scheduler": Scheduler(app, message).serve,
        "metrics": partial(_observed, app, ready),
        **beside,
    }
    return [restart_on_failure(part, partial(app.health.note, name)) for name, part in parts.items()]


async def _observed(app: AppContext, ready: Callable[[], str]) -> None:
    try:
        await metrics.serve(app, ready)
    except OSError as error:
        listen = app.settings.metrics_listen
        raise ServiceError(
            sentence("INTERVIEWER_METRICS_LISTEN: cannot listen on {listen}: {error}.", listen=listen, error=error)
        ) from None


async def _serve(
    app: AppContext,
    application: BotApplication,
    start: Start,
    stopping: asyncio.Event,
    *,
    intake: bool,
    take_over: bool,
) -> None:
    """Takes in, handles and delivers; at the end what is at hand is handled, then what was said is delivered."""
    delivery = Delivery(app, application.bot_data.channel)
    dispatcher = Dispatcher(app, application, delivery.wake)
    delivering = start(restart_on_failure(delivery.serve, partial(app.health.note, "delivery")))
    if intake:
        register(application)
        start(restart_on_failure(application.bot_data.batch_writer.serve, partial(app.health.note, "replies")))
        dispatching = start(restart_on_failure(dispatcher.serve, partial(app.health.note, "handling")))
        taking_in = taken_in(app, application, dispatcher, take_over=take_over)
        async with running(taking_in, _introduced(app, application)):
            await stopping.wait()
        dispatcher.stop()
        await ended(dispatching)
    else:
        await stopping.wait()
    delivery.stop()
    await ended(delivering)


async def _introduced(app: AppContext, application: BotApplication) -> None:
    """Menus and descriptions; a warning when everybody may come in."""
    await insisting(lambda: set_menus(app, application.bot), "the menus could not be set")
    with suppress(StorageError):
        if await is_open_to_everybody(app):
            log.warning(
                "open to everybody: set INTERVIEWER_ALLOWED_USERS, or invite people with `interviewer people invite`"
            )
