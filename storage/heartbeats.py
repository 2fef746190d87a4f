"""Which processes are at work, by their beat: an instant that each writes again and again. What a dead one holds can be
freed long before its leases end.

Somebody taken for dead who only slept comes too late to finish anything, as after every lease that ran out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, tuple_, update

from storage import leases as held
from storage.dialects import in_turn, locked
from storage.tables import WAITING, inbox, leases, tasks
from storage.transaction import Tx

AT_WORK = "present:"  # with the owner, the name of a lease


async def beat(tx: Tx, owner: str, now: datetime) -> dict[str, datetime]:
    """The owner is at work now; everybody else's last beat."""
    others = select(leases.c.owner, leases.c.until).where(leases.c.name.startswith(AT_WORK), leases.c.owner != owner)
    await held.elect(tx, AT_WORK + owner, owner, now, 0)
    return {row.owner: row.until for row in await tx.execute(others)}


async def leave(tx: Tx, owner: str) -> int:
    """The owner works no more; how many tasks and updates it held that are free now."""
    await held.resign(tx, AT_WORK + owner, owner)
    return await _free(tx, [owner])


async def relieve(tx: Tx, dead: Mapping[str, datetime]) -> int:
    """Frees what those held whose last beat is still that one; how many tasks and updates that were.

    Messages are not among them: whoever is elected to deliver takes those over. Somebody whose beat is being written
    just now is at work, and is not waited for: two who take each other for dead would wait for each other.
    """
    still = select(leases.c.name).where(leases.c.name.startswith(AT_WORK))
    still = still.where(tuple_(leases.c.owner, leases.c.until).in_(list(dead.items())))
    gone = delete(leases).where(leases.c.name.in_(locked(tx, still, leases, skip=True).scalar_subquery()))
    owners = (await tx.execute(gone.returning(leases.c.owner))).scalars().all()
    return await _free(tx, owners) if owners else 0


async def _free(tx: Tx, owners: Collection[str]) -> int:
    await in_turn(tx, inbox)  # whoever claims updates locks them in another order
    freed = 0
    for table, waits in ((tasks, tasks.c.state == WAITING), (inbox, inbox.c.done_at.is_(None))):
        theirs = update(table).where(waits, table.c.owner.in_(owners))
        freed += (await tx.execute(theirs.values(owner=None, lease_until=None))).rowcount
    return freed
