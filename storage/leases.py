"""Who may do what only one may do at a time: a named lease, held for seconds and renewed by asking again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from storage.dialects import insert
from storage.tables import leases
from storage.transaction import Tx


async def elect(tx: Tx, name: str, owner: str, now: datetime, seconds: float) -> bool:
    """Takes or renews the lease called `name`; False while somebody else holds it."""
    row = {"name": name, "owner": owner, "until": now + timedelta(seconds=seconds)}
    free = or_(leases.c.owner == owner, leases.c.until <= now)
    taken = insert(tx, leases).values(row)
    taken = taken.on_conflict_do_update(index_elements=["name"], set_=row, where=free)
    return (await tx.execute(taken.returning(leases.c.name))).first() is not None


async def holds(tx: Tx, name: str, owner: str, now: datetime) -> bool:
    """Whether the lease called `name` is the owner's now."""
    query = select(leases.c.name).where(leases.c.name == name, leases.c.owner == owner, leases.c.until > now)
    return (await tx.execute(query)).first() is not None


async def names(tx: Tx, prefix: str, owner: str) -> list[str]:
    """The owner's leases whose names begin so, whether they have run out or not."""
    query = select(leases.c.name).where(leases.c.name.startswith(prefix, autoescape=True), leases.c.owner == owner)
    return list((await tx.execute(query.order_by(leases.c.name))).scalars())


async def is_held(tx: Tx, name: str, now: datetime) -> bool:
    """Whether anybody holds the lease called `name` now."""
    query = select(leases.c.name).where(leases.c.name == name, leases.c.until > now)
    return (await tx.execute(query)).first() is not None


async def last(tx: Tx, name: str) -> datetime | None:
    """Until when the lease called `name` was taken last; None for one that never was."""
    return (await tx.execute(select(leases.c.until).where(leases.c.name == name))).scalar()


async def resign(tx: Tx, name: str, owner: str) -> None:
    """Gives the lease up at once, if it is ours."""
    await tx.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))
