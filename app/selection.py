"""What is asked next for a person, and what comes back when: the inputs of the draw, read from the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import learner
from app.context import AppContext
from app.messages.interview import DuePoint
from interview.model import Interview, Mode
from questions.draw import Wanted, draw
from questions.model import Language, Question
from storage import interviews, people, reviews

if TYPE_CHECKING:
    from storage.transaction import Tx

SHOWN = 5  # points of a summary's outlook


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be asked."""

    language: Language
    topics: tuple[str, ...] = ()
    level: int | None = None
    count: int = 3
    mode: Mode = Mode.COACH
    seed: int | None = None
    kind: str = "interview"


async def draw_for(tx: Tx, app: AppContext, person: int, wish: Wish) -> tuple[Question, ...]:
    """The questions of a new interview: due and weak points first, new ones near the wished chance of success."""
    now, bank = app.now(), app.bank
    somebody = await people.get(tx, person)
    due = await learner.due(tx, bank, somebody, now) if somebody else []
    return draw(
        bank,
        Wanted(wish.language, wish.topics, wish.level, wish.count),
        await interviews.past(tx, person),
        due,
        await learner.ability(tx, bank, person, now),
        await learner.difficulty(tx),
        now,
        wish.seed if wish.seed is not None else app.seed(),
    )


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
