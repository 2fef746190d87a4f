"""The day a person prepares for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select

from storage.dialects import insert
from storage.tables import plans
from storage.transaction import Tx


async def make(tx: Tx, person: int, day: date, now: datetime) -> None:
    """The interview is on `day`; it replaces the plan before."""
    row = {"person": person, "day": day, "made_at": now}
    await tx.execute(insert(tx, plans).values(row).on_conflict_do_update(index_elements=["person"], set_=row))


async def day_of(tx: Tx, person: int) -> date | None:
    """The day of a person's plan; None without one."""
    return (await tx.execute(select(plans.c.day).where(plans.c.person == person))).scalar()


async def days_of(tx: Tx, persons: Collection[int]) -> dict[int, date]:
    """The days of these people's plans; those without one are left out."""
    rows = await tx.execute(select(plans.c.person, plans.c.day).where(plans.c.person.in_(persons)))
    return {row.person: row.day for row in rows}


async def around(tx: Tx, first: date, last: date) -> list[tuple[int, date]]:
    """Everybody whose planned day lies between these two, with that day."""
    rows = await tx.execute(select(plans.c.person, plans.c.day).where(plans.c.day.between(first, last)))
    return [(row.person, row.day) for row in rows]


async def drop(tx: Tx, person: int) -> bool:
    """There is no plan any more; False when there was none."""
    return bool((await tx.execute(delete(plans).where(plans.c.person == person))).rowcount)
