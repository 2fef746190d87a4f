"""The page by itself, for one person at this machine: served until the program is told to end, with grading beside it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from app import page
from app.settings import host_port
from app.supervisor import Part, ServiceError, WrongUseError, first_of, restart_on_failure, running, stop_signal
from app.workers import code_grading, grading, heartbeat, runner
from app.workers.scheduler import Scheduler
from questions.errors import sentence
from reports import message
from texts import catalogue
from web.connections import Live
from web.door import HomeDoor, is_loopback
from web.hosted import HostedDoor
from web.server import application
from web.site import Site

if TYPE_CHECKING:
    from app.context import AppContext
    from questions.model import Language
    from web.door import Door

IDLE = 0.05  # seconds between looks for what is to be graded; one person waits for it
ME = "me"  # the name of the one person at home, in the terminal too


async def home(
    app: AppContext, host: str, port: int, language: Language, zone: str, opened: Callable[[str], None]
) -> None:
    """The page of whoever sits at this machine, until SIGINT or SIGTERM; `opened` is told its address, which has the key.

    port 0 takes a free one. Raises WrongUseError for an address that others reach, ServiceError where nothing can listen.
    """
    if not is_loopback(host):
        raise WrongUseError(catalogue(language).page.not_at_home(host))
    stopping = stop_signal()
    me = await page.at_home(app, ME, language, zone)
    try:
        async with served(app, partial(HomeDoor, me, host), host, port, language) as door, running(*_work(app, me)):
            opened(door.address)
            await stopping.wait()
    except* OSError as failed:
        why = first_of(failed)
        raise ServiceError(catalogue(language).page.cannot_listen(f"{host}:{port}", str(why))) from None


def _work(app: AppContext, me: int) -> list[Coroutine[Any, Any, None]]:
    """What goes on beside the page: this person's answers are graded, their code is run, the embedder is loaded."""
    parts: dict[str, Part] = {
        "heartbeat": partial(heartbeat.serve, app),
        "grading": partial(grading.serve, app, person=me, idle=IDLE),
        "code": partial(runner.serve, app, [code_grading.HANDLER], person=me, idle=IDLE),
        "embedder": app.grader.warm,
    }
    return [restart_on_failure(part, partial(app.health.note, name)) for name, part in parts.items()]


async def hosted(app: AppContext, language: Language) -> None:
    """The page for everybody who signs in, at WEB_LISTEN and WEB_URL, until it is cancelled. Raises ServiceError."""
    host, port = host_port(app.settings.web_listen)
    try:
        async with served(app, lambda _: HostedDoor(app, app.settings.web_url), host, port, language, accounts=True):
            await asyncio.Event().wait()
    except* OSError as failed:
        why = str(first_of(failed))
        raise ServiceError(
            sentence(
                "INTERVIEWER_WEB_LISTEN: cannot listen on {listen}: {error}.", listen=app.settings.web_listen, error=why
            )
        ) from None


async def for_people(app: AppContext, language: Language) -> None:
    """The hosted page by itself, with grading and drills beside it, until SIGINT or SIGTERM: for a group without Telegram."""
    stopping = stop_signal()
    parts: dict[str, Part] = {
        "heartbeat": partial(heartbeat.serve, app),
        "grading": partial(grading.serve, app),
        "code": partial(runner.serve, app, [code_grading.HANDLER], at_once=code_grading.AT_ONCE),
        "scheduler": Scheduler(app, message).serve,
        "page": partial(hosted, app, language),
    }
    async with running(*(restart_on_failure(part, partial(app.health.note, name)) for name, part in parts.items())):
        await stopping.wait()


D = TypeVar("D", bound="Door")


@asynccontextmanager
async def served(
    app: AppContext, door_at: Callable[[int], D], host: str, port: int, language: Language, *, accounts: bool = False
) -> AsyncIterator[D]:
    """Serves the page at this address while the block runs; port 0 takes a free one. Raises OSError.

    door_at: the door, told the port that it became. language: that of whoever is not known. accounts: people sign in.
    """
    live = Live(app)
    taken = await asyncio.to_thread(_bound, host, port)
    door = door_at(taken.getsockname()[1])
    serving = web.AppRunner(application(Site(app, door, live, language, accounts)), access_log=None, shutdown_timeout=2)
    await serving.setup()
    try:
        await web.SockSite(serving, taken).start()
        async with running(restart_on_failure(live.serve, partial(app.health.note, "page"))):
            yield door
            live.close()
    finally:
        await serving.cleanup()


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket at this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)
