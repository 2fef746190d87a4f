"""What a database holds, seen from beside the program that works on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from storage import inbox, outbox, tasks
from storage.database import Database
from testing.until import until

FAR = timedelta(days=500)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database for the length of the block."""
    db = Database.open(url)
    try:
        yield db
    finally:
        await db.close()


async def holds(url: str, query: str, value: Any) -> None:
    """Waits until the query's one value is this one."""
    async with opened(url) as db:

        async def as_wanted() -> bool:
            async with db.read() as tx:
                return bool((await tx.execute(text(query))).scalar() == value)

        await until(as_wanted)


async def contended(db: Database) -> None:
    """Waits until a transaction waits for another one's lock; on SQLite, which cannot be asked, a moment."""
    if db.is_sqlite:
        await asyncio.sleep(0.2)
        return

    async def is_waiting() -> bool:
        async with db.read() as tx:
            query = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return bool((await tx.execute(text(query))).scalar())

    await until(is_waiting)


async def handled(url: str) -> None:
    """Waits until no update is left to be handled, and no message to be sent; what is put off may still wait."""
    async with opened(url) as db:

        async def is_handled() -> bool:
            async with db.read() as tx:
                return not (await inbox.waiting(tx) or await outbox.waiting(tx, datetime.now(UTC)))

        await until(is_handled)


async def quiet(url: str) -> None:
    """Waits until no update is left to be handled, no task to be done, and no message to be sent."""
    async with opened(url) as db:

        async def is_quiet() -> bool:
            far = datetime.now(UTC) + FAR
            async with db.read() as tx:
                return not (await inbox.waiting(tx) or await tasks.waiting(tx, far) or await outbox.waiting(tx, far))

        await until(is_quiet)
