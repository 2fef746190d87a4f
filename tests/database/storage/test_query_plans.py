"""The hot queries find an index: on Postgres with planner settings as they are, once there is something to find."""

from __future__ import annotations

from storage.database import Database
from storage.tables import turns
from testing.bulk_history import fill, somebody
from testing.query_plans import Watch, measured, unindexed


async def test_no_hot_query_reads_a_large_table_from_end_to_end(postgres_url: str) -> None:
    db = Database.open(postgres_url)
    try:
        chat = await fill(db, turns=40_000, each=20)
        took, without = await measured(db, chat, rounds=1)
        assert took
        assert without == []
        watch = Watch()
        with watch.on(db):
            async with db.read() as tx:
                await tx.execute(turns.select().where(turns.c.answer == "nobody said this"))
        assert len(await unindexed(db, watch)) == 1
    finally:
        await db.close()


async def test_every_hot_query_knows_an_index_on_sqlite(sqlite_url: str) -> None:
    db = Database.open(sqlite_url)
    try:
        took, without = await measured(db, await somebody(db, 60), rounds=1)
        assert took
        assert without == []
        watch = Watch()
        with watch.on(db):
            async with db.read() as tx:
                await tx.execute(turns.select().where(turns.c.answer == "nobody said this"))
        assert len(await unindexed(db, watch)) == 1
    finally:
        await db.close()
