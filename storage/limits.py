"""How much somebody has used: counted from what is stored, so that no counter can be wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, func, select

from grader.grade import Method
from storage.tables import grades, interviews, turns
from storage.transaction import Tx

SAMPLES = 2  # judgements of one answer at most


async def answers_since(tx: Tx, person: int, since: datetime) -> int:
    """Answers of a person heard (or last amended) at `since` or later; every amendment counts as one more."""
    joined = turns.join(interviews, interviews.c.id == turns.c.interview)
    mine = (interviews.c.person == person) & (interviews.c.touched_at >= since) & (turns.c.answered_at >= since)
    revisions = func.coalesce(func.sum(turns.c.revision), 0)
    return int((await tx.execute(select(revisions).select_from(joined).where(mine))).scalar_one())


async def judged_since(tx: Tx, person: int, since: datetime) -> int:
    """Verdicts of a judge for a person that came at `since` or later."""
    joined = grades.join(interviews, interviews.c.id == grades.c.interview)
    mine = (interviews.c.person == person) & (interviews.c.touched_at >= since)
    judged = mine & (grades.c.method == Method.JUDGE.value) & (grades.c.at >= since)
    return (await tx.execute(select(func.count()).select_from(joined).where(judged))).scalar_one()


async def judge_tokens_since(tx: Tx, since: datetime) -> int:
    """Tokens that judges read and wrote for everybody's grades that came at `since` or later, as far as they count them."""
    parts = [("receipt", "samples", n, "usage", kind) for n in range(SAMPLES) for kind in ("prompt", "completion")]
    used = sum((func.coalesce(grades.c.content[part].as_string().cast(Integer), 0) for part in parts), start=0)
    judged = (grades.c.method == Method.JUDGE.value) & (grades.c.at >= since)
    total = select(func.coalesce(func.sum(used), 0)).where(judged)
    return int((await tx.execute(total)).scalar_one())
