"""Everything of one person, found by following the foreign keys, so that no table can be forgotten."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, select

from storage.tables import chats, interviews, metadata, people
from storage.transaction import Tx

LEFT_OUT = frozenset({"owner", "lease_until", "digest"})  # of the machinery, not of the person


def belonging(table: Table, person: int) -> ColumnElement[bool] | None:
    """Which rows of a table are a person's: by a column, or through their chat or interview; None: none can be."""
    if table is people:
        return people.c.id == person
    if "person" in table.c:
        return table.c.person == person
    for parent in (interviews, chats):
        link = next((fk for fk in table.foreign_keys if fk.column.table is parent), None)
        if link is not None:
            return exists(select(parent.c.id).where(link.parent == parent.c.id, parent.c.person == person))
    return _through_turn(table, person)


def _through_turn(table: Table, person: int) -> ColumnElement[bool] | None:
    if "interview" not in table.c:
        return None
    return exists(
        select(interviews.c.id).where(and_(table.c.interview == interviews.c.id, interviews.c.person == person))
    )


async def of_person(tx: Tx, person: int) -> dict[str, Any]:
    """Every row that belongs to a person, as JSON values, by table; estimates without a mark."""
    found: dict[str, Any] = {}
    for table in metadata.sorted_tables:
        theirs = belonging(table, person)
        if theirs is not None:
            rows = await tx.execute(select(table).where(theirs).order_by(*table.primary_key))
            found[table.name] = [_unmarked(_as_json(row)) for row in rows.mappings()]
    return found


def _unmarked(row: dict[str, Any]) -> dict[str, Any]:
    """The row without the mark of an estimate: nobody checked what it rests on."""
    if row.get("source") == "estimate" and "first" in row:
        return row | {"first": None, "after": None}
    content = row.get("content")
    if "method" in row and isinstance(content, dict) and content.get("provisional") and row["method"] != "triage":
        return row | {"content": content | {"score": None, "low": None, "high": None}}
    return row


def _as_json(row: Any) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items() if name not in LEFT_OUT}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value
