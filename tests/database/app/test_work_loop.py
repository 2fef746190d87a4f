"""The task queue at work: leases renewed, results of lost leases refused, failures tried again and given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from app.context import AppContext
from app.tasks import Handler, RetryPolicy
from app.workers import runner
from questions.errors import InterviewerError
from storage import tasks
from storage.database import Database
from storage.tables import tasks as rows
from storage.tasks import QueuedTask
from storage.transaction import Tx
from testing import until as waiting
from testing.context import Clock, running_app

Handle = Callable[[AppContext, QueuedTask], Awaitable[None]]


async def queued(app: AppContext, *keys: str) -> None:
    async with app.db.write() as tx:
        for key in keys:
            await tasks.put(tx, "work", key, {}, app.now())


async def states(app: AppContext) -> dict[str, tuple[str, int, str]]:
    async with app.db.read() as tx:
        found = await tx.execute(select(rows.c.key, rows.c.state, rows.c.attempts, rows.c.error))
        return {key: (state, attempts, error) for key, state, attempts, error in found}


async def until(app: AppContext, done: Callable[[dict[str, tuple[str, int, str]]], bool]) -> None:
    async def is_done() -> bool:
        return done(await states(app))

    await waiting.until(is_done)


@asynccontextmanager
async def at_work(app: AppContext, handle: Handle, given_up: list[str], retry: RetryPolicy) -> AsyncIterator[None]:
    async def give_up(tx: Tx, app: AppContext, task: QueuedTask) -> None:
        given_up.append(task.key)

    async with asyncio.TaskGroup() as group:
        worker = group.create_task(runner.serve(app, [Handler("work", handle, retry, give_up)], idle=0.01))
        try:
            yield
        finally:
            worker.cancel()


async def finish(app: AppContext, task: QueuedTask) -> bool:
    async with app.db.write() as tx:
        return await tasks.finish(tx, task, app.owner, app.now())


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (InterviewerError("The server is away."), "The server is away."),
        (ZeroDivisionError("of ours"), runner.FAILED_HERE),
    ],
)
async def test_a_failure_is_retried_then_given_up_and_the_others_go_on(
    db: Database, error: Exception, why: str
) -> None:
    given_up: list[str] = []

    async def handle(app: AppContext, task: QueuedTask) -> None:
        if task.key == "bad":
            raise error
        await finish(app, task)

    with capture_logs():
        async with running_app(db) as app, at_work(app, handle, given_up, RetryPolicy((0,), tries=3)):
            await queued(app, "bad", "good")
            await until(app, lambda found: {state for state, _, _ in found.values()} == {"done", "failed"})
            assert await states(app) == {"bad": ("failed", 3, why), "good": ("done", 1, "")}
    assert given_up == ["bad"]


async def test_an_error_may_ask_for_a_longer_wait(db: Database) -> None:
    clock = Clock()

    async def handle(app: AppContext, task: QueuedTask) -> None:
        error = InterviewerError("Too many requests.")
        error.retry_after = 90  # type: ignore[attr-defined]  # as errors of servers have it
        raise error

    async with running_app(db, clock=clock) as app, at_work(app, handle, [], RetryPolicy((2,))):
        await queued(app, "one")
        await until(app, lambda found: found["one"][2] == "Too many requests.")
        async with app.db.read() as tx:
            run_at = (await tx.execute(select(rows.c.run_at))).scalar_one()
        assert run_at == app.now() + timedelta(seconds=90)


async def test_a_lease_is_renewed_while_the_handler_works(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LEASE", timedelta(seconds=0.3))
    finished: list[bool] = []

    async def handle(app: AppContext, task: QueuedTask) -> None:
        async with app.db.read() as tx:
            first = (await tx.execute(select(rows.c.lease_until))).scalar_one()
        clock.passes(seconds=0.1)
        renewed = first
        while renewed == first:
            await asyncio.sleep(0.01)
            async with app.db.read() as tx:
                renewed = (await tx.execute(select(rows.c.lease_until))).scalar_one()
        finished.append(await finish(app, task))

    clock = Clock()
    async with running_app(db, clock=clock) as app, at_work(app, handle, [], RetryPolicy((0,))):
        await queued(app, "long")
        await until(app, lambda found: found["long"][0] == "done")
    assert finished == [True]


async def test_the_result_of_a_lost_lease_is_refused(db: Database) -> None:
    results: list[Any] = []

    async def handle(app: AppContext, task: QueuedTask) -> None:
        if not results:  # somebody else takes the task over while this handler works
            async with app.db.write() as tx:
                await tx.execute(update(rows).values(owner="other", attempts=rows.c.attempts + 1))
        results.append(await finish(app, task))

    async with running_app(db) as app, at_work(app, handle, [], RetryPolicy((0,))):
        await queued(app, "one")
        await waiting.until(lambda: results)
        assert results == [False]
        assert (await states(app))["one"][:2] == ("waiting", 2)
