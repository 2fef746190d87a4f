"""Everything a person's report says, as values: gathered in a handful of queries, worked out in one pass.

Figures never mix who gave the marks: each source has its own, and estimates are only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app import learner, steps
from app.lookup import person_called
from app.steps import Steps
from interview.ability import Ability, DatedMark, abilities
from interview.marks import MarkSource
from interview.occurrence import instant, local_day
from questions.bank import Bank
from questions.model import Language, Question, authored_difficulty
from questions.model import Source as Reading
from storage import difficulties, people, plans, progress, report_queries
from storage.people import Person
from storage.progress import SelfAgainstJudge, Totals, WeakPoint
from storage.report_queries import Assigned, Marked

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.database import Database
    from storage.transaction import Tx

WEAKEST, FORECAST_DAYS, WEEKS = 10, 14, 12
STRETCH = timedelta(days=28)  # the two that a change is told between
ENOUGH = 5  # marks in each of them, below which a change says nothing
SOURCES = (MarkSource.JUDGE, MarkSource.SELF)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean mark (0–10), its standard error (None under two marks) and how many marks are behind it."""

    value: float
    error: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Week:
    """The marks of one week that begins on a Monday of the person's calendar."""

    monday: date
    first: Mean
    after: float


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic: what to expect on a question of middle difficulty, and the plain means of both marks."""

    id: str
    ability: Ability
    first: float
    after: float


@dataclass(frozen=True, slots=True)
class Weakness:
    """A point not known in full, in words: the latest mark's verdict, the sentence it hangs on, and where to read."""

    question: str
    point: str
    topic: str
    stem: str
    text: str
    weight: int
    verdict: str
    first: float
    after: float | None
    quote: str
    why: str
    at: datetime
    times: int
    lost: int
    reading: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What one source says. recent, before: first marks of the last 28 days and of the 28 days before them."""

    source: MarkSource
    first: Mean
    after: Mean
    recent: Mean | None
    before: Mean | None
    weeks: tuple[Week, ...]
    topics: tuple[TopicProgress, ...]
    weakest: tuple[Weakness, ...]

    @property
    def change(self) -> tuple[float, float] | None:
        """By how much the recent marks differ from those before, and the standard error; None when too few are there."""
        if self.recent is None or self.before is None or min(self.recent.n, self.before.n) < ENOUGH:
            return None
        error = sqrt((self.recent.error or 0) ** 2 + (self.before.error or 0) ** 2)
        return self.recent.value - self.before.value, error


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many points come back: up to the end of today, on each of the days after it, and later than those."""

    today: int
    days: tuple[tuple[date, int], ...]
    later: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's report. days: answers by local day. estimated: questions that have an estimate and no verdict.

    ticked: weak points by the person's own ticks where too few were ticked for any mark.
    """

    person: Person
    language: Language
    zone: ZoneInfo
    now: datetime
    totals: Totals
    days: Counter[date]
    streak: int
    marks: tuple[Marks, ...]
    estimated: int
    forecast: Forecast
    self_against_judge: tuple[SelfAgainstJudge, ...]
    assigned: tuple[Assigned, ...]
    interview_on: date | None
    ticked: tuple[Weakness, ...] = ()
    steps: Steps | None = None

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @property
    def lead(self) -> Marks | None:
        """The marks that figures are drawn from: the judge's, else the person's own."""
        return self.marks[0] if self.marks else None

    @property
    def this_week(self) -> int:
        """Answers in the last seven days, today included."""
        return sum(self.days[self.today - timedelta(days=n)] for n in range(7))


async def of_person(app: AppContext, person: Person, language: Language) -> Facts:
    """A person's facts as they are now."""
    async with app.db.read() as tx:
        return await gather(tx, app.bank, person, app.now(), language)


async def of_person_called(app: AppContext, person: int) -> Facts | None:
    """The facts of a person by number, in their own language; None for somebody who is gone."""
    async with app.db.read() as tx:
        found = await people.get(tx, person)
        return await gather(tx, app.bank, found, app.now(), found.language) if found else None


async def of_name(db: Database, bank: Bank, called: str, now: datetime, language: Language | None) -> Facts:
    """The facts of a person by name, in a language or their own. Raises UnknownNameError."""
    async with db.read() as tx:
        person = await person_called(tx, called)
        return await gather(tx, bank, person, now, language or person.language)


async def all_missed(db: Database, bank: Bank, facts: Facts) -> list[tuple[MarkSource, Weakness]]:
    """Every point that a person misses, by who marked it."""
    found: list[tuple[MarkSource, Weakness]] = []
    async with db.read() as tx:
        for source in SOURCES:
            points = await report_queries.missed(tx, facts.person.id, source)
            told = (weakness(point, bank, facts.language) for point in points)
            found += [(source, weak) for weak in told if weak is not None]
    return found


async def gather(tx: Tx, bank: Bank, person: Person, now: datetime, language: Language) -> Facts:
    """The facts of one person's report at an instant, in words of a language."""
    zone = learner.zone_of(person)
    days = await progress.active_days(tx, person.id, zone)
    counted = await progress.counts_by_source(tx, person.id)
    today = local_day(now, zone)
    marks = await _marks(tx, bank, person, now, language)
    return Facts(
        person=person,
        language=language,
        zone=zone,
        now=now,
        totals=await progress.totals(tx, person.id),
        days=days,
        streak=progress.streak(days, today),
        marks=marks,
        ticked=() if any(m.source is MarkSource.SELF for m in marks) else await _weakest(tx, bank, person, language),
        estimated=counted.get(MarkSource.ESTIMATE, 0),
        forecast=forecast(await report_queries.due(tx, person.id), now, zone),
        self_against_judge=tuple(await progress.self_against_judge(tx, person.id)),
        assigned=tuple(a for a in await report_queries.assigned(tx, person=person.id) if a.by_day >= today),
        interview_on=await plans.day_of(tx, person.id),
        steps=await steps.of_person(tx, bank, person, now),
    )


# -- marks -----------------------------------------------------------------------------------------------------------


async def _marks(tx: Tx, bank: Bank, person: Person, now: datetime, language: Language) -> tuple[Marks, ...]:
    found, difficulty = await report_queries.marked(tx, person.id), await difficulties.known(tx)
    zone, told = learner.zone_of(person), []
    for source in SOURCES:
        own = [mark for mark in found if mark.source is source]
        if own:
            weakest = await _weakest(tx, bank, person, language, source)
            told.append(marks_of(source, own, difficulty, weakest, zone, now))
    return tuple(told)


async def _weakest(
    tx: Tx, bank: Bank, person: Person, language: Language, source: MarkSource = MarkSource.SELF
) -> tuple[Weakness, ...]:
    weak = await progress.weakest(tx, person.id, source, limit=3 * WEAKEST)
    return tuple(w for w in (weakness(one, bank, language) for one in weak) if w is not None)[:WEAKEST]


def marks_of(
    source: MarkSource,
    marks: Sequence[Marked],
    difficulty: dict[str, float],
    weakest: Sequence[Weakness],
    zone: ZoneInfo,
    now: datetime,
) -> Marks:
    """What the marks of one source say together; there is at least one."""
    recent = [m.first for m in marks if m.at > now - STRETCH]
    before = [m.first for m in marks if now - 2 * STRETCH < m.at <= now - STRETCH]
    return Marks(
        source,
        mean([m.first for m in marks]),
        mean([_after(m) for m in marks]),
        mean(recent) if recent else None,
        mean(before) if before else None,
        _weeks(marks, zone, now),
        _topics(marks, difficulty, now),
        tuple(weakest),
    )


def mean(values: Sequence[float]) -> Mean:
    """The mean of at least one mark."""
    n = len(values)
    middle = sum(values) / n
    error = sqrt(sum((v - middle) ** 2 for v in values) / (n - 1) / n) if n > 1 else None
    return Mean(middle, error, n)


def _after(mark: Marked) -> float:
    return mark.first if mark.after is None else mark.after


def _weeks(marks: Sequence[Marked], zone: ZoneInfo, now: datetime) -> tuple[Week, ...]:
    """The weeks with marks among the last twelve, the oldest first."""
    today = local_day(now, zone)
    oldest = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    by_week: dict[date, list[Marked]] = {}
    for mark in marks:
        if mark.at > now - timedelta(weeks=WEEKS + 1) and (day := local_day(mark.at, zone)) >= oldest:
            by_week.setdefault(day - timedelta(days=day.weekday()), []).append(mark)
    return tuple(
        Week(monday, mean([m.first for m in found]), mean([_after(m) for m in found]).value)
        for monday, found in sorted(by_week.items())
    )


def _topics(marks: Sequence[Marked], difficulty: dict[str, float], now: datetime) -> tuple[TopicProgress, ...]:
    """Every topic with marks, the weakest first."""
    heard = [DatedMark(m.topic, m.first, m.at, difficulty.get(m.question, authored_difficulty(m.level))) for m in marks]
    by_topic: dict[str, list[Marked]] = {}
    for mark in marks:
        by_topic.setdefault(mark.topic, []).append(mark)
    found = abilities(heard, now)
    topics = [
        TopicProgress(id, found.of(id), mean([m.first for m in own]).value, mean([_after(m) for m in own]).value)
        for id, own in by_topic.items()
    ]
    return tuple(sorted(topics, key=lambda topic: (topic.ability.mean, topic.id)))


def weakness(point: WeakPoint, bank: Bank, language: Language) -> Weakness | None:
    """A weak point in the bank's words; None when the bank has it no more."""
    question = bank.get(point.question)
    known = next((p for p in question.key_points if p.id == point.point), None) if question else None
    if question is None or known is None:
        return None
    return Weakness(
        point.question, point.point, point.topic, stem(question, language), known.text.get(language), point.weight,
        point.verdict, point.unprompted, point.after, point.quote, point.why, point.at, point.times, point.lost,
        question.sources,
    )  # fmt: skip


def stem(question: Question, language: Language) -> str:
    return question.question.get(language).strip()


# -- what comes back -------------------------------------------------------------------------------------------------


def forecast(due: Sequence[datetime], now: datetime, zone: ZoneInfo) -> Forecast:
    """How many of these points come back on which local day; what is overdue is counted today."""
    today = local_day(now, zone)
    last = today + timedelta(days=FORECAST_DAYS)
    ends = instant(last + timedelta(days=1), time(0), zone) or now
    soon = Counter(max(today, local_day(at, zone)) for at in due if at < ends)
    days = tuple((today + timedelta(days=n), soon[today + timedelta(days=n)]) for n in range(1, FORECAST_DAYS + 1))
    return Forecast(soon[today], days, len(due) - sum(soon.values()))
