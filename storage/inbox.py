"""Updates as they came, stored before they are acknowledged, handled in the order of their chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from storage.dialects import in_turn, insert, locked
from storage.tables import inbox
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Update:
    """One update of Telegram. chat, sender: Telegram's own numbers, None where the update has none."""

    id: int
    chat: int | None
    sender: int | None
    payload: dict[str, Any]
    attempts: int = 0


async def store(tx: Tx, updates: Sequence[Update], now: datetime) -> int:
    """Keeps a batch of updates; those known by their id change nothing. How many were new."""
    rows = [
        {
            "update_id": one.id,
            "chat": one.chat,
            "sender": one.sender,
            "payload": one.payload,
            "received_at": now,
            "attempts": 0,
            "error": "",
        }
        for one in {one.id: one for one in updates}.values()
    ]
    if not rows:
        return 0
    kept = insert(tx, inbox).values(rows).on_conflict_do_nothing(index_elements=["update_id"])
    return len((await tx.execute(kept.returning(inbox.c.update_id))).all())


async def claim(tx: Tx, owner: str, now: datetime, lease: timedelta, limit: int) -> list[Update]:
    """Up to `limit` updates in their order, held by `owner` for a lease.

    Of one chat several may come at once, to be handled one after another; none comes while another one of its chat is
    held by somebody, or was put back and still waits.
    """
    await in_turn(tx, inbox)
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now)
    chosen = select(inbox.c.update_id).where(inbox.c.done_at.is_(None), free, ~_is_busy(now))
    chosen = chosen.order_by(inbox.c.update_id).limit(limit)
    held = {"owner": owner, "lease_until": now + lease, "attempts": inbox.c.attempts + 1}
    taken = update(inbox).where(inbox.c.update_id.in_(locked(tx, chosen, inbox).scalar_subquery()))
    rows = (await tx.execute(taken.values(held).returning(inbox))).all()
    return [
        Update(r.update_id, r.chat, r.sender, r.payload, r.attempts) for r in sorted(rows, key=lambda r: r.update_id)
    ]


def _is_busy(now: datetime) -> ColumnElement[bool]:
    """Whether an update of the same chat is held."""
    other = inbox.alias("other")
    return exists(
        select(other.c.update_id)
        .where(other.c.chat == inbox.c.chat, other.c.done_at.is_(None), other.c.lease_until > now)
        .correlate(inbox)
    )


async def done(tx: Tx, ids: Collection[int], now: datetime, *, error: str = "") -> None:
    """These were handled (or given up, with `error`): their number stays, to know them again, their content goes."""
    values = {"done_at": now, "payload": None, "owner": None, "lease_until": None, "error": error}
    await tx.execute(update(inbox).where(inbox.c.update_id.in_(ids)).values(values))


async def put_back(tx: Tx, ids: Collection[int], until: datetime, error: str) -> None:
    """These are to be tried again at `until`, whoever is at work then; later ones of their chats wait for them."""
    values = {"owner": None, "lease_until": until, "error": error}
    await tx.execute(update(inbox).where(inbox.c.update_id.in_(ids)).values(values))


async def last_update_id(tx: Tx) -> int | None:
    """The highest id of the batch that came last (Telegram may begin anew at any number after a quiet week)."""
    query = select(inbox.c.update_id).order_by(inbox.c.received_at.desc(), inbox.c.update_id.desc()).limit(1)
    return (await tx.execute(query)).scalar()


async def waiting(tx: Tx) -> int:
    """How many updates are still to be handled."""
    return (await tx.execute(select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None)))).scalar_one()


async def tidy(tx: Tx, before: datetime) -> int:
    """Forgets the numbers of updates handled before an instant; the one that came last stays."""
    last = await last_update_id(tx)
    old = delete(inbox).where(inbox.c.done_at < before, inbox.c.update_id != last)
    return (await tx.execute(old)).rowcount
