"""The administrators' figures: how many people, interviews and answers there are, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, Table, func, select
from sqlalchemy.sql import ColumnExpressionArgument

from storage.tables import WAITING, interviews, outbox, people, tasks, turns
from storage.transaction import Tx

ACTIVE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """active: people seen in seven days. waiting: grades asked for and not yet given. unsent: messages."""

    people: int
    active: int
    interviews: int
    answers: int
    waiting: int
    unsent: int


async def figures(tx: Tx, now: datetime) -> Figures:
    """All figures in one statement."""
    counted = select(
        _count(people),
        _count(people, people.c.seen_at >= now - ACTIVE),
        _count(interviews),
        _count(turns, turns.c.revision > 0),
        _count(tasks, tasks.c.state == WAITING, tasks.c.kind.in_(("grade", "run"))),
        _count(outbox, outbox.c.state == WAITING),
    )
    return Figures(*(await tx.execute(counted)).one())


def _count(table: Table, *where: ColumnExpressionArgument[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()
