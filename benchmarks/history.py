"""A history of 1,000,000 turns on Postgres: how long what people wait for takes, and whether every query finds an index.

`python -m benchmarks.history`. One person's thousand answers are written as the product writes them and then multiplied by the
database; the use cases run on the result, every statement they send is explained with its own values, and a sequential scan of
a large table is told. Planner settings are left as they are.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, event, select, text

from app import drills, feedback, selection
from app import interviews as conduct
from app.context import AppContext
from app.progress import gather
from app.workers import grading, runner
from benchmarks.databases import counted_on, postgres
from benchmarks.line import line
from storage import inbox, interviews, leases, outbox, people, tasks
from storage import tables as t
from storage.chats import Chat
from storage.database import Database
from storage.inbox import Update
from testing.context import Clock, bank, running_app
from testing.histories import NOW, history, person, remembered

LARGE = 5_000  # rows from which a sequential scan is told
EACH = 1_000  # answers of one person
LEASE = timedelta(seconds=20)
PLACED = {"person": "{} + g * 1000000", "chat": "{} + g * 1000000", "interview": "{} || '-' || g"}
OWN: dict[Table, dict[str, str]] = {
    t.people: {"id": PLACED["person"], "telegram": "5000000 + g", "name": "'p' || g"},
    t.chats: {"id": PLACED["chat"], "person": PLACED["person"], "address": "(5000000 + g)::text"},
    t.interviews: {"id": PLACED["interview"]},
    t.tasks: {"id": "{} + g * 1000000", "key": "{} || '-' || g", "person": PLACED["person"]},
    t.outbox: {"id": "{} + g * 1000000"},
    t.inbox: {"update_id": "{} + g * 1000000"},
}
COPIED = (
    t.people, t.chats, t.interviews, t.items, t.turns, t.grades, t.question_marks, t.point_marks, t.cards, t.drills,
    t.heard, t.tasks, t.outbox, t.inbox,
)  # fmt: skip
GROWING = [table.name for table in (*COPIED, t.reviews, t.appeals)]
Work = Callable[[], Awaitable[object]]


# -- the history -----------------------------------------------------------------------------------------------------


async def somebody(db: Database, answers: int) -> Chat:
    """A person with so many answers, cards and a daily drill, in whose name the use cases run."""
    every = list(bank().questions.values())
    async with db.write() as tx:
        chat, one = await person(tx, "5000000", name="Li Lei")
        await history(tx, chat, every, answers, days=400)
        await remembered(tx, chat, every, ago=timedelta(days=2))
        await people.prefer(tx, one.id, replace(one.preferences, drill_at=NOW.time()))
    return chat


async def fill(db: Database, turns: int, each: int = EACH) -> Chat:
    """Somebody after so many turns of people like this one; on Postgres."""
    chat = await somebody(db, each)
    async with db.write() as tx:
        await tx.execute(text(_BEFORE))
    for table in COPIED:
        async with db.write() as tx:
            await tx.execute(text(_copies(table, max(0, turns // each - 1))))
    async with db.write() as tx:
        await counted_on(tx, t.people, t.chats, t.drills, t.tasks, t.outbox)
        await tx.execute(text("ANALYZE"))
    return chat


def _copies(table: Table, count: int) -> str:
    """The statement that writes every row of a table `count` times more, each time as somebody else's."""
    own = OWN.get(table, {})
    columns = [c.name for c in table.columns if not (c.name == "id" and table not in OWN)]
    values = [(own.get(name) or PLACED.get(name, "{}")).replace("{}", f"o.{name}") for name in columns]
    where = "WHERE o.telegram IS NOT NULL" if table is t.people else ""
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM (SELECT * FROM {table.name}) o, generate_series(1, {count}) g {where}"
    )


# What stays behind of handled updates, done tasks, sent messages, grades and drills of the thousand answers.
_BEFORE = """
WITH said AS (SELECT i.id, i.chat, i.person, i.started_at AS at, row_number() OVER (ORDER BY i.started_at) AS n
  FROM interviews i),
graded AS (INSERT INTO grades (interview, turn, revision, generation, method, provisional, score, content, at)
  SELECT id, 1, 1, 1, 'judge', false, 5, '{}', at FROM said),
tasked AS (INSERT INTO tasks (kind, key, person, payload, state, attempts, run_at, error, created_at, done_at)
  SELECT 'grade', id, person, '{}', 'done', 1, at, '', at, at FROM said),
posted AS (INSERT INTO outbox (chat, lane, payload, turn_key, state, attempts, not_before, message_ids, error, said_at, done_at)
  SELECT chat, 0, '{}', 'question:' || id, 'sent', 1, at, '[1]', '', at, at FROM said),
taken AS (INSERT INTO inbox (update_id, chat, sender, received_at, attempts, done_at, error)
  SELECT n, chat, chat, at, 1, at, '' FROM said),
drilled AS (INSERT INTO drills (person, local_day, due_at, state, planned_at, changed_at)
  SELECT person, (now() - n * interval '1 day')::date, at, 'missed', at, at FROM said)
INSERT INTO heard (chat, source, at) SELECT chat, 'telegram:' || n, at FROM said
"""


# -- what is watched -------------------------------------------------------------------------------------------------


@dataclass
class Watch:
    """What a use case sends to the database: statement by statement, with the values of its first time."""

    sent: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def on(self, db: Database) -> Iterator[None]:
        def note(_: Connection, __: object, statement: str, parameters: Any, *___: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
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


# -- what people wait for --------------------------------------------------------------------------------------------


def use_cases(home: AppContext, chat: Chat, clock: Clock) -> dict[str, Work]:
    """What happens in a chat and around it, by name, in the order in which it can happen."""
    db, updates = home.db, iter(range(10**12, 10**13))

    async def answer() -> None:
        clock.passes(seconds=10)
        await conduct.answer(home, chat.id, "KV cache 缓存 key 和 value。", source=f"s{clock.now}")

    async def grade() -> None:
        handlers = {handler.kind: handler for handler in grading.HANDLERS}
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
            await inbox.done(tx, [one.id for one in claimed], home.now())

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
        "an interview is begun": lambda: conduct.begin(home, chat.id, selection.Wish("zh", count=5)),
        "a hint": lambda: conduct.hint(home, chat.id),
        "an answer is heard": answer,
        "it is graded": grade,
        "updates are stored and claimed": take_in,
        "messages are claimed and sent": deliver,
        "/why": lambda: feedback.why(home, chat.id),
        "/stop": lambda: conduct.stop(home, chat.id),
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


async def _run(url: str, turns: int, rounds: int) -> bool:
    db = Database.open(url)
    chat = await fill(db, turns)
    async with db.read() as tx:
        there = (await tx.execute(select(text("count(*)")).select_from(t.turns))).scalar_one()
    took, without = await measured(db, chat, rounds)
    await db.close()
    for name, found in took.items():
        print(f"{name:32} {statistics.median(found):7.1f} ms ({min(found):.1f}–{max(found):.1f})")
    for statement in without:
        print(f"reads a large table from end to end: {statement}", file=sys.stderr)
    answer = statistics.median(took["an answer is heard"])
    reached = f"{len(without)} of them read a large table from end to end; an answer is heard in {answer:.0f} ms"
    line(f"queries over a history of {there:,} turns, Postgres", "every one by an index", reached, not without)
    return not without


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--turns", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    with postgres() as other:
        if other is None:
            print("no Postgres: set TEST_POSTGRES_URL, or install the development extra", file=sys.stderr)
            sys.exit(1)
        sys.exit(0 if asyncio.run(_run(other.url, given.turns, given.rounds)) else 1)


if __name__ == "__main__":
    main()
