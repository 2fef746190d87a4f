"""Messages of a turn that are no answer, or may be none: kept with their words, so that one tap makes an answer of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, select, update

from interview.asides import AsideKind
from storage.dialects import insert, locked
from storage.tables import asides, interviews
from storage.transaction import Tx


class AsideState(StrEnum):
    """What became of it."""

    ASKED = "asked"  # not clear: the person is asked
    ASIDE = "aside"  # replied to, graded by nobody
    ANSWER = "answer"  # taken for an answer, or a part of one


@dataclass(frozen=True, slots=True)
class HeardAside:
    """One message. kind: what it is, or most likely is. source: the message it came from, "" where they have no names."""

    id: int
    interview: str
    turn: int
    kind: AsideKind
    state: AsideState
    text: str
    source: str
    at: datetime


async def keep(
    tx: Tx, interview: str, turn: int, kind: AsideKind, state: AsideState, text: str, source: str, now: datetime
) -> int:
    """Stores a message; returns its number."""
    row = {"interview": interview, "turn": turn, "kind": kind.value, "state": state.value}
    row |= {"text": text, "source": source, "at": now}
    kept = await tx.execute(insert(tx, asides).values(row).returning(asides.c.id))
    return int(kept.scalar_one())


async def of_turn(tx: Tx, interview: str, turn: int) -> list[HeardAside]:
    """The messages of one turn, oldest first."""
    mine = and_(asides.c.interview == interview, asides.c.turn == turn)
    return [_heard(row) for row in await tx.execute(select(asides).where(mine).order_by(asides.c.id))]


async def of_interview(tx: Tx, interview: str) -> list[HeardAside]:
    """The messages of a whole interview, oldest first."""
    query = select(asides).where(asides.c.interview == interview).order_by(asides.c.id)
    return [_heard(row) for row in await tx.execute(query)]


async def of_chat(tx: Tx, chat: int, id: int) -> HeardAside | None:
    """One message of this chat, locked until the end of a writing transaction; None when there is none."""
    query = select(asides).join(interviews, interviews.c.id == asides.c.interview)
    query = query.where(asides.c.id == id, interviews.c.chat == chat)
    row = (await tx.execute(locked(tx, query, asides))).first()
    return _heard(row) if row else None


async def become(tx: Tx, id: int, state: AsideState, kind: AsideKind | None = None) -> None:
    """What the message is from now on; its kind stays unless told."""
    values = {"state": state.value} | ({"kind": kind.value} if kind else {})
    await tx.execute(update(asides).where(asides.c.id == id).values(values))


def _heard(row: Row[Any]) -> HeardAside:
    kind, state = AsideKind(row.kind), AsideState(row.state)
    return HeardAside(row.id, row.interview, row.turn, kind, state, row.text, row.source, row.at)
