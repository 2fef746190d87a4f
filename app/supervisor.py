"""Parts of a running program beside each other: started, restarted after failures, stopped in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog

from questions.errors import InterviewerError

RESTART_AFTER = 3.0  # seconds
LAST_WORDS = 4.0  # seconds that a part has to end by itself
Part = Callable[[], Coroutine[Any, Any, None]]
Start = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]
log = structlog.get_logger()


class ServiceError(InterviewerError):
    """The program cannot run; the text is one line for the person who started it."""


class WrongUseError(ServiceError):
    """The program was started in a way that would harm another; the text is one line that says what to do."""


def first_of(error: BaseException) -> BaseException:
    """The first error inside of groups of errors, or the error itself."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def restart_on_failure(part: Part, note: Callable[[str], None] = lambda _: None) -> None:
    """Runs a part that ends only with the program; an unexpected failure is logged and the part starts again.

    Raises ServiceError when the part says that the program cannot run. note: told "" when the part starts, and why it failed.
    """
    while True:
        note("")
        try:
            return await part()
        except ServiceError:
            raise
        except Exception as error:  # people may go on with everything else meanwhile
            note(type(error).__name__)
            log.exception("a part of the program failed and starts again", seconds=RESTART_AFTER)
        await asyncio.sleep(RESTART_AFTER)


@asynccontextmanager
async def running(*work: Coroutine[Any, Any, None]) -> AsyncIterator[Start]:
    """Runs work beside the block, and whatever is started in it; cancels what still runs at the block's end."""
    tasks: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:

        def start(one: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
            task = group.create_task(one)
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            return task

        for one in work:
            start(one)
        yield start
        for task in tuple(tasks):
            task.cancel()


async def ended(task: asyncio.Task[None]) -> None:
    """Waits until a part has ended by itself, for a few seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS):
            await task


def stop_signal() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def done_before(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done before the program was told to stop; otherwise it is cancelled."""
    async with asyncio.TaskGroup() as group:
        working, waiting = group.create_task(work), group.create_task(stopping.wait())
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        done = working.done()
        working.cancel()
        waiting.cancel()
    return done
