"""A history of any size: one person's answers written as the product writes them, then multiplied by the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Table, text

from storage import people
from storage import tables as t
from storage.chats import Chat
from storage.database import Database
from testing.context import bank
from testing.histories import NOW, history, person, remembered
from testing.postgres import counted_on

EACH = 1_000  # answers of one person
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
taken AS (INSERT INTO inbox (bot, update_id, chat, sender, received_at, attempts, done_at, error)
  SELECT 1, n, chat, chat, at, 1, at, '' FROM said),
drilled AS (INSERT INTO drills (person, local_day, due_at, state, planned_at, changed_at)
  SELECT person, (now() - n * interval '1 day')::date, at, 'missed', at, at FROM said)
INSERT INTO heard (chat, source, at) SELECT chat, 'telegram:' || n, at FROM said
"""
