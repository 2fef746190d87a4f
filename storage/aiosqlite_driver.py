"""SQLite in a thread of its own, one trip there per statement: the usual driver makes four, and the trips are what costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import aiosqlite


class Cursor:
    """A cursor that comes back from its one trip with everything: the rows, their description and the counts."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> Cursor:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        return await self._take(lambda held: held.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Iterable[Any]) -> Cursor:
        return await self._take(lambda held: held.executemany(statement, parameters))

    async def _take(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Cursor:
        def trip() -> None:
            done = work(self._connection.begun())
            self._rows = done.fetchall() if done.description else ()
            self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid
            done.close()

        await self._connection.run(trip)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()


class Connection(aiosqlite.Connection):
    """The driver's connection with cursors of one trip, and no trip of its own for BEGIN or to undo what is not begun.

    begins_with: the BEGIN that goes along with the next statement, "" for none.
    """

    begins_with = ""

    def begun(self) -> sqlite3.Connection:
        """The open transaction's connection, in its thread."""
        if self.begins_with:
            begin, self.begins_with = self.begins_with, ""
            self._conn.execute(begin)
        return self._conn

    async def run(self, trip: Callable[[], None]) -> None:
        """Does something in the connection's thread."""
        await self._execute(trip)  # type: ignore[no-untyped-call]  # the driver's own

    def cursor(self) -> Cursor:  # type: ignore[override]  # what SQLAlchemy's adapter uses of a cursor
        return Cursor(self)

    async def commit(self) -> None:
        self.begins_with = ""
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        self.begins_with = ""
        if self.in_transaction:
            await super().rollback()


def connector(file: str, timeout: float) -> Callable[[], Awaitable[Connection]]:
    """What opens a connection to a SQLite file, waiting at most `timeout` seconds for other programs."""

    async def connect() -> Connection:
        made = Connection(lambda: sqlite3.connect(file, timeout=timeout), iter_chunk_size=64)
        made._thread.daemon = True  # a program may end while a connection is open
        await made
        return made

    return connect
