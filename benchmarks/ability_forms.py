"""Simulated people take both forms of the test of ability: `python -m benchmarks.ability_forms`

Each has a true ability; the packaged questions have true difficulties around their levels, as `interview.ability` assumes.
The program knows the levels alone ("a fresh bank"), or has learned from the answers of twenty people. Then what the model does
not know: topics of one person that lie apart, answers that scatter more. Simulated people; no figure here is about people.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt

from benchmarks.line import line
from interview.ability import DIFFICULTY_VARIANCE, LEVEL_MEAN, LEVEL_VARIANCE, NOISE_VARIANCE, TOPIC_VARIANCE
from interview.measuring import (
    AT_MOST,
    PRECISE,
    SLOPE,
    MarkedAnswer,
    Measured,
    difficulty_sd,
    form_of,
    measured,
    nearest,
)
from questions.bank import load_bank
from questions.model import Question, authored_difficulty

UNLIMITED = 80
BETTER = 1.5  # marks that somebody gained between the forms


@dataclass(frozen=True, slots=True)
class World:
    """heard: people from whose answers difficulties were learned. scatter: of answers, in parts of the assumed variance.

    topics: standard deviation, in marks, of one person's topics around the level.
    """

    heard: int = 0
    scatter: float = 1.0
    topics: float = 0.0


FRESH, LEARNED = World(), World(heard=20)


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    ability: float


class Simulation:
    """One bank with its true difficulties, and what the program believes of them."""

    def __init__(self, questions: Sequence[Question], world: World, seed: int) -> None:
        self.questions, self.world, self.dice = questions, world, random.Random(seed)
        self.apart: dict[int, dict[str, float]] = {}
        self.true = {
            q.id: authored_difficulty(q.level) + self.dice.gauss(0, sqrt(DIFFICULTY_VARIANCE)) for q in questions
        }
        self.known: Mapping[str, tuple[float, float]] = {q.id: self._known(q) for q in questions}

    def _known(self, question: Question) -> tuple[float, float]:
        authored, heard, sd = authored_difficulty(question.level), self.world.heard, difficulty_sd(self.world.heard)
        if not heard:
            return authored, sd
        seen = self.true[question.id] - authored + self.dice.gauss(0, sqrt(NOISE_VARIANCE / heard))
        return authored + seen * sd**2 * heard / NOISE_VARIANCE, sd

    def mark(self, ability: float, question: Question) -> float:
        """A first mark: a share from a beta distribution with the assumed mean and variance."""
        share = 1 / (1 + exp(-SLOPE * (ability - LEVEL_MEAN - self.true[question.id])))
        size = max(0.05, 25 / (NOISE_VARIANCE * self.world.scatter) - 1)
        return 10 * self.dice.betavariate(max(1e-6, share * size), max(1e-6, (1 - share) * size))

    def test(
        self, person: Person, form: int, *, adaptive: bool = True, at_most: int = AT_MOST
    ) -> tuple[Measured, list[str]]:
        """What a test says, and the questions it asked."""
        left = list(form_of(self.questions, person.number, form))
        apart = self.apart.setdefault(person.number, {})
        answers: list[MarkedAnswer] = []
        asked: list[Question] = []
        found = measured([])
        while left and len(asked) < at_most and found.sd > PRECISE:
            topics = [q.topic for q in asked]
            question = nearest(left, self.known, found.mean, topics) if adaptive else left[0]
            left.remove(question)
            asked.append(question)
            own = apart.setdefault(question.topic, self.dice.gauss(0, self.world.topics) if self.world.topics else 0.0)
            answers.append(MarkedAnswer(self.mark(person.ability + own, question), *self.known[question.id]))
            found = measured(answers)
        return found, [q.id for q in asked]


def everybody(count: int, dice: random.Random) -> list[Person]:
    return [Person(n, dice.gauss(LEVEL_MEAN, sqrt(LEVEL_VARIANCE))) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Found:
    """error: root mean square, in marks; sd: as told; held: share of 90 % intervals; differ: second form less the first."""

    error: float
    sd: float
    length: float
    held: float
    differ: float
    shared: int


def both_forms(sim: Simulation, people: int) -> Found:
    """What both forms say of people who do not change between them."""
    errors, sds, held, lengths, apart, shared = [], [], 0, [], [], 0
    for person in everybody(people, random.Random(2)):
        (first, asked), (second, others) = sim.test(person, 0), sim.test(person, 1)
        shared += len(set(asked) & set(others))
        apart.append(second.mean - first.mean)
        for found, ids in ((first, asked), (second, others)):
            errors.append(found.mean - person.ability)
            sds.append(found.sd)
            lengths.append(len(ids))
            held += found.low <= person.ability <= found.high
    error = sqrt(statistics.mean(e**2 for e in errors))
    mean = statistics.mean
    return Found(error, mean(sds), mean(lengths), held / len(errors), mean(apart), shared)


def precision(questions: Sequence[Question], world: World, people: int, name: str) -> None:
    found = both_forms(Simulation(questions, world, 1), people)
    told = f"{found.error:.2f} marks from the truth (told: {found.sd:.2f}; {found.length:.1f} questions)"
    line(f"standard error, {name}", f"≤ {PRECISE}", told, round(found.error, 2) <= PRECISE)
    line(f"90 % intervals hold the truth, {name}", "88–92 %", f"{found.held:.1%}", 0.88 <= found.held <= 0.92)
    differ, alike = f"{abs(found.differ):.2f}, {found.shared} shared", abs(found.differ) <= 0.15 and not found.shared
    line(f"forms differ, {name}", "≤ 0.15 marks, no question shared", differ, alike)


def lengths(questions: Sequence[Question], world: World, people: int, name: str) -> None:
    """Questions until the ability is known well enough, of people three marks off the middle."""
    sim = Simulation(questions, world, 3)
    off = [Person(n, LEVEL_MEAN + (3 if n % 2 else -3)) for n in range(people)]
    counts = {
        adaptive: statistics.mean(len(sim.test(p, 0, adaptive=adaptive, at_most=UNLIMITED)[1]) for p in off)
        for adaptive in (True, False)
    }
    saved = 1 - counts[True] / counts[False]
    told = f"{saved:.0%} fewer ({counts[True]:.1f} instead of {counts[False]:.1f})"
    line(f"questions until ±{PRECISE}, 3 marks off, {name}", "≥ 15 % fewer than at random", told, saved >= 0.15)


def change(questions: Sequence[Question], world: World, people: int, name: str) -> None:
    """Somebody who gained: what the two forms say."""
    sim = Simulation(questions, world, 4)
    found, held = [], 0
    for person in everybody(people, random.Random(5)):
        before, after = sim.test(person, 0)[0], sim.test(replace(person, ability=person.ability + BETTER), 1)[0]
        gain, sd = after.mean - before.mean, sqrt(before.sd**2 + after.sd**2)
        found.append(gain)
        held += abs(gain - BETTER) <= 1.645 * sd
    print(
        f"a gain of {BETTER} marks, {name}: told as {statistics.mean(found):+.2f}, 90 % intervals hold it {held / people:.1%}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--people", type=int, default=1000)
    people: int = asked.parse_args().people
    questions = list(load_bank(()).questions.values())
    for world, name in ((FRESH, "a fresh bank"), (LEARNED, "learned from 20 people")):
        precision(questions, world, people, name)
        lengths(questions, world, people // 5, name)
        change(questions, world, people // 5, name)
    for world, name in (
        (replace(LEARNED, scatter=1.5), "answers scatter half as much again"),
        (replace(LEARNED, topics=sqrt(TOPIC_VARIANCE)), "topics lie 1.5 marks apart"),
    ):
        found = both_forms(Simulation(questions, world, 1), people)
        print(
            f"where the model is wrong, {name}: {found.error:.2f} marks from the truth, intervals hold it {found.held:.1%}"
        )


if __name__ == "__main__":
    main()
