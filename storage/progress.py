"""What came of every question, kept as rows when it closes and rewritten when a grade, a tick or an appeal changes it.

Every query names one source (judge, self or estimate), so that no figure mixes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, select

from interview.marks import MarkSource
from interview.model import Interview
from storage.dialects import Row, insert
from storage.mark_rows import point_rows, question_row
from storage.tables import interviews, point_marks, question_marks, turns
from storage.transaction import Tx

HALF = 0.5  # credit below which a first answer lost the point

# -- writing ---------------------------------------------------------------------------------------------------------


async def record(tx: Tx, interview: Interview, item: int, now: datetime) -> None:
    """Writes the marks of one planned question and of its key points; they keep the time of their first writing."""
    kind = await tx.execute(select(interviews.c.kind).where(interviews.c.id == interview.id))
    await _upsert(tx, question_marks, [question_row(interview, item, kind.scalar_one(), now)])
    await _upsert(tx, point_marks, point_rows(interview, item, now))


async def _upsert(tx: Tx, table: Any, rows: list[Row]) -> None:
    if not rows:
        return
    kept = insert(tx, table).values(rows)
    keys = [column.name for column in table.primary_key]
    new = {name: kept.excluded[name] for name in rows[0] if name not in (*keys, "at")}
    await tx.execute(kept.on_conflict_do_update(index_elements=keys, set_=new))


# -- one person ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """How a key point stands by its latest mark, with the sentence that lost it.

    times: marks it has had; lost: how many of them were below ½ without help.
    """

    question: str
    point: str
    topic: str
    weight: int
    verdict: str
    unprompted: float
    after: float | None
    quote: str
    why: str
    at: datetime
    times: int
    lost: int


@dataclass(frozen=True, slots=True)
class SelfAgainstJudge:
    """How many points a person gave themselves `said` credit for and the judge `judged` (both 0, ½, 1)."""

    said: float
    judged: float
    points: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a person has done."""

    interviews: int
    answers: int
    first_at: datetime | None
    last_at: datetime | None


async def weakest(
    tx: Tx, person: int, source: MarkSource, *, limit: int = 10, topic: str | None = None
) -> list[WeakPoint]:
    """The points a person stands worst in, by the latest mark each has of this source: least credit, then heaviest."""
    c = point_marks.c
    mine = and_(c.person == person, c.source == source.value, c.unprompted.is_not(None))
    latest = func.max(c.at, type_=c.at.type).label("latest")
    times, lost = func.count().label("times"), func.sum(case((c.unprompted < HALF, 1), else_=0)).label("lost")
    each = select(c.question, c.point, latest, times, lost).where(mine).group_by(c.question, c.point).subquery()
    here = and_(c.question == each.c.question, c.point == each.c.point, c.at == each.c.latest)
    query = (
        select(point_marks, each.c.times, each.c.lost)
        .select_from(each.join(point_marks, here))
        .where(mine, c.unprompted < 1)
        .order_by(c.unprompted, c.weight.desc(), c.after, c.at.desc(), c.question, c.point)
        .limit(limit)
    )
    rows = await tx.execute(query if topic is None else query.where(c.topic == topic))
    return [_weak(row) for row in rows]


def _weak(row: Any) -> WeakPoint:
    return WeakPoint(
        question=row.question,
        point=row.point,
        topic=row.topic,
        weight=row.weight,
        verdict=row.verdict,
        unprompted=row.unprompted,
        after=row.after,
        quote=row.quote,
        why=row.why,
        at=row.at,
        times=row.times,
        lost=row.lost,
    )


async def active_days(tx: Tx, person: int, zone: ZoneInfo, *, since: datetime | None = None) -> Counter[date]:
    """How many answers a person gave on each local day."""
    joined = turns.join(interviews, interviews.c.id == turns.c.interview)
    query = select(turns.c.answered_at).select_from(joined).where(interviews.c.person == person)
    query = query.where(turns.c.answered_at >= since if since is not None else turns.c.answered_at.is_not(None))
    return Counter(at.astimezone(zone).date() for at in (await tx.execute(query)).scalars())


def streak(days: Iterable[date], today: date) -> int:
    """Active days in a row up to today, or up to yesterday when today has none yet."""
    past = sorted({day for day in days if day <= today}, reverse=True)
    if not past or today - past[0] > timedelta(days=1):
        return 0
    length = 1
    for later, earlier in pairwise(past):
        if later - earlier != timedelta(days=1):
            break
        length += 1
    return length


async def self_against_judge(tx: Tx, person: int) -> list[SelfAgainstJudge]:
    """Points that a person ticked and a judge decided, counted by both credits."""
    c = point_marks.c
    both = and_(c.person == person, c.first_source == "judge", c.self_credit.is_not(None), c.unprompted.is_not(None))
    judged = case(
        (c.verdict == "covered", 1.0), (c.verdict == "partial", 0.5), else_=0.0
    )  # before what a hint takes off
    query = select(c.self_credit, judged, func.count()).where(both).group_by(c.self_credit, judged)
    return [SelfAgainstJudge(*row) for row in await tx.execute(query.order_by(c.self_credit, judged))]


async def totals(tx: Tx, person: int) -> Totals:
    """How much a person has done, and since when."""
    answered = func.count(turns.c.answered_at)
    first = func.min(turns.c.answered_at, type_=turns.c.answered_at.type)
    last = func.max(turns.c.answered_at, type_=turns.c.answered_at.type)
    joined = interviews.outerjoin(turns, turns.c.interview == interviews.c.id)
    count = func.count(interviews.c.id.distinct())
    query = select(count, answered, first, last).select_from(joined).where(interviews.c.person == person)
    return Totals(*(await tx.execute(query)).one())


async def counts_by_source(tx: Tx, person: int) -> dict[MarkSource, int]:
    """How many questions have marks from each source."""
    c = question_marks.c
    query = select(c.source, func.count()).where(c.person == person, c.first.is_not(None)).group_by(c.source)
    return {MarkSource(source): count for source, count in await tx.execute(query)}
