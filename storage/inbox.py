"""Updates as they came, stored before they are acknowledged, handled in the order of their chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, tuple_, update

from storage.dialects import in_turn, insert, locked
from storage.tables import inbox
from storage.transaction import Tx

Claim = tuple[int, int, int]  # bot, update id, attempts: the fencing token of whoever holds it


@dataclass(frozen=True, slots=True)
class Update:
    """One update of Telegram. chat, sender: Telegram's own numbers, None where the update has none.

    bot: whose update it is. said: replies to it that an earlier try wrote down.
    """

    id: int
    chat: int | None
    sender: int | None
    payload: dict[str, Any]
    attempts: int = 0
    bot: int = 0
    said: int = 0

    @property
    def claim(self) -> Claim:
        return self.bot, self.id, self.attempts


async def store(tx: Tx, updates: Sequence[Update], now: datetime) -> int:
    """Keeps a batch of updates; those of the same bot known by their id change nothing. How many were new."""
    rows = [
        {
            "update_id": one.id,
            "bot": one.bot,
            "chat": one.chat,
            "sender": one.sender,
            "payload": one.payload,
            "received_at": now,
            "attempts": 0,
            "said": 0,
            "error": "",
        }
        for one in {(one.bot, one.id): one for one in updates}.values()
    ]
    if not rows:
        return 0
    kept = insert(tx, inbox).values(rows).on_conflict_do_nothing(index_elements=["update_id", "bot"])
    return len((await tx.execute(kept.returning(inbox.c.update_id))).all())


async def adopt(tx: Tx, bot: int) -> int:
    """Updates that were stored before bots were told apart are this one's; how many there were."""
    return (await tx.execute(update(inbox).where(inbox.c.bot == 0).values(bot=bot))).rowcount


async def claim(
    tx: Tx, owner: str, now: datetime, lease: timedelta, limit: int, *, held: Collection[Update] = ()
) -> list[Update]:
    """Up to `limit` updates in their order, held by `owner` for a lease.

    Of one chat several may come at once, to be handled one after another; none comes while another one of its chat is
    held by somebody, or was put back and still waits. held: updates that the owner still works on, whatever became of
    their leases; neither they nor others of their chats come.
    """
    await in_turn(tx, inbox)
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now)
    chosen = select(inbox.c.update_id, inbox.c.bot).where(inbox.c.done_at.is_(None), free, ~_is_busy(now))
    if held:
        chats = {one.chat for one in held if one.chat is not None}
        chosen = chosen.where(or_(inbox.c.chat.is_(None), inbox.c.chat.not_in(chats)))
        chosen = chosen.where(or_(inbox.c.chat.is_not(None), inbox.c.update_id.not_in({one.id for one in held})))
    chosen = chosen.order_by(inbox.c.update_id).limit(limit)
    lent = {"owner": owner, "lease_until": now + lease, "attempts": inbox.c.attempts + 1}
    taken = update(inbox).where(tuple_(inbox.c.update_id, inbox.c.bot).in_(locked(tx, chosen, inbox)))
    rows = (await tx.execute(taken.values(lent).returning(inbox))).all()
    return [
        Update(r.update_id, r.chat, r.sender, r.payload, r.attempts, r.bot, r.said)
        for r in sorted(rows, key=lambda r: (r.update_id, r.bot))
    ]


def _is_busy(now: datetime) -> ColumnElement[bool]:
    """Whether an update of the same chat is held."""
    other = inbox.alias("other")
    return exists(
        select(other.c.update_id)
        .where(other.c.chat == inbox.c.chat, other.c.done_at.is_(None), other.c.lease_until > now)
        .correlate(inbox)
    )


def _mine(claims: Collection[Claim]) -> ColumnElement[bool]:
    """Updates that are still held by whoever claimed them so."""
    of = tuple_(inbox.c.bot, inbox.c.update_id, inbox.c.attempts).in_(list(claims))
    return inbox.c.update_id.in_([id for _, id, _ in claims]) & of & inbox.c.done_at.is_(None)


async def renew(tx: Tx, claims: Collection[Claim], until: datetime) -> None:
    """Those of these that are still ours are ours until then."""
    await tx.execute(update(inbox).where(_mine(claims)).values(lease_until=until))


async def done(tx: Tx, claims: Collection[Claim], now: datetime, *, error: str = "") -> None:
    """These were handled (or given up, with `error`): their number stays, to know them again, their content goes.

    One that somebody else has claimed since stays theirs.
    """
    values = {"done_at": now, "payload": None, "owner": None, "lease_until": None, "error": error}
    await tx.execute(update(inbox).where(_mine(claims)).values(values))


async def put_back(tx: Tx, claims: Collection[Claim], until: datetime, error: str) -> None:
    """These are to be tried again at `until`, whoever is at work then; later ones of their chats wait for them."""
    values = {"owner": None, "lease_until": until, "error": error}
    await tx.execute(update(inbox).where(_mine(claims)).values(values))


async def last_update_id(tx: Tx) -> int | None:
    """The highest id of the batch that came last (Telegram may begin anew at any number after a quiet week)."""
    query = select(inbox.c.update_id).order_by(inbox.c.received_at.desc(), inbox.c.update_id.desc()).limit(1)
    return (await tx.execute(query)).scalar()


async def waiting(tx: Tx) -> int:
    """How many updates are still to be handled."""
    return (await tx.execute(select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None)))).scalar_one()


async def backlog(tx: Tx) -> tuple[int, datetime | None, datetime | None]:
    """How many updates are still to be handled, since when the oldest is, and when the last of all came."""
    query = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.done_at.is_(None))
    count, oldest = (await tx.execute(query)).one()
    return count, oldest, (await tx.execute(select(func.max(inbox.c.received_at)))).scalar()


async def tidy(tx: Tx, before: datetime) -> int:
    """Forgets the numbers of updates handled before an instant; the one that came last stays."""
    last = await last_update_id(tx)
    old = delete(inbox).where(inbox.c.done_at < before, inbox.c.update_id != last)
    return (await tx.execute(old)).rowcount
