"""What is asked next for a person, and what comes back when: the inputs of the draw, read from the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import learner
from app.context import AppContext
from app.messages.interview import DuePoint
from interview.model import PROBES_AT_MOST, Interview, Mode, Ramp
from interview.ramp import Seniority, start_level
from questions.bank import Bank
from questions.draw import Wanted, candidates
from questions.model import Language
from questions.topics import TOPICS
from storage import interviews, people, reviews

if TYPE_CHECKING:
    from storage.transaction import Tx

SHOWN = 5  # points of a summary's outlook
USUAL = 3  # questions of an interview
UNTOLD_STORY = 2  # level of what somebody is asked to tell of themselves, if nothing is known of them


def stories(topics: tuple[str, ...]) -> bool:
    """Whether topics were chosen and all are about the person."""
    return bool(topics) and {topic.id for topic in TOPICS if topic.direction is None}.issuperset(topics)


def usual_count(topics: tuple[str, ...]) -> int:
    """Questions of an interview about these topics, unless told otherwise: one project at a time."""
    return 1 if topics == ("project",) else USUAL


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be asked. hands_on: code can be run, so that tasks of the chosen topics may come."""

    language: Language
    topics: tuple[str, ...] = ()
    level: int | None = None
    count: int = 3
    mode: Mode = Mode.COACH
    seed: int | None = None
    kind: str = "interview"
    hands_on: bool = False
    among: tuple[str, ...] = ()  # questions that were searched for; none: the whole bank
    depth: int = PROBES_AT_MOST
    test: bool = False  # of ability, which chooses its own questions


async def ramp_for(tx: Tx, app: AppContext, person: int, wish: Wish) -> Ramp | None:
    """What a new interview may ask: due and weak points, and new ones near the wished chance of success; None for nothing."""
    now, bank = app.now(), app.bank
    if wish.among:
        bank = Bank({id: question for id in wish.among if (question := bank.get(id)) is not None})
    somebody = await people.get(tx, person)
    due = await learner.due(tx, bank, somebody, now) if somebody else []
    known = await learner.best_abilities(tx, person, now)
    leaning, meant = await learner.aim(tx, somebody, now) if somebody else ({}, frozenset())
    wanted = Wanted(wish.language, wish.topics, wish.level, wish.count, wish.hands_on, bool(wish.among), leaning, meant)
    abilities = {topic: known.of(topic).mean for topic in bank.topics} if known else {}
    difficulty = await learner.difficulty(tx)
    seed = wish.seed if wish.seed is not None else app.seed()
    found = candidates(bank, wanted, await interviews.past(tx, person), due, abilities, difficulty, now, seed)
    if wish.among and not (found.owed or found.free):  # who asks for a question by name gets it again, however soon
        found = candidates(bank, wanted, (), due, abilities, difficulty, now, seed)
    told = somebody.preferences.seniority if somebody else None
    untold = told in (None, Seniority.UNTOLD) and stories(wish.topics)
    start = wish.level or (UNTOLD_STORY if untold else start_level(told, known.level if known else None))
    return Ramp(start, wish.count, found.owed, found.free) if found.owed or found.free else None


async def coming(tx: Tx, interview: Interview) -> list[DuePoint]:
    """The points of an interview that come back, soonest first, at most a handful."""
    asked = {turn.item for turn in interview.turns}
    questions = {interview.items[item].question.id: interview.items[item].question for item in sorted(asked)}
    points = [(question.id, point.id) for question in questions.values() for point in question.key_points]
    cards = await reviews.of_questions(tx, interview.person, points) if points else []
    return [
        DuePoint(
            card.question,
            card.point,
            questions[card.question].key_point(card.point).text.get(interview.language),
            card.card.due.date().isoformat(),
        )
        for card in cards[:SHOWN]
    ]
