"""What is still to be said to people, in the transaction that decided it, delivered later and in order.

Lanes have the right of way over each other; within a chat the order of saying holds, and one message is on its way at a
time. A message that waits in front of a more urgent one of its chat takes over that one's right of way.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast, get_args

from sqlalchemy import Integer, Row, and_, bindparam, delete, exists, func, insert, or_, select, update

from storage.chats import Channel
from storage.dialects import in_turn
from storage.tables import WAITING, chats, outbox
from storage.transaction import Tx

Lane = Literal["reply", "result", "drill", "report"]
LANES: tuple[Lane, ...] = get_args(Lane)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. attempts: claims so far, this one included."""

    id: int
    chat: int
    channel: Channel
    address: str
    lane: Lane
    payload: dict[str, Any]
    turn_key: str | None
    attempts: int
    said_at: datetime


async def say(
    tx: Tx,
    chat: int,
    payload: dict[str, Any],
    lane: Lane,
    now: datetime,
    *,
    turn_key: str | None = None,
    not_before: datetime | None = None,
) -> int:
    """Puts a message into a chat's outbox; its number. A deferred one (`not_before`) holds up nothing said after it."""
    row = _row(chat, payload, lane, now) | {"turn_key": turn_key, "not_before": not_before or now}
    await tx.execute(_RAISE, {"of_chat": chat, "place": row["lane"], "at": now})
    return cast("int", (await tx.execute(_INSERT, row)).scalar_one())


async def unsent(tx: Tx, chats: Collection[int], lane: Lane) -> set[tuple[int, str]]:
    """Chat and text (JSON) of every message of a lane that nobody has begun to send in these chats."""
    query = select(outbox.c.chat, outbox.c.payload).where(outbox.c.chat.in_(chats), outbox.c.state == WAITING)
    rows = await tx.execute(query.where(outbox.c.lane == LANES.index(lane), outbox.c.attempts == 0))
    return {(row.chat, text_of(row.payload)) for row in rows}


def text_of(payload: dict[str, Any]) -> str:
    """By which two messages are known to be the same."""
    return json.dumps(payload, sort_keys=True)


async def say_each(tx: Tx, messages: Sequence[tuple[int, dict[str, Any]]], lane: Lane, now: datetime) -> None:
    """Puts one message into the outbox of each of these chats."""
    if messages:
        rows = [_row(chat, payload, lane, now) for chat, payload in messages]
        await tx.execute(_RAISE, [{"of_chat": row["chat"], "place": row["lane"], "at": now} for row in rows])
        await tx.execute(insert(outbox), rows)


def _row(chat: int, payload: dict[str, Any], lane: Lane, now: datetime) -> dict[str, Any]:
    return {
        "chat": chat,
        "lane": LANES.index(lane),
        "payload": payload,
        "turn_key": None,
        "state": "waiting",
        "attempts": 0,
        "not_before": now,
        "message_ids": [],
        "error": "",
        "said_at": now,
    }


# built once: these run for every message
_RAISE = (
    update(outbox)
    .where(outbox.c.chat == bindparam("of_chat"), outbox.c.state == WAITING, outbox.c.lane > bindparam("place"))
    .where(outbox.c.not_before <= bindparam("at"))
    .values(lane=bindparam("place"))
)
_INSERT = insert(outbox).returning(outbox.c.id)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), outbox.c.state == WAITING, outbox.c.attempts == bindparam("claims"))
    .values(
        state="sent", message_ids=bindparam("ids", type_=outbox.c.message_ids.type), done_at=bindparam("at"), error="",
        owner=None, lease_until=None,
    )
)  # fmt: skip


async def claim(
    tx: Tx,
    channel: Channel,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    least: Lane = LANES[-1],
) -> list[Outgoing]:
    """Up to `limit` messages to send now, at most one per chat, most urgent first, held by `owner` for a lease.

    least: the least urgent lane to take from. Chats that are gone or paused are left out, and so is a chat with a message
    on its way.
    """
    await in_turn(tx, outbox)
    wanted = {"to": channel, "by": owner, "at": now, "until": now + lease, "most": limit, "least": LANES.index(least)}
    ids = (await tx.execute(_TAKEN, wanted)).scalars().all()
    rows = await tx.execute(_OUTGOING.where(outbox.c.id.in_(ids)).order_by(outbox.c.lane, outbox.c.id)) if ids else ()
    return [_outgoing(row) for row in rows]


async def take_over(tx: Tx, owner: str, sending: Collection[int] = ()) -> int:
    """Frees what is held, for the one who alone sends from now on: whoever held it does not any more, or is dead.

    sending: messages that the owner has on their way; they stay held.
    """
    ours = (outbox.c.owner == owner) & outbox.c.id.in_(sending)
    held = (outbox.c.state == WAITING) & outbox.c.lease_until.is_not(None) & ~ours
    return (await tx.execute(update(outbox).where(held).values(owner=None, lease_until=None))).rowcount


# Built once: these are asked for many times a second.
_AT = bindparam("at", type_=outbox.c.not_before.type)
_FREE = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= _AT)
_READY = and_(outbox.c.state == WAITING, outbox.c.not_before <= _AT, _FREE)
_AWAKE = or_(chats.c.paused_until.is_(None), chats.c.paused_until <= _AT)
_HERE = and_(chats.c.id == outbox.c.chat, chats.c.channel == bindparam("to"), ~chats.c.gone)
_CAN_BE_REACHED = exists(select(chats.c.id).where(_HERE, _AWAKE).correlate(outbox))
_GONE = exists(select(chats.c.id).where(chats.c.id == outbox.c.chat, chats.c.gone).correlate(outbox))
_OTHER = outbox.alias("other")
_EARLIER = and_(_OTHER.c.id < outbox.c.id, _OTHER.c.not_before <= _AT)
_SENT_TO = exists(
    select(chats.c.id).where(chats.c.id == outbox.c.chat, chats.c.channel == "telegram").correlate(outbox)
)
# Something of the same chat was said earlier and is not deferred, or is on its way.
_AHEAD = exists(
    select(_OTHER.c.id)
    .where(_OTHER.c.chat == outbox.c.chat, _OTHER.c.state == WAITING, _OTHER.c.id != outbox.c.id)
    .where(or_(_EARLIER, _OTHER.c.lease_until > _AT))
    .correlate(outbox)
)
_CHOSEN = (
    select(outbox.c.id)
    .where(_READY, outbox.c.lane <= bindparam("least"), _CAN_BE_REACHED, ~_AHEAD)
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=outbox)
)
_TAKEN = (
    update(outbox)
    .where(outbox.c.id.in_(_CHOSEN.scalar_subquery()))
    .values(owner=bindparam("by"), lease_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id)
)


_OUTGOING = select(outbox, chats.c.channel, chats.c.address).select_from(
    outbox.join(chats, chats.c.id == outbox.c.chat)
)


def _outgoing(row: Row[Any]) -> Outgoing:
    lane = LANES[row.lane]
    key, attempts = row.turn_key, row.attempts
    return Outgoing(row.id, row.chat, row.channel, row.address, lane, row.payload, key, attempts, row.said_at)


async def _change(tx: Tx, row: Outgoing, **values: Any) -> bool:
    mine = (outbox.c.id == row.id) & (outbox.c.state == WAITING) & (outbox.c.attempts == row.attempts)
    return bool((await tx.execute(update(outbox).where(mine).values(owner=None, lease_until=None, **values))).rowcount)


async def sent(tx: Tx, row: Outgoing, message_ids: Sequence[int], now: datetime) -> bool:
    """The message is out, as these messages of the channel; False: somebody else had taken it over."""
    return bool((await tx.execute(_SENT, _as_sent(row, message_ids, now))).rowcount)


async def sent_each(tx: Tx, out: Sequence[tuple[Outgoing, Sequence[int]]], now: datetime) -> None:
    """Each of these is out, as its messages of the channel, unless somebody else had taken it over."""
    if out:
        await tx.execute(_SENT, [_as_sent(row, ids, now) for row, ids in out])


def _as_sent(row: Outgoing, message_ids: Sequence[int], now: datetime) -> dict[str, Any]:
    return {"of_id": row.id, "claims": row.attempts, "ids": list(message_ids), "at": now}


async def postpone(tx: Tx, row: Outgoing, until: datetime, error: str = "", *, arrived: bool = True) -> bool:
    """Tries again at `until`; the whole chat waits for it, so that its order holds.

    arrived: whether this try may have put it on the screen; one that surely has not is not counted.
    """
    await tx.execute(update(chats).where(chats.c.id == row.chat).values(paused_until=until))
    return await _change(tx, row, error=error, attempts=row.attempts - (not arrived))


async def defer(tx: Tx, row: Outgoing, until: datetime) -> bool:
    """Puts this one message off; what was said after it does not wait."""
    return await _change(tx, row, not_before=until, attempts=row.attempts - 1)


async def fail(tx: Tx, row: Outgoing, error: str, now: datetime) -> bool:
    """Gives the message up; the next one of its chat goes on."""
    return await _change(tx, row, state="failed", error=error, done_at=now)


async def of_chat(tx: Tx, chat: int, *, unsent: bool = True) -> list[Outgoing]:
    """A chat's messages in the order of saying: those still to be said, or all."""
    query = _OUTGOING.where(outbox.c.chat == chat).order_by(outbox.c.id)
    rows = await tx.execute(query.where(outbox.c.state == WAITING) if unsent else query)
    return [_outgoing(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Stored:
    """One message of a chat, said or still to be said. shown: it was on a screen already."""

    id: int
    payload: dict[str, Any]
    turn_key: str | None
    shown: bool


async def latest_of_chat(tx: Tx, chat: int, limit: int) -> list[Stored]:
    """A chat's last messages, sent or not, in the order of saying; those that were given up are left out."""
    columns = (outbox.c.id, outbox.c.payload, outbox.c.turn_key, outbox.c.state)
    query = select(*columns).where(outbox.c.chat == chat, outbox.c.state != "failed").order_by(outbox.c.id.desc())
    rows = (await tx.execute(query.limit(limit))).all()
    return [Stored(row.id, row.payload, row.turn_key, row.state != WAITING) for row in reversed(rows)]


async def last_ids(tx: Tx, of_chats: Collection[int]) -> dict[int, int]:
    """By chat: the number of the message that was said last; chats where nothing was said are left out."""
    query = select(outbox.c.chat, func.max(outbox.c.id)).where(outbox.c.chat.in_(of_chats)).group_by(outbox.c.chat)
    return {row[0]: row[1] for row in await tx.execute(query)}


async def printed(tx: Tx, ids: Collection[int], now: datetime) -> None:
    """These messages are on the terminal."""
    await tx.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state="sent", done_at=now))


async def shown(tx: Tx, chat: int, *turn_keys: str, since: datetime | None = None, at_once: bool = False) -> list[int]:
    """The channel's ids of the latest message with one of these keys (sent at `since` or later); empty without one.

    `at_once`: only if it went out at the first try; else an earlier copy, with other ids, may be on the screen too.
    """
    query = select(outbox.c.message_ids).where(
        outbox.c.chat == chat, outbox.c.turn_key.in_(turn_keys), outbox.c.state == "sent"
    )
    if since is not None:
        query = query.where(outbox.c.done_at >= since)
    if at_once:
        query = query.where(outbox.c.attempts == 1)
    return (await tx.execute(query.order_by(outbox.c.id.desc()).limit(1))).scalar() or []


@dataclass(frozen=True, slots=True)
class Screened:
    """How far the latest message with a turn key has come. ids: the channel's, empty until it is out."""

    state: str
    attempts: int
    ids: tuple[int, ...]
    said_at: datetime
    done_at: datetime | None


async def screened(tx: Tx, chat: int, *turn_keys: str) -> Screened | None:
    """The latest message with one of these keys; None when there is none (any more)."""
    columns = (outbox.c.state, outbox.c.attempts, outbox.c.message_ids, outbox.c.said_at, outbox.c.done_at)
    query = select(*columns).where(outbox.c.chat == chat, outbox.c.turn_key.in_(turn_keys))
    row = (await tx.execute(query.order_by(outbox.c.id.desc()).limit(1))).first()
    return Screened(row.state, row.attempts, tuple(row.message_ids), row.said_at, row.done_at) if row else None


async def unsay(tx: Tx, chat: int, turn_key: str) -> bool:
    """Takes back what was said under a turn key and nobody has begun to send; whether any of it is left."""
    here = (outbox.c.chat == chat) & (outbox.c.turn_key == turn_key)
    await tx.execute(delete(outbox).where(here, outbox.c.state == WAITING, outbox.c.attempts == 0))
    return (await tx.execute(select(outbox.c.id).where(here).limit(1))).first() is not None


async def drop(tx: Tx, ids: Collection[int]) -> None:
    """Takes back those of these messages that nobody has begun to send."""
    unbegun = (outbox.c.state == WAITING) & (outbox.c.attempts == 0)
    await tx.execute(delete(outbox).where(outbox.c.id.in_(ids), unbegun))


async def sent_as(tx: Tx, chat: int, message_id: int, *, look_back: int = 200) -> Outgoing | None:
    """The chat's message with this id of the channel, among its latest ones; None when it is not ours or too old."""
    latest = select(outbox.c.id, outbox.c.message_ids).where(outbox.c.chat == chat, outbox.c.state == "sent")
    rows = await tx.execute(latest.order_by(outbox.c.id.desc()).limit(look_back))
    id = next((row.id for row in rows if message_id in row.message_ids), None)
    row = (await tx.execute(_OUTGOING.where(outbox.c.id == id))).first() if id is not None else None
    return _outgoing(row) if row else None


async def latest(tx: Tx, chat: int) -> Outgoing | None:
    """The chat's message that was said last, sent or not."""
    row = (await tx.execute(_OUTGOING.where(outbox.c.chat == chat).order_by(outbox.c.id.desc()).limit(1))).first()
    return _outgoing(row) if row else None


async def waiting(tx: Tx, now: datetime) -> dict[Lane, tuple[int, datetime]]:
    """Per lane: how many messages can be sent now, and since when the oldest is; those to chats that are gone do not count.

    Nor do those of pages and terminals: they wait until somebody looks.
    """
    due = and_(outbox.c.state == WAITING, outbox.c.not_before <= now, ~_GONE, _SENT_TO)
    query = select(outbox.c.lane, func.count(), func.min(outbox.c.said_at)).where(due).group_by(outbox.c.lane)
    return {LANES[lane]: (count, oldest) for lane, count, oldest in await tx.execute(query)}


async def tidy(tx: Tx, before: datetime) -> int:
    """Drops what was sent before an instant, and what has waited since then for somebody who is gone."""
    sent = and_(outbox.c.state != WAITING, outbox.c.done_at < before)
    waited = and_(outbox.c.state == WAITING, outbox.c.said_at < before, _GONE)
    return (await tx.execute(delete(outbox).where(or_(sent, waited)))).rowcount
