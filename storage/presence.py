"""Which processes are at work: what a killed one held is free as soon as its presence has run out, its leases being longer.

Somebody taken for dead who only slept comes too late to finish anything, as after every lease that ran out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import leases as held
from storage.rows import in_turn, locked
from storage.tables import WAITING, inbox, leases, tasks

AT_WORK = "present:"  # with the owner, the name of a lease


async def attend(tx: AsyncConnection, owner: str, now: datetime, seconds: float) -> bool:
    """The owner is at work, and will say so again before so many seconds are over; False: others could not know it."""
    said = select(leases.c.name).where(leases.c.name == AT_WORK + owner, leases.c.until > now)
    known = (await tx.execute(said)).first() is not None
    await held.elect(tx, AT_WORK + owner, owner, now, seconds)
    return known


async def leave(tx: AsyncConnection, owner: str) -> int:
    """The owner works no more; how many tasks and updates it held that are free now."""
    await held.resign(tx, AT_WORK + owner, owner)
    return await _free(tx, [owner])


async def relieve(tx: AsyncConnection, now: datetime) -> int:
    """Frees what those held whose presence has run out; how many tasks and updates that were.

    Messages are not among them: whoever is elected to deliver takes those over. Somebody whose presence is being written
    just now is at work, and is not waited for: two who were away together would wait for each other.
    """
    out = select(leases.c.name).where(leases.c.name.startswith(AT_WORK), leases.c.until <= now)
    gone = delete(leases).where(leases.c.name.in_(locked(tx, out, leases, skip=True).scalar_subquery()))
    owners = (await tx.execute(gone.returning(leases.c.owner))).scalars().all()
    return await _free(tx, owners) if owners else 0


async def _free(tx: AsyncConnection, owners: Sequence[str]) -> int:
    await in_turn(tx, inbox)  # whoever claims updates locks them in another order
    freed = 0
    for table, waits in ((tasks, tasks.c.state == WAITING), (inbox, inbox.c.done_at.is_(None))):
        theirs = update(table).where(waits, table.c.owner.in_(owners))
        freed += (await tx.execute(theirs.values(owner=None, lease_until=None))).rowcount
    return freed
