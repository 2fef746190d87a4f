"""What the use cases send to the database, and which of it finds no index."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, event, text

from app import drills, feedback, selection
from app import interviews as interview_use_cases
from app.context import AppContext
from app.progress import gather
from app.workers import grading, runner
from storage import inbox, interviews, leases, outbox, people, tasks
from storage.chats import Chat
from storage.database import Database
from storage.inbox import Update
from testing.bulk_history import GROWING
from testing.context import Clock, running_app
from testing.histories import NOW

LARGE = 5_000  # rows from which a sequential scan is told
LEASE = timedelta(seconds=20)
Work = Callable[[], Awaitable[object]]


@dataclass
class Watch:
    """What a use case sends to the database: statement by statement, with the values of its first time.

    times: how often any statement was sent.
    """

    sent: dict[str, Any] = field(default_factory=dict)
    times: int = 0

    @contextmanager
    def on(self, db: Database) -> Iterator[None]:
        def note(_: Connection, __: object, statement: str, parameters: Any, *___: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                self.times += 1
                self.sent.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

        engines = (db._writes.sync_engine, db._reads.sync_engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """Tables that a plan reads from end to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scanned(part)


async def unindexed(db: Database, watch: Watch) -> list[str]:
    """Statements that read a large table from end to end, with its name."""
    if db.is_sqlite:
        return await _unindexed_by_sqlite(db, watch)
    found = []
    async with db.write() as tx:
        rows = (await tx.execute(text("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'"))).all()
        large = {name for name, count in rows if count >= LARGE}
        for statement, values in watch.sent.items():
            explained = (await tx.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values)).scalar_one()
            plan = (json.loads(explained) if isinstance(explained, str) else explained)[0]["Plan"]
            found += [f"{name}: {' '.join(statement.split())[:300]}" for name in scanned(plan) if name in large]
        await tx.rollback()
    return found


async def _unindexed_by_sqlite(db: Database, watch: Watch) -> list[str]:
    """However few rows there are: SQLite reads a table from end to end only where it knows no index."""
    found = []
    async with db.write() as tx:
        for statement, values in watch.sent.items():
            steps = (await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            read = {words[1] for *_, step in steps if (words := step.split())[0] == "SCAN" and "INDEX" not in words}
            found += [f"{name}: {' '.join(statement.split())[:300]}" for name in read & set(GROWING)]
        await tx.rollback()
    return found


def use_cases(home: AppContext, chat: Chat, clock: Clock) -> dict[str, Work]:
    """What happens in a chat and around it, by name, in the order in which it can happen."""
    db, updates = home.db, iter(range(10**12, 10**13))

    async def answer() -> None:
        clock.passes(seconds=10)
        await interview_use_cases.answer(home, chat.id, "KV cache 缓存 key 和 value。", source=f"s{clock.now}")

    async def grade() -> None:
        handlers = {handler.kind: handler for handler in (*grading.JUDGED, *grading.PATIENCE)}
        for one in await runner._claim(home, handlers, 32, None):
            await runner._run(home, handlers[one.kind], one)

    async def deliver() -> None:
        async with db.write() as tx:
            await leases.elect(tx, "delivery:telegram", home.owner, home.now(), 6)
            for row in await outbox.claim(tx, "telegram", home.owner, home.now(), LEASE, 32):
                await outbox.sent(tx, row, [1], home.now())

    async def take_in() -> None:
        async with db.write() as tx:
            at = int(chat.address)
            await inbox.store(tx, [Update(next(updates), at, at, {"message": {}})], home.now())
        async with db.write() as tx:
            claimed = await inbox.claim(tx, home.owner, home.now(), LEASE, 64)
            await inbox.done(tx, [one.claim for one in claimed], home.now())

    async def report() -> None:
        async with db.read() as tx:
            somebody = await people.get(tx, chat.person)
            assert somebody is not None
            await gather(tx, home.bank, somebody, home.now(), "zh")

    async def look() -> None:
        async with db.read() as tx:
            await interviews.about_open(tx, chat.id)
            await interviews.listed(tx, chat.person)
            await people.by_telegram(tx, int(chat.address))
            await outbox.sent_as(tx, chat.id, 1)
            await outbox.shown(tx, chat.id, "question:none")
            await tasks.waiting(tx, home.now())
            await outbox.waiting(tx, home.now())

    async def drill() -> None:
        clock.passes(days=1)
        await drills.plan(db, home.now())
        await drills.offer_due(home, 72)

    return {
        "an interview is begun": lambda: interview_use_cases.begin(home, chat.id, selection.Wish("zh", count=5)),
        "a hint": lambda: interview_use_cases.hint(home, chat.id),
        "an answer is heard": answer,
        "it is graded": grade,
        "updates are stored and claimed": take_in,
        "messages are claimed and sent": deliver,
        "/why": lambda: feedback.why(home, chat.id),
        "/stop": lambda: interview_use_cases.stop(home, chat.id),
        "/report": report,
        "looks of every kind": look,
        "drills of a morning": drill,
    }


async def measured(db: Database, chat: Chat, rounds: int) -> tuple[dict[str, list[float]], list[str]]:
    """Milliseconds by use case, and the statements that read a large table from end to end."""
    watch, clock = Watch(), Clock(NOW + timedelta(minutes=1))
    took: dict[str, list[float]] = {}
    async with running_app(db, clock=clock) as home:
        for number in range(rounds + 1):
            with watch.on(db):
                for name, work in use_cases(home, chat, clock).items():
                    started = time.perf_counter()
                    await work()
                    if number:
                        took.setdefault(name, []).append((time.perf_counter() - started) * 1e3)
    return took, await unindexed(db, watch)
