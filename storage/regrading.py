"""Queries for regrading: answers that a judge can grade again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from grader.grade import Method
from storage.tables import grades, interviews, turns
from storage.transaction import Tx


async def graded_since(tx: Tx, since: datetime) -> list[tuple[str, int]]:
    """Interview id and turn number of every answer whose standing grade dates from `since` or later, oldest interview first.

    Left out is what no judge decides: answers graded by triage (blank, "I don't know") and code graded by its tests.
    """
    standing = and_(
        grades.c.interview == turns.c.interview,
        grades.c.turn == turns.c.number,
        grades.c.revision == turns.c.revision,
        grades.c.generation == turns.c.generation,
    )
    query = (
        select(turns.c.interview, turns.c.number)
        .join(grades, standing)
        .join(interviews, interviews.c.id == turns.c.interview)
        .where(
            turns.c.state == "answered",
            turns.c.generation > 0,
            grades.c.at >= since,
            grades.c.method.not_in((Method.TRIAGE.value, Method.TESTS.value)),
        )
        .order_by(interviews.c.started_at, turns.c.interview, turns.c.number)
    )
    return [(interview, number) for interview, number in await tx.execute(query)]
