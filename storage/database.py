"""The database as the program sees it: one object to read and to write with, on SQLite and Postgres alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import fencing
from storage.aiosqlite_driver import Connection as OneTrip
from storage.aiosqlite_driver import connector
from storage.errors import StorageError, hide_rows, parsed, place, told
from storage.transaction import Tx

__all__ = ["Database", "StorageError", "place"]

BUSY_MS = 30_000  # how long SQLite waits for another program's transaction
READERS = 4
WRITES = "writes"  # execution option of connections that may lock rows


@dataclass(slots=True)
class Database:
    """An opened database. `read` and `write` are the only ways in, and the only places that commit."""

    url: URL
    _writes: AsyncEngine
    _reads: AsyncEngine
    _turn: asyncio.Lock | None
    _keeps: bool = True
    _closed: bool = field(default=False)

    @classmethod
    def open(cls, url: str, *, keeps: bool = True) -> Database:
        """Opens nothing yet: the first transaction connects. The schema must be current (`storage.upgrade.prepare`).

        keeps: False for a trial, in which every transaction is taken back at its end.
        """
        where = parsed(url)
        if where.get_backend_name() == "sqlite":
            return cls(
                where, _sqlite(where, "IMMEDIATE", 1), _sqlite(where, "DEFERRED", READERS), asyncio.Lock(), keeps
            )
        engine = _postgres(where)
        reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(where, engine.execution_options(**{WRITES: True}), reads, None, keeps)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """One transaction: committed at the end, rolled back when anything is raised. No network belongs inside.

        On SQLite it holds the one write lock from the start, so what it read cannot change under it. LeaseLostError where it
        belongs to an update that somebody else handles by now (`storage.fencing`).
        """
        async with self._turn or nullcontext(), self._begun(self._writes) as tx:
            if (update := fencing.held()) is not None:
                await fencing.check(tx, update)
            yield tx
            if not self._keeps:
                await tx.rollback()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """One consistent view in which nothing can be written; it waits for no writer."""
        async with self._begun(self._reads) as tx:
            yield tx

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[Tx]:
        with told(self.url):
            async with engine.begin() as tx:
                yield tx

    async def close(self) -> None:
        """Gives every connection back; a second time does nothing."""
        if not self._closed:
            self._closed = True
            await self._writes.dispose()
            await self._reads.dispose()


def _dumps(value: object) -> str:
    """JSON without escapes for Chinese; halves of characters, which UTF-8 cannot hold, are dropped."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore").decode("utf-8")


def _sqlite(url: URL, begin: str, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        json_serializer=_dumps,
        hide_parameters=True,  # they are what people wrote, and errors go to the log
        pool_size=connections,
        max_overflow=0,
        pool_timeout=BUSY_MS / 1000,
        async_creator=connector(str(url.database), BUSY_MS / 1000),
        execution_options={WRITES: begin == "IMMEDIATE"},
    )
    prepare_sqlite(engine, begin, foreign_keys=True)
    hide_rows(engine.sync_engine)
    return engine


def prepare_sqlite(engine: Any, begin: str, *, foreign_keys: bool) -> None:
    """Makes every connection of a SQLite engine durable, and every transaction begin as `begin` says.

    The driver's own BEGIN comes only before the first write, which loses updates; so it is switched off.
    """
    sync = getattr(engine, "sync_engine", engine)

    @event.listens_for(sync, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _pragmas(begin, foreign_keys):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(sync, "begin")
    def began(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if isinstance(driver, OneTrip):
            driver.begins_with = f"BEGIN {begin}"
        else:
            connection.exec_driver_sql(f"BEGIN {begin}")


def _pragmas(begin: str, foreign_keys: bool) -> tuple[str, ...]:
    """WAL lets readers go on beside the writer; FULL makes a commit outlive a power cut."""
    keys = f"foreign_keys={'ON' if foreign_keys else 'OFF'}"
    common = (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", keys)
    return (*common, "query_only=ON") if begin == "DEFERRED" else common


def _postgres(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        json_serializer=_dumps,
        hide_parameters=True,  # they are what people wrote, and errors go to the log
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        connect_args={"connect_timeout": 10, "application_name": "mock-interviewer"},
    )
    hide_rows(engine.sync_engine)
    return engine


async def size(tx: Tx) -> int:
    """Bytes of the database."""
    if tx.dialect.name == "sqlite":
        pages = (await tx.exec_driver_sql("PRAGMA page_count")).scalar_one()
        return int(pages * (await tx.exec_driver_sql("PRAGMA page_size")).scalar_one())
    return int((await tx.exec_driver_sql("SELECT pg_database_size(current_database())")).scalar_one())


def locking(tx: Tx) -> bool:
    """Whether this transaction writes, so that the rows it reads should be locked (SQLite has locked everything)."""
    assert tx.sync_connection is not None
    return bool(tx.sync_connection.get_execution_options().get(WRITES))


def folder_of(url: URL) -> Path:
    """The folder of a SQLite file."""
    return Path(str(url.database)).expanduser().resolve().parent
