"""What reports read, in as few rows as their figures need: one person's marks and cards, a group's tasks, who gets one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text

from interview.marks import MarkSource
from storage.chats import Chat
from storage.progress import WeakPoint, weakest
from storage.tables import (
    OPEN_INTERVIEW,
    assignments,
    cards,
    chats,
    groups,
    heard,
    interviews,
    memberships,
    people,
    question_marks,
    turns,
)
from storage.transaction import Tx

EVERY = 1_000_000  # points; more than anybody has


@dataclass(frozen=True, slots=True)
class Marked:
    """Both marks (0–10) of a whole question that was asked; `source` says who gave them."""

    at: datetime
    question: str
    topic: str
    level: int
    first: float
    after: float | None
    source: MarkSource


async def marked(tx: Tx, person: int) -> list[Marked]:
    """A person's judged and self-rated marks of whole questions, oldest first; estimates and lone probes are none."""
    c = question_marks.c
    decided = c.source.in_((MarkSource.JUDGE.value, MarkSource.SELF.value))
    query = select(c.at, c.question, c.topic, c.level, c.first, c.after, c.source)
    query = query.where(c.person == person, decided, c.first.is_not(None), c.probe.is_(None)).order_by(c.at)
    by = {source.value: source for source in MarkSource}  # looked up ten thousand times
    return [
        Marked(at, question, topic, level, first, after, by[source])
        for at, question, topic, level, first, after, source in await tx.execute(query)
    ]


async def missed(tx: Tx, person: int, source: MarkSource) -> list[WeakPoint]:
    """Every point a person does not have in full by the latest mark of one source, the weakest first."""
    return await weakest(tx, person, source, limit=EVERY)


async def due(tx: Tx, person: int) -> list[datetime]:
    """When each of a person's points comes back, soonest first."""
    return list((await tx.execute(select(cards.c.due).where(cards.c.person == person).order_by(cards.c.due))).scalars())


# -- what was assigned -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assigned:
    """A topic to be worked through by a day. of: people asked to; begun: those who answered a question of it since then.

    questions: how many questions of it they answered in all. group: "" when it is one person's own.
    """

    id: int
    topic: str
    by_day: date
    group: str
    of: int
    begun: int
    questions: int


async def assigned(tx: Tx, *, group: int | None = None, person: int | None = None) -> list[Assigned]:
    """How far a group, or one person alone, is with what was assigned, soonest first; past days are included."""
    chosen = assignments.c.group == group if person is None else _asked_of(person)
    member = _member(person)
    marked_since = and_(
        question_marks.c.person == people.c.id,
        question_marks.c.topic == assignments.c.topic,
        question_marks.c.at >= assignments.c.made_at,
    )
    joined = (
        assignments.outerjoin(groups, groups.c.id == assignments.c.group)
        .outerjoin(people, member)  # a group may have nobody yet
        .outerjoin(question_marks, marked_since)
    )
    name = func.coalesce(groups.c.name, "")
    columns = (assignments.c.id, assignments.c.topic, assignments.c.by_day, name)
    counts = (
        func.count(people.c.id.distinct()),
        func.count(question_marks.c.person.distinct()),
        func.count(question_marks.c.interview),
    )
    query = select(*columns, *counts).select_from(joined).where(chosen).group_by(*columns)
    return [Assigned(*row) for row in await tx.execute(query.order_by(assignments.c.by_day, assignments.c.id))]


def _asked_of(person: int) -> ColumnElement[bool]:
    theirs = select(memberships.c.group).where(memberships.c.person == person)
    return or_(assignments.c.person == person, assignments.c.group.in_(theirs))


def _member(person: int | None) -> ColumnElement[bool]:
    """Who an assignment is counted over: everybody it is for, or this one person of them."""
    inside = and_(memberships.c.group == assignments.c.group, memberships.c.person == people.c.id)
    asked = or_(assignments.c.person == people.c.id, exists(select(memberships.c.person).where(inside)))
    return asked if person is None else and_(asked, people.c.id == person)


async def topics_assigned(tx: Tx, person: int, today: date) -> list[str]:
    """The topics a person is asked to work through by today or later, soonest first."""
    query = select(assignments.c.topic).where(_asked_of(person), assignments.c.by_day >= today)
    return list(dict.fromkeys((await tx.execute(query.order_by(assignments.c.by_day, assignments.c.id))).scalars()))


# -- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """How much somebody has answered, and when last (None: never)."""

    answers: int
    last_at: datetime | None


async def done(tx: Tx, persons: Collection[int]) -> dict[int, Done]:
    """What each of these people has answered; those who never did are left out."""
    last = func.max(turns.c.answered_at, type_=turns.c.answered_at.type)
    joined = interviews.join(turns, turns.c.interview == interviews.c.id)
    query = select(interviews.c.person, func.count(turns.c.answered_at), last).select_from(joined)
    query = query.where(interviews.c.person.in_(persons)).group_by(interviews.c.person)
    return {person: Done(answers, at) for person, answers, at in await tx.execute(query) if answers}


@dataclass(frozen=True, slots=True)
class Score:
    """One member's first marks by one source: how many and their mean."""

    person: int
    source: MarkSource
    questions: int
    mean: float


async def scores(tx: Tx, group: int) -> list[Score]:
    """Every member's mean first mark, each source by itself; estimates are left out."""
    c = question_marks.c
    inside = c.person.in_(select(memberships.c.person).where(memberships.c.group == group))
    decided = c.source.in_((MarkSource.JUDGE.value, MarkSource.SELF.value))
    query = select(c.person, c.source, func.count(), func.avg(c.first))
    query = query.where(inside, decided, c.first.is_not(None), c.probe.is_(None)).group_by(c.person, c.source)
    return [Score(person, MarkSource(source), n, float(mean)) for person, source, n, mean in await tx.execute(query)]


# -- who is to get one -----------------------------------------------------------------------------------------------


async def zones(tx: Tx) -> list[str]:
    """The zones that people live in."""
    return list((await tx.execute(select(people.c.zone).distinct())).scalars())


async def chats_to_tell(
    tx: Tx, zones: Collection[str], source: str, active_since: datetime, busy_since: datetime, *, after: int, limit: int
) -> list[Chat]:
    """Telegram chats of people in these zones who answered since an instant and have not been sent `source` yet.

    Without people who came after that instant, and chats with an unfinished interview in which something happened since
    `busy_since`. In the order of their numbers, those above `after`.
    """
    answered = and_(interviews.c.person == people.c.id, turns.c.answered_at >= active_since)
    active = exists(
        select(interviews.c.id)
        .select_from(interviews.join(turns, turns.c.interview == interviews.c.id))
        .where(answered, interviews.c.touched_at >= active_since)
    )
    told = exists(select(heard.c.chat).where(heard.c.chat == chats.c.id, heard.c.source == source))
    query = (
        select(chats.c.id, chats.c.channel, chats.c.address, chats.c.person, people.c.language)
        .select_from(chats.join(people, people.c.id == chats.c.person))
        .where(chats.c.channel == "telegram", ~chats.c.gone, people.c.zone.in_(zones), active, ~told)
        .where(people.c.access != "blocked", people.c.created_at <= active_since, chats.c.id > after)
        .where(~_busy(busy_since))
        .order_by(chats.c.id)
        .limit(limit)
    )
    return [Chat(*row) for row in await tx.execute(query)]


def _busy(since: datetime) -> ColumnElement[bool]:
    """Whether a chat has an unfinished interview in which something happened since an instant."""
    here = and_(interviews.c.chat == chats.c.id, interviews.c.touched_at >= since, text(OPEN_INTERVIEW))
    return exists(select(interviews.c.id).where(here).correlate(chats))


async def is_busy(tx: Tx, chat: int, since: datetime) -> bool:
    return (await tx.execute(select(chats.c.id).where(chats.c.id == chat, _busy(since)))).first() is not None
