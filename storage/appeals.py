"""Queries of appeals for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from grader.grade import PointVerdict
from interview.model import Outcome
from storage.serialize import verdict_from_json
from storage.tables import appeals, interviews, items, people, turns
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Contested:
    """One appeal with what is needed to decide it; the answer is part of it only because it is contested."""

    id: int
    interview: str
    turn: int
    person: int
    name: str
    question: str
    revision: str
    probe: str | None
    point: str
    answer: str
    reason: str
    before: PointVerdict
    outcome: Outcome
    after: PointVerdict | None
    at: datetime


_CONTESTED = select(
    appeals, interviews.c.person, people.c.name, items.c.question, items.c.revision, turns.c.probe, turns.c.answer
).select_from(
    appeals.join(turns, and_(turns.c.interview == appeals.c.interview, turns.c.number == appeals.c.turn))
    .join(interviews, interviews.c.id == appeals.c.interview)
    .join(items, and_(items.c.interview == turns.c.interview, items.c.place == turns.c.item))
    .join(people, people.c.id == interviews.c.person)
)


def _contested(row: Row[Any]) -> Contested:
    return Contested(
        id=row.id,
        interview=row.interview,
        turn=row.turn,
        person=row.person,
        name=row.name,
        question=row.question,
        revision=row.revision,
        probe=row.probe,
        point=row.point,
        answer=row.answer,
        reason=row.reason,
        before=verdict_from_json(row.before),
        outcome=Outcome(row.outcome),
        after=verdict_from_json(row.after) if row.after is not None else None,
        at=row.at,
    )


async def listed(tx: Tx, outcome: Outcome | None = None, *, limit: int = 200) -> list[Contested]:
    """Appeals with this outcome (None: any), oldest first, at most `limit`."""
    query = _CONTESTED.order_by(appeals.c.id).limit(limit)
    rows = await tx.execute(query if outcome is None else query.where(appeals.c.outcome == outcome.value))
    return [_contested(row) for row in rows]


async def get(tx: Tx, appeal: int) -> Contested | None:
    """The appeal with this id; None when there is none."""
    row = (await tx.execute(_CONTESTED.where(appeals.c.id == appeal))).first()
    return _contested(row) if row else None
