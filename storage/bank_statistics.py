"""What the answers say about the questions: how hard they are, how well they tell people apart, what nobody gets."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from sqlalchemy import and_, case, func, select

from interview.marks import MarkSource
from storage.progress import HALF
from storage.tables import appeals, items, point_marks, question_marks, question_reports, turns
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """One question by the first marks that have one source.

    mean: 0–10. spread: standard deviation, None under two marks.
    discrimination: −1…1, correlation of its marks with the person's mean over their other questions; None when too few
    people answered it or all marks are the same.
    """

    question: str
    marks: int
    people: int
    mean: float
    spread: float | None
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class PointStatistics:
    """One key point by one source: marks, mean credit (0–1) without help, how many missed or contradicted it."""

    question: str
    point: str
    marks: int
    mean: float
    missed: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class Complaints:
    """appealed: verdicts contested; overturned: of those. reported: reports that the question is wrong, still open."""

    question: str
    appealed: int
    overturned: int
    reported: int


ENOUGH = 5  # marks of different people before a correlation is given


async def questions(tx: Tx, source: MarkSource) -> list[QuestionStatistics]:
    """Every question that was marked by this source, hardest first. Drills that asked only a probe do not count."""
    c = question_marks.c
    marked = and_(c.source == source.value, c.first.is_not(None), c.probe.is_(None))
    each = select(c.person, func.sum(c.first).label("total"), func.count().label("n")).where(marked)
    own = each.group_by(c.person).subquery()
    rest = case((own.c.n > 1, (own.c.total - c.first) / (own.c.n - 1)))
    both = case((own.c.n > 1, c.first))
    sums = [func.count(rest), *(func.sum(v) for v in (both, rest, both * both, rest * rest, both * rest))]
    query = (
        select(
            c.question,
            func.count(),
            func.count(c.person.distinct()),
            func.sum(c.first),
            func.sum(c.first * c.first),
            *sums,
        )
        .select_from(question_marks.join(own, own.c.person == c.person))
        .where(marked)
        .group_by(c.question)
    )
    found = [_question(*row) for row in await tx.execute(query)]
    return sorted(found, key=lambda one: (one.mean, one.question))


def _question(question: str, n: int, people: int, total: float, squares: float, *sums: Any) -> QuestionStatistics:
    spread = sqrt(max(0.0, squares - total * total / n) / (n - 1)) if n > 1 else None
    return QuestionStatistics(question, n, people, total / n, spread, _correlation(*sums) if people >= ENOUGH else None)


def _correlation(
    n: int, x: float | None, y: float | None, xx: float | None, yy: float | None, xy: float | None
) -> float | None:
    """Pearson's r from sums; None under five pairs or without any spread."""
    if n < ENOUGH or x is None or y is None or xx is None or yy is None or xy is None:
        return None
    spread = (n * xx - x * x) * (n * yy - y * y)
    return max(-1.0, min(1.0, (n * xy - x * y) / sqrt(spread))) if spread > 1e-9 else None


async def points(tx: Tx, source: MarkSource, *, question: str | None = None) -> list[PointStatistics]:
    """Every key point that was marked by this source, the least known first."""
    c = point_marks.c
    marked = and_(c.first_source == source.value, c.unprompted.is_not(None))
    missed = func.sum(case((c.unprompted < HALF, 1), else_=0))
    contradicted = func.sum(case((c.verdict == "contradicted", 1), else_=0))
    mean = func.avg(c.unprompted)
    query = select(c.question, c.point, func.count(), mean, missed, contradicted).where(marked)
    query = query.where(c.question == question) if question is not None else query
    rows = await tx.execute(query.group_by(c.question, c.point).order_by(mean, c.question, c.point))
    return [PointStatistics(*row) for row in rows]


async def complaints(tx: Tx) -> list[Complaints]:
    """Every question with a contested verdict or an open report, the most complained of first."""
    here = and_(turns.c.interview == appeals.c.interview, turns.c.number == appeals.c.turn)
    item = and_(items.c.interview == turns.c.interview, items.c.place == turns.c.item)
    overturned = func.sum(case((appeals.c.outcome == "overturned", 1), else_=0))
    contested = select(items.c.question, func.count(), overturned).select_from(
        appeals.join(turns, here).join(items, item)
    )
    found = {q: (n, over) for q, n, over in await tx.execute(contested.group_by(items.c.question))}
    c = question_reports.c
    reported = select(c.question, func.count()).where(c.state == "open").group_by(c.question)
    wrong = {row[0]: row[1] for row in await tx.execute(reported)}
    listed = [Complaints(q, *found.get(q, (0, 0)), wrong.get(q, 0)) for q in found.keys() | wrong.keys()]
    return sorted(listed, key=lambda one: (-(one.appealed + one.reported), one.question))
