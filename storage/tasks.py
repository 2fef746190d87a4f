"""The durable queue of work that takes long. Computing happens at least once, its effect exactly once.

A task is claimed with a lease, computed outside any transaction, and finished only by whoever still holds it: every
claim counts `attempts` up, and a finish must name the count it was claimed with.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update

from storage.dialects import insert, locked
from storage.tables import WAITING, tasks
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class QueuedTask:
    """A claimed task. attempts: claims so far, this one included. created_at: when it was first to run."""

    id: int
    kind: str
    key: str
    person: int | None
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


async def put(
    tx: Tx, kind: str, key: str, payload: dict[str, Any], run_at: datetime, *, person: int | None = None
) -> None:
    """Asks for work; the same kind and key a second time changes nothing. It goes with its person, if it has one."""
    row = {
        "kind": kind,
        "key": key,
        "person": person,
        "payload": payload,
        "state": "waiting",
        "attempts": 0,
        "run_at": run_at,
        "error": "",
        "created_at": run_at,
    }
    await tx.execute(insert(tx, tasks).values(row).on_conflict_do_nothing(index_elements=["kind", "key"]))


async def reschedule(
    tx: Tx, kind: str, key: str, payload: dict[str, Any], run_at: datetime, *, person: int | None = None
) -> None:
    """Asks for work at `run_at` and no sooner, whatever was asked under this kind and key before; who holds it loses it."""
    row = {
        "kind": kind,
        "key": key,
        "person": person,
        "payload": payload,
        "state": "waiting",
        "attempts": 0,
        "run_at": run_at,
        "error": "",
        "created_at": run_at,
    }
    renewed = {"payload": payload, "state": "waiting", "run_at": run_at, "created_at": run_at}
    freed = {"owner": None, "lease_until": None, "done_at": None, "error": ""}
    asked = insert(tx, tasks).values(row)
    await tx.execute(asked.on_conflict_do_update(index_elements=["kind", "key"], set_=renewed | freed))


async def claim(
    tx: Tx,
    kinds: Collection[str],
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    *,
    person: int | None = None,
) -> list[QueuedTask]:
    """Up to `limit` tasks that are due and held by nobody, oldest first, held by `owner` for the time of the lease."""
    free = or_(tasks.c.lease_until.is_(None), tasks.c.lease_until <= now)
    due = [tasks.c.state == WAITING, tasks.c.run_at <= now, free, tasks.c.kind.in_(kinds)]
    if person is not None:
        due.append(tasks.c.person == person)
    chosen = select(tasks.c.id).where(*due).order_by(tasks.c.run_at, tasks.c.id).limit(max(limit, 0))
    held = {"owner": owner, "lease_until": now + lease, "attempts": tasks.c.attempts + 1}
    taken = update(tasks).where(tasks.c.id.in_(locked(tx, chosen, tasks, skip=True).scalar_subquery()))
    rows = (await tx.execute(taken.values(held).returning(tasks))).all()
    return [_task(row) for row in sorted(rows, key=lambda row: (row.run_at, row.id))]


def _task(row: Row[Any]) -> QueuedTask:
    return QueuedTask(row.id, row.kind, row.key, row.person, row.payload, row.attempts, row.created_at)


def _mine(task: QueuedTask, owner: str) -> ColumnElement[bool]:
    held = (tasks.c.owner == owner) & (tasks.c.attempts == task.attempts)
    return (tasks.c.id == task.id) & (tasks.c.state == WAITING) & held


async def _change(tx: Tx, task: QueuedTask, holder: str, **values: Any) -> bool:
    return bool((await tx.execute(update(tasks).where(_mine(task, holder)).values(values))).rowcount)


async def renew(tx: Tx, task: QueuedTask, owner: str, now: datetime, lease: timedelta) -> bool:
    """Holds the task for the time of a lease from now; False: it is somebody else's, or gone."""
    return await _change(tx, task, owner, lease_until=now + lease)


async def finish(tx: Tx, task: QueuedTask, owner: str, now: datetime) -> bool:
    """Ends the task. False: the lease was lost or the task is gone, and its result must not be used."""
    return await _change(tx, task, owner, state="done", done_at=now, owner=None, lease_until=None, error="")


async def retry(tx: Tx, task: QueuedTask, owner: str, run_at: datetime, error: str) -> bool:
    """Gives the task back for another try at `run_at`; False: it was not ours any more."""
    return await _change(tx, task, owner, run_at=run_at, owner=None, lease_until=None, error=error)


async def fail(tx: Tx, task: QueuedTask, owner: str, now: datetime, error: str) -> bool:
    """Gives the task up for good; False: it was not ours any more."""
    return await _change(tx, task, owner, state="failed", done_at=now, owner=None, lease_until=None, error=error)


async def void_of(tx: Tx, person: int) -> int:
    """Takes every task of a person away, running ones too: whoever computes one will not be able to finish it."""
    return (await tx.execute(delete(tasks).where(tasks.c.person == person))).rowcount


async def call_off(tx: Tx, kind: str, prefix: str) -> int:
    """Takes away the unfinished tasks of a kind whose key begins so; whoever computes one cannot finish it."""
    unfinished = (tasks.c.kind == kind) & (tasks.c.state == WAITING)
    return (await tx.execute(delete(tasks).where(unfinished, tasks.c.key.startswith(prefix, autoescape=True)))).rowcount


async def waiting(tx: Tx, now: datetime) -> dict[str, tuple[int, datetime]]:
    """Per kind: how many tasks are due and not done, and since when the oldest is."""
    due = (tasks.c.state == WAITING) & (tasks.c.run_at <= now)
    query = select(tasks.c.kind, func.count(), func.min(tasks.c.created_at)).where(due).group_by(tasks.c.kind)
    return {kind: (count, oldest) for kind, count, oldest in await tx.execute(query)}


async def is_waiting(tx: Tx, person: int, kinds: Collection[str], *, due: datetime | None = None) -> bool:
    """Whether any work of these kinds is still to be done for a person; with `due`, any that is to run by then."""
    wanted = [tasks.c.person == person, tasks.c.state == WAITING, tasks.c.kind.in_(kinds)]
    if due is not None:
        wanted.append(tasks.c.run_at <= due)
    return (await tx.execute(select(tasks.c.id).where(*wanted).limit(1))).first() is not None


async def tidy(tx: Tx, before: datetime) -> int:
    """Drops what was done before an instant; failed tasks stay to be looked at."""
    done = (tasks.c.state == "done") & (tasks.c.done_at < before)
    return (await tx.execute(delete(tasks).where(done))).rowcount
