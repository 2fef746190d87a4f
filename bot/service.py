"""`interviewer bot` and `interviewer worker`: which parts run beside each other, and in which order they stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from app import metrics, quiz
from app.context import AppContext
from app.workers import grading, heartbeat
from app.workers.delivery import Delivery
from app.workers.scheduler import Ticker
from bot import speech
from bot.application import build
from bot.channel import TelegramChannel
from bot.connection import connected, insisting
from bot.dispatcher import Feed
from bot.handlers import register
from bot.ingest import WANTED
from bot.menus import set_menus
from bot.polling import RejectedError, poll
from bot.webhook import Webhook
from storage import groups
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.application import BotApplication
REFRESH = 30  # seconds between looks at the administrators' edits of the bank
AGAIN = 3.0  # seconds until work that failed starts again
LAST_WORDS = 8.0  # seconds for what is on its way when the program stops
Work = Callable[[], Coroutine[Any, Any, None]]
Start = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]
log = structlog.get_logger()


class RunError(Exception):
    """The program cannot run; the text is one line for the person who started it."""


async def bot(app: AppContext) -> None:
    """Telegram with grading, delivery and drills beside it, until SIGINT or SIGTERM."""
    await _run(app, intake=True)


async def worker(app: AppContext) -> None:
    """Grading, delivery and drills without taking anything in."""
    await _run(app, intake=False)


async def _run(app: AppContext, *, intake: bool) -> None:
    stopping, application = _signalled(), build(app)
    try:
        async with _beside(*_background(app, application)) as start:
            application.bot_data |= {"channel": TelegramChannel(app, application.bot), "start": start}
            if await _before(stopping, connected(application, app)):
                application.bot_data["connected"] = True
                await _serve(app, application, start, stopping, intake=intake)
    except* RejectedError:
        where = app.settings.telegram_api_url
        raise RunError(
            f"INTERVIEWER_TELEGRAM_TOKEN: {where} does not know this token; copy it again from @BotFather."
        ) from None
    except* OSError as failed:
        listen = app.settings.webhook_listen
        raise RunError(f"INTERVIEWER_WEBHOOK_LISTEN: cannot listen on {listen}: {failed.exceptions[0]}.") from None
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # of which the application knows nothing before the server has answered once


def _background(app: AppContext, application: BotApplication) -> list[Coroutine[Any, Any, None]]:
    """What needs no Telegram to begin with."""

    def ready() -> str:
        return "" if "connected" in application.bot_data else "Telegram was not reached yet"

    lasting: list[Work] = [
        partial(heartbeat.serve, app),
        partial(grading.serve, app),
        partial(speech.serve, app, application.bot),
        Ticker(app).serve,
        partial(_refreshed, app),
        partial(quiz.serve, app),
        partial(_observed, app, ready),
    ]
    return [_lasting(work) for work in lasting]


async def _lasting(work: Work) -> None:
    """Does work that ends only with the program: what fails unexpectedly is logged and starts again after a while."""
    while True:
        try:
            return await work()
        except RunError:
            raise
        except Exception:  # people may go on with everything else meanwhile
            log.exception("a part of the program failed and starts again", seconds=AGAIN)
        await asyncio.sleep(AGAIN)


async def _observed(app: AppContext, ready: Callable[[], str]) -> None:
    try:
        await metrics.serve(app, ready)
    except OSError as error:
        listen = app.settings.metrics_listen
        raise RunError(f"INTERVIEWER_METRICS_LISTEN: cannot listen on {listen}: {error}.") from None


async def _serve(
    app: AppContext, application: BotApplication, start: Start, stopping: asyncio.Event, *, intake: bool
) -> None:
    """Takes in, handles and delivers; at the end what is at hand is handled, then what was said is delivered."""
    delivery = Delivery(app, application.bot_data["channel"])
    feed = Feed(app, application, delivery.wake)
    delivering = start(_lasting(delivery.serve))
    if intake:
        register(application)
        start(_lasting(application.bot_data["posting"].serve))
        feeding = start(_lasting(feed.serve))
        async with _beside(_taken_in(app, application, feed), _introduced(app, application)):
            await stopping.wait()
        feed.stop()
        await _ended(feeding)
    else:
        await stopping.wait()
    delivery.stop()
    await _ended(delivering)


async def _ended(task: asyncio.Task[None]) -> None:
    """Waits for the last words, not for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS / 2):
            await task


@asynccontextmanager
async def _beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[Start]:
    """Runs work beside the block and whatever is started in it; what still runs at its end is cancelled."""
    running: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:

        def start(one: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
            task = group.create_task(one)
            running.add(task)
            task.add_done_callback(running.discard)
            return task

        for one in work:
            start(one)
        yield start
        for task in tuple(running):
            task.cancel()


def _signalled() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _before(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done before the program was told to stop."""
    async with asyncio.TaskGroup() as group:
        working, waiting = group.create_task(work), group.create_task(stopping.wait())
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        done = working.done()
        working.cancel()
        waiting.cancel()
    return done


async def _refreshed(app: AppContext) -> None:
    """Follows the administrators' edits of the bank."""
    while True:
        await asyncio.sleep(REFRESH)
        with suppress(StorageError):
            await app.bank_view.refresh(app.db)


# -- Telegram's side -------------------------------------------------------------------------------------------------


async def _introduced(app: AppContext, application: BotApplication) -> None:
    """Menus and descriptions; a warning when everybody may come in."""
    await insisting(lambda: set_menus(app, application.bot), "the menus could not be set")
    with suppress(StorageError):
        async with app.db.read() as tx:
            invited = await groups.are_there_invitations(tx)
        if not app.settings.allowed_users and not invited:
            log.warning(
                "open to everybody: set INTERVIEWER_ALLOWED_USERS, or invite people with `interviewer people invite`"
            )


async def _taken_in(app: AppContext, application: BotApplication, feed: Feed) -> None:
    """By webhook where there is an address for it, else by polling."""
    wanted = app.settings
    if not wanted.webhook_url:
        await insisting(application.bot.delete_webhook, "a webhook of this bot could not be removed")
        await poll(app, feed.wake)
        return

    async def announce() -> None:
        secret = wanted.webhook_secret.get_secret_value()
        await application.bot.set_webhook(wanted.webhook_url, allowed_updates=WANTED, secret_token=secret)

    async with _beside(insisting(announce, "the webhook could not be set")):
        await Webhook(app, feed.wake).serve()
