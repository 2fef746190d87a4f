"""Hands-on tasks that were put off until their person is at a computer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.dialects import insert
from storage.tables import parked
from storage.transaction import Tx


async def put(tx: Tx, person: int, question: str, now: datetime) -> None:
    """Puts a task off; one that is put off already stays so."""
    row = {"person": person, "question": question, "at": now}
    await tx.execute(insert(tx, parked).values(row).on_conflict_do_nothing())


async def of(tx: Tx, person: int) -> list[str]:
    """The ids of a person's tasks, the longest put off first."""
    query = select(parked.c.question).where(parked.c.person == person).order_by(parked.c.at, parked.c.question)
    return list((await tx.execute(query)).scalars())


async def taken_up(tx: Tx, person: int, question: str) -> None:
    """The task is asked again: it is put off no longer."""
    await tx.execute(delete(parked).where(parked.c.person == person, parked.c.question == question))
