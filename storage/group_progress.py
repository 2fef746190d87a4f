"""How a study group is doing: who is active, what it knows by topic, what most of it misses, who went quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from sqlalchemy import and_, case, func, select

from grader.grade import FULL
from interview.marks import MarkSource
from storage.progress import HALF
from storage.tables import (
    grades,
    interviews,
    items,
    memberships,
    people,
    plans,
    point_marks,
    question_marks,
    turns,
)
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Member:
    """One member: answers in the time looked at, and the last one ever (None: never answered)."""

    person: int
    name: str
    answers: int
    last_at: datetime | None

    @property
    def went_quiet(self) -> bool:
        """Answered once, but not in the time looked at."""
        return self.answers == 0 and self.last_at is not None


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """First marks of one topic: number, mean, standard error of the mean (None under two), mean after probing."""

    topic: str
    questions: int
    mean: float
    error: float | None
    after: float
    last_at: datetime


@dataclass(frozen=True, slots=True)
class MissedPoint:
    """A key point by its first answers in the group: marks, how many missed it, how many people those were."""

    question: str
    point: str
    topic: str
    marks: int
    missed: int
    people: int


async def members(tx: Tx, group: int, since: datetime) -> list[Member]:
    """Every member of a group with their answers since an instant, the most active first."""
    last = func.max(turns.c.answered_at, type_=turns.c.answered_at.type)
    recent = func.coalesce(func.sum(case((turns.c.answered_at >= since, 1), else_=0)), 0)
    joined = (
        memberships.join(people, people.c.id == memberships.c.person)
        .outerjoin(interviews, interviews.c.person == people.c.id)
        .outerjoin(turns, turns.c.interview == interviews.c.id)
    )
    query = select(people.c.id, people.c.name, recent, last).select_from(joined).where(memberships.c.group == group)
    query = query.group_by(people.c.id, people.c.name).order_by(recent.desc(), people.c.id)
    return [Member(*row) for row in await tx.execute(query)]


@dataclass(frozen=True, slots=True)
class MemberEvidence:
    """What there is to see of a member: the day they plan for, key points with a judge's verdict, coding tasks passed."""

    person: int
    day: date | None
    points: int
    code: int


async def evidence(tx: Tx, group: int) -> list[MemberEvidence]:
    """The evidence of every member, in the order of their numbers."""
    inside = select(memberships.c.person).where(memberships.c.group == group)
    c = point_marks.c
    each = select(c.person, c.question, c.point).where(c.person.in_(inside), c.source == MarkSource.JUDGE.value)
    judged = each.distinct().subquery()
    counted = await tx.execute(select(judged.c.person, func.count()).group_by(judged.c.person))
    points = {row[0]: row[1] for row in counted}
    run = grades.join(turns, and_(turns.c.interview == grades.c.interview, turns.c.number == grades.c.turn))
    run = run.join(items, and_(items.c.interview == turns.c.interview, items.c.place == turns.c.item))
    run = run.join(interviews, interviews.c.id == turns.c.interview)
    whole = and_(interviews.c.person.in_(inside), grades.c.method == "tests", grades.c.score >= FULL)
    tasks = select(interviews.c.person, func.count(items.c.question.distinct())).select_from(run).where(whole)
    code = {row[0]: row[1] for row in await tx.execute(tasks.group_by(interviews.c.person))}
    planned = await tx.execute(select(plans.c.person, plans.c.day).where(plans.c.person.in_(inside)))
    days = {row.person: row.day for row in planned}
    return [
        MemberEvidence(person, days.get(person), points.get(person, 0), code.get(person, 0))
        for person in sorted((await tx.execute(inside)).scalars())
    ]


async def topics(tx: Tx, group: int, source: MarkSource) -> list[TopicStanding]:
    """The group's first marks by topic, by one source, in the order of the topics' names."""
    c = question_marks.c
    inside = c.person.in_(select(memberships.c.person).where(memberships.c.group == group))
    marked = and_(inside, c.source == source.value, c.first.is_not(None))
    sums = (func.count(), func.sum(c.first), func.sum(c.first * c.first), func.sum(func.coalesce(c.after, c.first)))
    latest = func.max(c.at, type_=c.at.type)
    query = select(c.topic, *sums, latest).where(marked).group_by(c.topic).order_by(c.topic)
    return [_standing(*row) for row in await tx.execute(query)]


def _standing(topic: str, n: int, total: float, squares: float, after: float, last_at: datetime) -> TopicStanding:
    """A standing from the sums of first marks, of their squares and of the marks after probing."""
    variance = max(0.0, squares - total * total / n) / (n - 1) if n > 1 else None
    error = sqrt(variance / n) if variance is not None else None
    return TopicStanding(topic, n, total / n, error, after / n, last_at)


async def most_missed(tx: Tx, group: int, source: MarkSource, *, limit: int = 10) -> list[MissedPoint]:
    """The key points that the most first answers of the group missed, by one source."""
    c = point_marks.c
    inside = c.person.in_(select(memberships.c.person).where(memberships.c.group == group))
    marked = and_(inside, c.first_source == source.value, c.unprompted.is_not(None))
    lost = c.unprompted < HALF
    missed = func.sum(case((lost, 1), else_=0))
    missing = func.count(case((lost, c.person)).distinct())
    query = select(c.question, c.point, func.max(c.topic), func.count(), missed, missing).where(marked)
    query = query.group_by(c.question, c.point).having(missed > 0)
    query = query.order_by(missed.desc(), func.count(), c.question, c.point).limit(limit)
    return [MissedPoint(*row) for row in await tx.execute(query)]
