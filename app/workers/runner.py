"""Runs the durable task queue: claims tasks, renews their leases while handlers work, retries, and gives up.

A handler computes outside any transaction and finishes its task (`storage.tasks.finish`) in the transaction that applies
the result. A task is therefore computed at least once and its result applied exactly once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from app.context import AppContext
from app.tasks import Handler
from questions.errors import InterviewerError
from storage import tasks
from storage.errors import StorageError

if TYPE_CHECKING:
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

LEASE = timedelta(seconds=20)
AT_ONCE = 32  # tasks that one process works on side by side; what waits for a server costs nothing here
FAILED_HERE = "this program failed; its log says how"
log = structlog.get_logger()


async def serve(
    app: AppContext,
    handlers: Sequence[Handler],
    *,
    at_once: int = AT_ONCE,
    person: int | None = None,
    idle: float = 0.2,
) -> None:
    """Works the queue until it is cancelled, at most `at_once` tasks at a time; with `person` only that person's.

    idle: seconds between looks at an empty queue. One task that fails never stops the others.
    """
    by_kind = {handler.kind: handler for handler in handlers}
    running: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:
        while True:
            claimed = await _claim(app, by_kind, at_once - len(running), person)
            for task in claimed:
                started = group.create_task(_run(app, by_kind[task.kind], task))
                running.add(started)
                started.add_done_callback(running.discard)
            if len(running) >= at_once:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            elif not claimed:
                await asyncio.sleep(idle)


async def _claim(app: AppContext, kinds: dict[str, Handler], limit: int, person: int | None) -> list[QueuedTask]:
    try:
        async with app.db.write() as tx:
            return await tasks.claim(tx, tuple(kinds), app.owner, app.now(), LEASE, limit, person=person)
    except StorageError as error:
        log.warning("the task queue cannot be read", kinds=sorted(kinds), why=str(error))
        await asyncio.sleep(1)
        return []


async def _run(app: AppContext, handler: Handler, task: QueuedTask) -> None:
    failure: Exception | None = None
    async with asyncio.TaskGroup() as group:
        renewing = group.create_task(_renew(app, task))
        try:
            await handler.handle(app, task)
        except Exception as error:  # whatever it is, the task stays in the queue and the others go on
            failure = error
        finally:
            renewing.cancel()
    if failure is not None:
        await _failed(app, handler, task, failure)


async def _renew(app: AppContext, task: QueuedTask) -> None:
    """Renews the lease while the handler works, until it is lost; then nobody accepts the result either."""
    held = True
    while held:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            async with app.db.write() as tx:
                held = await tasks.renew(tx, task, app.owner, app.now(), LEASE)
        except StorageError as error:
            log.warning("a lease was not renewed", task=task.kind, key=task.key, why=str(error))


async def _failed(app: AppContext, handler: Handler, task: QueuedTask, error: Exception) -> None:
    why = str(error) if isinstance(error, InterviewerError) else FAILED_HERE
    told = {"task": task.kind, "key": task.key, "attempts": task.attempts, "why": why}
    log.warning("task failed", **told, exc_info=None if isinstance(error, InterviewerError) else error)
    try:
        async with app.db.write() as tx:
            await _retry_or_give_up(tx, app, handler, task, error, why)
    except StorageError as away:
        log.warning("a task comes again when its lease ends", task=task.kind, key=task.key, why=str(away))


async def _retry_or_give_up(
    tx: Tx, app: AppContext, handler: Handler, task: QueuedTask, error: Exception, why: str
) -> None:
    now = app.now()
    if not handler.retry.is_exhausted(task.attempts, now - task.created_at):
        wait = max(handler.retry.delay(task.attempts), getattr(error, "retry_after", None) or 0)
        await tasks.retry(tx, task, app.owner, now + timedelta(seconds=wait), why)
    elif await tasks.fail(tx, task, app.owner, now, why):
        await handler.give_up(tx, app, task)
