"""What the database knows of a person's memory and abilities, as the values that drills, plans and draws take."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.context import AppContext
from interview.ability import (
    ENOUGH,
    Abilities,
    DatedMark,
    DifficultyEvidence,
    abilities,
    learned_difficulty,
)
from interview.marks import MarkSource
from interview.memory import NIGHT
from interview.occurrence import UnknownZoneError, instant, local_day, zone_called
from interview.planning import Held, content, urgency
from questions.bank import Bank
from questions.draw import DueQuestion, lean
from questions.model import Kind, Language, Question, authored_difficulty
from storage import aims, debriefs, difficulties, people, plans, reviews
from storage.difficulties import FirstMark, Learned
from storage.people import Person, Preferences

if TYPE_CHECKING:
    from storage.reviews import PointCard
    from storage.transaction import Tx

PEOPLE_AT_A_TIME = 500
ANSWERS_AT_MOST = 400  # per question; more change a learned difficulty by less than a tenth of a mark
NO_LIMIT = 1_000_000  # minutes
MISSED = 1_000.0  # urgency of what went badly in a real interview


# -- memory ----------------------------------------------------------------------------------------------------------


def askable(bank: Bank, language: Language, *, hands_on: bool = False, stories: bool = False) -> dict[str, Question]:
    """The questions that can be asked in a language unasked; hands-on tasks only where somebody asks for them.

    stories: what people tell of themselves, too, whose open points come back one by one.
    """
    return {
        id: question
        for id, question in bank.questions.items()
        if language in question.languages
        and (hands_on or not question.hands_on)
        and (stories or question.kind is not Kind.OPEN)
    }


async def held(tx: Tx, bank: Bank, person: int, *, due_by: datetime | None = None) -> list[Held]:
    """Every key point a person has a card of and the bank still has, with its weight; only due ones with `due_by`."""
    return (await held_by(tx, bank, [person], due_by=due_by))[person]


async def held_by(
    tx: Tx, bank: Bank, persons: Collection[int], *, due_by: datetime | None = None
) -> dict[int, list[Held]]:
    """What each of these people holds."""
    cards = await reviews.cards_of(tx, persons, due_by + NIGHT if due_by else None)
    return {person: list(_in_bank(bank, theirs)) for person, theirs in cards.items()}


def _in_bank(bank: Bank, cards: Iterable[PointCard]) -> Iterator[Held]:
    for one in cards:
        question = bank.get(one.question)
        weights = {point.id: point.weight for point in question.key_points} if question else {}
        if one.point in weights:
            yield Held(one.question, one.point, weights[one.point], one.card)


async def person(app: AppContext, known: Person) -> Person:
    """A person as they are stored now; as they were known when they are gone."""
    async with app.db.read() as tx:
        return await people.get(tx, known.id) or known


def zone_of(person: Person | Preferences) -> ZoneInfo:
    """A person's zone, or UTC where this machine does not know it."""
    try:
        return zone_called(person.zone)
    except UnknownZoneError:
        return zone_called("UTC")


async def target(tx: Tx, person: Person, now: datetime) -> datetime | None:
    """The start of the day a person plans for, on their clock; None without a plan, or when that day has come."""
    return (await targets(tx, [person], now)).get(person.id)


async def targets(tx: Tx, persons: Collection[Person], now: datetime) -> dict[int, datetime]:
    """The start of the day that each of these people plans for; those without a plan are left out."""
    days = await plans.days_of(tx, [person.id for person in persons])
    starts = {p.id: instant(days[p.id], time(0), zone_of(p)) for p in persons if p.id in days}
    return {id: start for id, start in starts.items() if start is not None and start > now}


async def aim(tx: Tx, person: Person, now: datetime) -> tuple[dict[str, float], frozenset[str]]:
    """What a person prepares for today: shares (0–1) of topics, and the questions that are known to be asked there."""
    today = local_day(now, zone_of(person))
    leaning = await aims.topics_of(tx, person.id, today)
    return leaning, await aims.matched(tx, person.id, today) if leaning else frozenset()


async def missed(tx: Tx, bank: Bank, persons: Collection[Person]) -> dict[int, list[str]]:
    """The questions that went badly in a real interview and were not asked since, as far as they can be asked, by person."""
    found = await debriefs.missed(tx, [person.id for person in persons])
    speaks = {person.id: person.language for person in persons}
    return {id: [q for q in theirs if q in askable(bank, speaks[id])] for id, theirs in found.items()}


def urgent_topics(leaning: Mapping[str, float]) -> dict[str, float]:
    """How many times as urgent the points of each topic are that a person prepares for."""
    return {topic: lean(leaning, topic) for topic in leaning}


async def due(tx: Tx, bank: Bank, person: Person, now: datetime) -> list[DueQuestion]:
    """What a draw takes as due: questions with points to review now, their urgency being weight times forgetting."""
    date = await target(tx, person, now)
    memory = await held(tx, bank, person.id, due_by=None if date else now)
    times = urgent_topics((await aim(tx, person, now))[0])
    drill = content(memory, askable(bank, person.language, hands_on=True), NO_LIMIT, now, date, times)
    by_question: dict[str, list[Held]] = {}
    for pick in drill.picks:
        by_question.setdefault(pick.question, []).extend(pick.points)
    lost = (await missed(tx, bank, [person])).get(person.id, [])
    found = [DueQuestion(id, (), MISSED) for id in lost if id not in by_question]
    for id, points in by_question.items():
        urgent = sum(urgency(h, now) for h in points) * times.get(bank.questions[id].topic, 1.0)
        found.append(DueQuestion(id, tuple(h.point for h in points), MISSED if id in lost else urgent))
    return found


# -- abilities and difficulties --------------------------------------------------------------------------------------


async def abilities_of(tx: Tx, person: int, now: datetime) -> dict[MarkSource, Abilities]:
    """A person's abilities by who decided the marks; the sources are never mixed, and one without marks is left out."""
    marks, difficulty = await difficulties.marks_of(tx, person), await difficulties.known(tx)
    by_source = {source: [m for m in marks if m.source is source] for source in (MarkSource.JUDGE, MarkSource.SELF)}
    return {source: abilities(_marked(found, difficulty), now) for source, found in by_source.items() if found}


def _marked(marks: Iterable[FirstMark], difficulty: dict[str, float]) -> list[DatedMark]:
    return [DatedMark(m.topic, m.mark, m.at, difficulty.get(m.question, authored_difficulty(m.level))) for m in marks]


async def ability(tx: Tx, bank: Bank, person: int, now: datetime) -> dict[str, float]:
    """What a draw takes as ability: the expected mark by topic, by verdicts, else self-ratings; {} for a newcomer."""
    best = await best_abilities(tx, person, now)
    return {topic: best.of(topic).mean for topic in bank.topics} if best else {}


async def best_abilities(tx: Tx, person: int, now: datetime) -> Abilities | None:
    """A person's abilities by verdicts, else by self-ratings; None for a newcomer."""
    found = await abilities_of(tx, person, now)
    return found.get(MarkSource.JUDGE) or found.get(MarkSource.SELF)


async def difficulty(tx: Tx) -> dict[str, float]:
    """What a draw takes as difficulty: in marks by question, only where enough people have answered."""
    return await difficulties.known(tx)


async def learn_difficulties(app: AppContext) -> int:
    """Learns anew how hard questions are from everybody's judged first answers; how many questions are known now.

    A few hundred people are read at a time, so that neither memory nor a transaction grows with their number.
    """
    evidence: dict[str, list[DifficultyEvidence]] = {}
    levels: dict[str, int] = {}
    last = 0
    while True:
        async with app.db.read() as tx:
            numbers = await difficulties.people_after(tx, last, PEOPLE_AT_A_TIME)
            marks = await difficulties.judged_marks(tx, numbers[0], numbers[-1]) if numbers else []
        if not numbers:
            break
        last = numbers[-1]
        levels |= {m.question: m.level for m in marks}
        await asyncio.to_thread(_collect, evidence, marks, app.now())
    learned = {
        id: Learned(learned_difficulty(levels[id], answers), len(answers))
        for id, answers in evidence.items()
        if len(answers) >= ENOUGH
    }
    async with app.db.write() as tx:
        await difficulties.keep(tx, learned, app.now())
    return len(learned)


def _collect(evidence: dict[str, list[DifficultyEvidence]], marks: list[FirstMark], now: datetime) -> None:
    """Adds each person's first answer to each question, beside what was expected of that person."""
    by_person: dict[int, list[FirstMark]] = {}
    for mark in marks:
        by_person.setdefault(mark.person, []).append(mark)
    for theirs in by_person.values():
        found = abilities(_marked(theirs, {}), now)
        for question, mark in {m.question: m for m in reversed(theirs)}.items():
            known = evidence.setdefault(question, [])
            if len(known) < ANSWERS_AT_MOST:
                known.append(DifficultyEvidence(mark.mark, found.of(mark.topic)))
