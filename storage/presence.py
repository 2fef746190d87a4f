"""Which processes are at work: what a killed one held is free as soon as its presence has run out, its leases being longer.

Somebody taken for dead who only slept comes too late to finish anything, as after every lease that ran out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import leases as held
from storage.tables import inbox, leases, tasks

AT_WORK = "present:"  # with the owner, the name of a lease


async def attend(tx: AsyncConnection, owner: str, now: datetime, seconds: float) -> None:
    """The owner is at work, and will say so again before so many seconds are over."""
    await held.elect(tx, AT_WORK + owner, owner, now, seconds)


async def leave(tx: AsyncConnection, owner: str) -> int:
    """The owner works no more; how many tasks and updates it held that are free now."""
    await held.resign(tx, AT_WORK + owner, owner)
    return await _free(tx, [owner])


async def relieve(tx: AsyncConnection, now: datetime) -> int:
    """Frees what those held whose presence has run out; how many tasks and updates that were.

    Messages are not among them: whoever is elected to deliver takes those over.
    """
    gone = delete(leases).where(leases.c.name.startswith(AT_WORK), leases.c.until <= now).returning(leases.c.owner)
    owners = (await tx.execute(gone)).scalars().all()
    return await _free(tx, owners) if owners else 0


async def _free(tx: AsyncConnection, owners: Sequence[str]) -> int:
    freed = 0
    for table in (tasks, inbox):
        theirs = update(table).where(table.c.done_at.is_(None), table.c.owner.in_(owners))
        freed += (await tx.execute(theirs.values(owner=None, lease_until=None))).rowcount
    return freed
