"""The few statements that the two databases spell differently."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import locking
from storage.transaction import Tx

Insert = postgresql.Insert | sqlite.Insert
Row = dict[str, Any]
S = TypeVar("S", bound=Select[Any])


def insert(tx: Tx, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def locked(tx: Tx, query: S, of: Table, *, skip: bool = False) -> S:
    """The query with its rows of one table locked, in a transaction that writes; SQLite holds its one lock already."""
    return query.with_for_update(of=of, skip_locked=skip) if locking(tx) else query


async def in_turn(tx: Tx, table: Table) -> None:
    """Lets one transaction at a time choose rows of a table, so that nobody chooses the second of two unseen by the first."""
    if tx.dialect.name == "postgresql":
        await tx.execute(select(func.pg_advisory_xact_lock(func.hashtext(table.name))))


def changed(before: Row, after: Row) -> Row:
    """The columns of `after` that are not as they were."""
    return {name: value for name, value in after.items() if before.get(name, ...) != value}
