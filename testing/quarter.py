"""Ninety days of a simulated person who drills, from the first question to the interview.

The person's true memory follows the forgetting curve with a pace of their own; the program sees ratings only.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from interview.marks import MarkSource
from interview.memory import Review, is_due, recall, reviewed
from interview.planning import (
    HEAVY,
    LAST_STRETCH,
    QUESTION_MINUTES,
    Content,
    Held,
    Outlook,
    chances,
    content,
    outlook,
    room,
)
from interview.review import Rating
from interview.steps import ForecastOutcome, Told
from questions.model import KeyPoint, Kind, Probe, Purpose, Question, Text

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KNOWN_AT_FIRST = 0.55  # chance of a point that was never asked
LAST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Person:
    """days: of the quarter. pace: true days of memory to those the program believes. comes: chance to open a drill."""

    days: int = 90
    minutes: int = 15
    pace: float = 1.0
    comes: float = 0.9
    plans: bool = True
    seed: int = 1


@dataclass(slots=True)
class Morning:
    """One day of the quarter: points due before the drill, points asked, of those recalled, minutes, new questions."""

    due: int
    asked: int = 0
    recalled: int = 0
    minutes: int = 0
    fresh: int = 0


@dataclass(slots=True)
class Quarter:
    """What came of it. returned: days until a forgotten point came up again; waiting: forgotten and never asked since."""

    mornings: list[Morning] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    waiting: int = 0
    promised: Outlook | None = None
    heavy: int = 0
    came_up: int = 0
    known: float = 0.0


def bank(size: int, dice: random.Random) -> dict[str, Question]:
    """Questions of three to six points with a probe aimed at most of them, shaped like the packaged ones."""
    text = Text(en="?")
    made: dict[str, Question] = {}
    for n in range(size):
        weights = [3, *(dice.choice((3, 2, 2, 1)) for _ in range(dice.randint(2, 5)))]
        points = tuple(KeyPoint(f"p{i}", text, weight) for i, weight in enumerate(weights))
        probes = tuple(
            Probe(f"probe-{p.id}", p.id, Purpose.CAUSE, text, text, (KeyPoint("k", text, 1),))
            for p in points
            if dice.random() < 0.9
        )
        made[f"q{n}"] = Question(f"q{n}", "topic", 3, Kind.CONCEPT, text, text, points, probes=probes)
    return made


class _Life:
    """The quarter as it goes on: what the program holds, and what the person truly remembers."""

    def __init__(self, person: Person, questions: dict[str, Question]) -> None:
        self.person, self.questions = person, questions
        self.dice = random.Random(person.seed)
        self.held: dict[tuple[str, str], Held] = {}
        self.forgotten: dict[tuple[str, str], datetime] = {}
        self.unasked = list(questions)
        self.found = Quarter()
        self.target = START + person.days * DAY - timedelta(hours=12)

    @property
    def plan(self) -> datetime | None:
        return self.target if self.person.plans else None

    def live(self) -> Quarter:
        for day in range(self.person.days):
            now = START + day * DAY
            if day == self.person.days - LAST_DAYS:
                self.found.promised = self.forecast(now)
            self.morning(now)
        heavy = [h for h in self.held.values() if h.weight >= HEAVY]
        self.found.heavy, self.found.waiting = len(heavy), len(self.forgotten)
        self.found.came_up = sum(h.card.last >= self.target - LAST_STRETCH for h in heavy)
        self.found.known = statistics.mean(self.truth(h, self.target) for h in heavy)
        return self.found

    def forecast(self, now: datetime) -> Outlook:
        mornings = [now + n * DAY for n in range(LAST_DAYS)]
        return outlook(list(self.held.values()), self.questions, mornings, self.person.minutes, self.target)

    def morning(self, now: datetime) -> None:
        today = Morning(sum(is_due(h.card, now) for h in self.held.values()))
        self.found.mornings.append(today)
        if self.target - now > LAST_STRETCH and self.dice.random() > self.person.comes:
            return  # away today; in the last days nobody is
        drill = content(self.held.values(), self.questions, self.person.minutes, now, self.plan)
        fresh = [
            self.unasked.pop(0) for _ in range(min(room(drill, self.person.minutes, now, self.plan), len(self.unasked)))
        ]
        today.minutes, today.fresh = drill.minutes + QUESTION_MINUTES * len(fresh), len(fresh)
        for key in [*self.asked(drill), *((id, p.id) for id in fresh for p in self.questions[id].key_points)]:
            today.asked += 1
            today.recalled += self.ask(key, now)

    def asked(self, drill: Content) -> Iterator[tuple[str, str]]:
        for pick in drill.picks:
            whole = (p.id for p in self.questions[pick.question].key_points)
            yield from ((pick.question, point) for point in (whole if pick.probe is None else (pick.points[0].point,)))

    def ask(self, key: tuple[str, str], now: datetime) -> bool:
        """Whether the point was known; a probe helps every second time that it was not."""
        before = self.held.get(key)
        known = self.dice.random() < (self.truth(before, now) if before else KNOWN_AT_FIRST)
        rating = Rating.GOOD if known else self.dice.choice((Rating.AGAIN, Rating.HARD))
        if since := self.forgotten.pop(key, None):
            self.found.returned.append((now - since).days)
        if rating is Rating.AGAIN:
            self.forgotten[key] = now
        card = reviewed(before.card if before else None, Review(now, rating, MarkSource.JUDGE))
        weight = self.questions[key[0]].key_point(key[1]).weight
        self.held[key] = replace(before, card=card) if before else Held(*key, weight, card)
        return known

    def truth(self, held: Held, at: datetime) -> float:
        return recall(replace(held.card, stability=held.card.stability * self.person.pace), at)


def quarter(person: Person, size: int = 120) -> Quarter:
    """The quarter of one person with a bank of so many questions; the same for the same arguments."""
    return _Life(person, bank(size, random.Random(0))).live()


FORETOLD = 14  # days before the interview that a prediction is made


def quarter_outcomes(person: Person, size: int = 120) -> list[ForecastOutcome]:
    """What was predicted two weeks before the day, with what became of it in the last 72 hours."""
    life = Foretold(person, bank(size, random.Random(0)))
    life.live()
    return life.outcomes()


class Foretold(_Life):
    """A quarter in which what is predicted is kept, every review with its prompt, and the first ones of the last stretch."""

    def __init__(self, person: Person, questions: dict[str, Question]) -> None:
        super().__init__(person, questions)
        self.predicted: dict[tuple[str, str], float] = {}
        self.first: dict[tuple[str, str], bool] = {}
        self.told: dict[tuple[str, str], list[Told]] = {}
        self.prompts: dict[tuple[str, str], str] = {}

    def morning(self, now: datetime) -> None:
        self.prompts = {}
        if now == START + (self.person.days - FORETOLD) * DAY:
            mornings = [now + n * DAY for n in range(FORETOLD)]
            held = list(self.held.values())
            self.predicted = chances(held, self.questions, mornings, self.person.minutes, self.target)
        super().morning(now)

    def asked(self, drill: Content) -> Iterator[tuple[str, str]]:
        self.prompts = {(pick.question, pick.points[0].point): pick.probe for pick in drill.picks if pick.probe}
        return super().asked(drill)

    def ask(self, key: tuple[str, str], now: datetime) -> bool:
        known = super().ask(key, now)
        rating = Rating.AGAIN if key in self.forgotten else Rating.GOOD if known else Rating.HARD
        self.told.setdefault(key, []).append(Told(now, rating, self.prompts.get(key, "")))
        if now >= self.target - LAST_STRETCH:
            self.first.setdefault(key, known)
        return known

    def outcomes(self) -> list[ForecastOutcome]:
        """The predictions whose points came up in the last 72 hours."""
        return [
            ForecastOutcome(self.predicted[key], stood) for key, stood in self.first.items() if key in self.predicted
        ]
