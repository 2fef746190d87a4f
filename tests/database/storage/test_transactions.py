"""What a database loses silently when it is not told better."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from storage import plans
from storage.database import Database
from storage.errors import StorageError
from storage.tables import leases
from storage.tables import plans as plan_rows
from storage.transaction import Tx
from testing.rows import NOW, someone
from testing.until import DEADLINE


async def _attempts(tx: Tx) -> int:
    return int((await tx.execute(text("SELECT count FROM counter"))).scalar_one())


@pytest.fixture
async def counter(db: Database) -> AsyncIterator[Database]:
    async with db.write() as tx:
        await tx.execute(text("CREATE TABLE counter (count INTEGER)"))
        await tx.execute(text("INSERT INTO counter VALUES (0)"))
    yield db


async def test_no_update_is_lost(counter: Database) -> None:
    """Read, then write, 8 tasks at once, 25 times each."""
    locked = "" if counter.is_sqlite else " FOR UPDATE"

    async def increase() -> None:
        for _ in range(25):
            async with counter.write() as tx:
                count = (await tx.execute(text(f"SELECT count FROM counter{locked}"))).scalar_one()
                await asyncio.sleep(0)
                await tx.execute(text("UPDATE counter SET count = :n"), {"n": count + 1})

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(increase())
    async with counter.read() as tx:
        assert await _attempts(tx) == 200


async def test_two_programs_lose_nothing_on_one_file(sqlite_url: str) -> None:
    """Two opened databases have no lock in common but the file's own."""
    first, second = Database.open(sqlite_url), Database.open(sqlite_url)
    async with first.write() as tx:
        await tx.execute(text("CREATE TABLE counter (count INTEGER)"))
        await tx.execute(text("INSERT INTO counter VALUES (0)"))

    async def increase(db: Database) -> None:
        for _ in range(20):
            async with db.write() as tx:
                count = await _attempts(tx)
                await asyncio.sleep(0.001)
                await tx.execute(text("UPDATE counter SET count = :n"), {"n": count + 1})

    async with asyncio.TaskGroup() as group:
        group.create_task(increase(first))
        group.create_task(increase(second))
    async with first.read() as tx:
        assert await _attempts(tx) == 40
    await first.close()
    await second.close()


async def test_a_reader_sees_one_view_and_waits_for_no_writer(counter: Database) -> None:
    async with counter.read() as reading:
        assert await _attempts(reading) == 0
        async with asyncio.timeout(DEADLINE), counter.write() as writing:
            await writing.execute(text("UPDATE counter SET count = 7"))
        assert await _attempts(reading) == 0
    async with counter.read() as reading:
        assert await _attempts(reading) == 7


async def test_a_reader_cannot_write(counter: Database) -> None:
    with pytest.raises(StorageError, match="read-only"):
        async with counter.read() as tx:
            await tx.execute(text("UPDATE counter SET count = 1"))


async def test_what_raises_is_rolled_back(counter: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with counter.write() as tx:
            await tx.execute(text("UPDATE counter SET count = 1"))
            _ = 1 / 0
    async with counter.read() as tx:
        assert await _attempts(tx) == 0


async def test_sqlite_is_durable_and_keeps_its_references(sqlite_url: str) -> None:
    db = Database.open(sqlite_url)
    async with db.write() as tx:
        found = {
            name: (await tx.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "foreign_keys": 1}
    async with db.read() as tx:
        assert (await tx.execute(text("PRAGMA query_only"))).scalar_one() == 1
    await db.close()


async def test_rows_of_nobody_are_refused(db: Database) -> None:
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            await plans.make(tx, 999, NOW.date(), NOW)


async def test_instants_come_back_as_they_were_meant(db: Database) -> None:
    """09:00 in Shanghai is 01:00 UTC, and UTC is what comes back, aware."""
    shanghai = datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=8)))
    async with db.write() as tx:
        await tx.execute(insert(leases).values(name="n", owner="o", until=shanghai))
        found = (await tx.execute(select(leases.c.until))).scalar_one()
    assert found == shanghai
    assert found.tzinfo is UTC
    assert found.hour == 1


async def test_naive_instants_are_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with db.write() as tx:
            await tx.execute(insert(leases).values(name="n", owner="o", until=datetime(2026, 11, 24)))


@pytest.mark.parametrize("said", ["a\x00b", "half \ud83d of a character"])
async def test_text_that_no_database_holds_fails_nobody(db: Database, said: str) -> None:
    from storage import chats, outbox, people

    async with db.write() as tx:
        chat = await chats.ensure(tx, "terminal", "me", language="zh", now=NOW, name=said)
        await outbox.say(tx, chat.id, {"text": said}, "reply", NOW)
    async with db.read() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        assert person.name in ("ab", "half  of a character")
        assert len(await outbox.of_chat(tx, chat.id)) == 1


async def test_a_transaction_that_is_cancelled_leaves_nothing_and_nobody_waiting(counter: Database) -> None:
    began = asyncio.Event()

    async def hang() -> None:
        async with counter.write() as tx:
            await tx.execute(text("UPDATE counter SET count = 5"))
            began.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(hang())
        await began.wait()
        task.cancel()
    async with asyncio.timeout(DEADLINE), counter.write() as tx:
        assert await _attempts(tx) == 0


async def test_a_closed_database_may_be_closed_again(sqlite_url: str) -> None:
    db = Database.open(sqlite_url)
    await db.close()
    await db.close()


async def test_an_upsert_keeps_one_row(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await plans.make(tx, chat.person, NOW.date(), NOW)
        await plans.make(tx, chat.person, NOW.date() + timedelta(days=3), NOW)
        assert (await tx.execute(select(plan_rows.c.day))).scalars().all() == [NOW.date() + timedelta(days=3)]
        await tx.execute(update(plan_rows).values(made_at=NOW))


def test_the_path_may_hold_anything(tmp_path: Path) -> None:
    from storage.errors import parsed, place

    file = tmp_path / "我的 面试%20?.db"
    assert place(parsed(f"sqlite:///{file}")) == str(file)
