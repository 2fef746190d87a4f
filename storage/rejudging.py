"""Which answers can be judged again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from storage.tables import grades, interviews, turns
from storage.transaction import Tx


async def graded_since(tx: Tx, since: datetime) -> list[tuple[str, int]]:
    """Interview and turn of every answer whose standing grade was given at or after `since`, oldest interview first.

    What triage settled (blank, "I don't know") is left out: there is nothing in it to judge.
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
            turns.c.state == "answered", turns.c.generation > 0, grades.c.at >= since, grades.c.graded_by != "triage"
        )
        .order_by(interviews.c.started_at, turns.c.interview, turns.c.number)
    )
    return [(interview, number) for interview, number in await tx.execute(query)]
