"""How a study group is doing, in scores and key points; what anybody answered is nowhere in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.lookup import group_called
from app.progress import SOURCES
from interview.marks import MarkSource
from interview.scorecard import Band, scorecard
from questions.bank import Bank
from questions.model import Language
from storage import group_progress, groups, interviews, report_queries
from storage.group_progress import Member, MissedPoint, TopicStanding
from storage.groups import Group
from storage.report_queries import Assigned, Score

if TYPE_CHECKING:
    from storage.database import Database
    from storage.transaction import Tx

ACTIVE = timedelta(days=7)
MOST_MISSED = 10
ENOUGH_POINTS = 20  # judged points below which nothing can be said of a member


@dataclass(frozen=True, slots=True)
class Missed:
    """A point that the group misses, in words."""

    point: MissedPoint
    text: str


@dataclass(frozen=True, slots=True)
class GroupMarks:
    """What one source says of the group."""

    source: MarkSource
    topics: tuple[TopicStanding, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Who is ready, as far as it can be seen; no ranking.

    days: to the day that the member plans for, None without one or after it. points: key points with a judge's verdict.
    code: coding tasks passed. band: of the last whole interview, only where the member shares it and there is one.
    """

    person: int
    name: str
    days: int | None
    points: int
    code: int
    band: Band | None

    @property
    def is_enough(self) -> bool:
        """Whether there is evidence enough to say anything."""
        return self.points >= ENOUGH_POINTS


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group's report. scores: each member's mean first mark by source."""

    group: Group
    language: Language
    now: datetime
    members: tuple[Member, ...]
    scores: tuple[Score, ...]
    marks: tuple[GroupMarks, ...]
    assigned: tuple[Assigned, ...]
    ready: tuple[Readiness, ...] = ()

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def active(self) -> int:
        return sum(member.answers > 0 for member in self.members)

    @property
    def went_quiet(self) -> tuple[Member, ...]:
        """Who answered once but not in the last seven days, the longest silence first; then who never did."""
        silent = [m for m in self.members if m.answers == 0]
        return tuple(sorted(silent, key=lambda m: (m.last_at is None, m.last_at or self.now, m.person)))


async def gather(tx: Tx, bank: Bank, group: Group, now: datetime, language: Language) -> GroupFacts:
    """The facts of a group's report at an instant (its day is that of `now`'s zone)."""
    marks = []
    for source in SOURCES:
        topics = await group_progress.topics(tx, group.id, source)
        points = await group_progress.most_missed(tx, group.id, source, limit=MOST_MISSED)
        if topics or points:
            missed = tuple(Missed(point, _text(point, bank, language)) for point in points)
            marks.append(GroupMarks(source, tuple(topics), missed))
    return GroupFacts(
        group, language, now,
        tuple(await group_progress.members(tx, group.id, now - ACTIVE)),
        tuple(await report_queries.scores(tx, group.id)),
        tuple(marks),
        tuple(await report_queries.assigned(tx, group=group.id)),
        tuple(await _ready(tx, bank, group, now.date())),
    )  # fmt: skip


async def _ready(tx: Tx, bank: Bank, group: Group, today: date) -> list[Readiness]:
    """Every member, those whose day is nearest first, then by name; nothing of what they brought along or told."""
    sharing, names = await groups.sharing(tx, group.id), {p.id: p.name for p in await groups.members(tx, group.id)}
    found = []
    for one in await group_progress.evidence(tx, group.id):
        days = (one.day - today).days if one.day is not None and one.day >= today else None
        loop = await interviews.latest_loop(tx, one.person, bank) if one.person in sharing else None
        band = scorecard(loop).band if loop is not None else None
        found.append(Readiness(one.person, names[one.person], days, one.points, one.code, band))
    return sorted(found, key=lambda one: (one.days is None, one.days or 0, one.name))


def _text(point: MissedPoint, bank: Bank, language: Language) -> str:
    """The point in the bank's words, or its name where the bank has it no more."""
    question = bank.get(point.question)
    known = next((p for p in question.key_points if p.id == point.point), None) if question else None
    return known.text.get(language) if known else f"{point.question}/{point.point}"


async def of_group_called(db: Database, bank: Bank, name: str, now: datetime, language: Language) -> GroupFacts:
    """The facts of a group by name. Raises UnknownNameError."""
    async with db.read() as tx:
        return await gather(tx, bank, await group_called(tx, name), now, language)
