"""Prints how long drawing takes from 100,000 questions with a history of 10,000 turns. `python -m benchmarks.draw`"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from itertools import product

from benchmarks.line import line
from questions.bank import Bank
from questions.draw import DueQuestion, Past, Wanted, candidates, draw
from questions.model import KeyPoint, Kind, Question, Text
from questions.topics import TOPICS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
POINT = (KeyPoint("point", Text("要点", "point"), 1),)


def _bank(size: int, dice: random.Random) -> Bank:
    both = Text("问题", "question")
    topics = [topic.id for topic in TOPICS]
    made = (
        Question(f"q-{n:06}", dice.choice(topics), dice.randint(1, 5), Kind.CONCEPT, both, both, POINT)
        for n in range(size)
    )
    return Bank({question.id: question for question in made})


def _past(turns: int, size: int, dice: random.Random) -> list[Past]:
    return [
        Past(f"q-{dice.randrange(size):06}", NOW - timedelta(minutes=20 * n), dice.uniform(0, 10)) for n in range(turns)
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--questions", type=int, default=100_000)
    asked.add_argument("--turns", type=int, default=10_000)
    asked.add_argument("--draws", type=int, default=500)
    given = asked.parse_args()
    dice = random.Random(7)
    bank, past = _bank(given.questions, dice), _past(given.turns, given.questions, dice)
    due = [DueQuestion(f"q-{dice.randrange(given.questions):06}", ("point",), dice.random()) for _ in range(200)]
    ability = {topic.id: dice.uniform(2, 9) for topic in TOPICS}
    difficulty = {one.question_id: dice.uniform(-3, 3) for one in past}
    started = time.perf_counter()
    _ = bank.index
    print(f"index of {given.questions} questions, once per bank: {(time.perf_counter() - started) * 1e3:.0f} ms")
    slowest = 0.0
    wishes: tuple[tuple[str, list[DueQuestion], Wanted], ...] = (
        ("new questions only", [], Wanted("zh", count=5)),
        ("due ones and new ones", due[:2], Wanted("zh", count=5)),
        ("one topic and level", due, Wanted("en", ("attention",), 3, 10)),
        ("all due", due, Wanted("zh", count=20)),
    )
    for (name, reviews, wanted), take in product(wishes, (draw, candidates)):
        took = []
        for seed in range(given.draws):
            started = time.perf_counter()
            take(bank, wanted, past, reviews, ability, difficulty, NOW, seed)
            took.append((time.perf_counter() - started) * 1e3)
        cuts = statistics.quantiles(took, n=20)
        print(
            f"{name}, {take.__name__}: p50 {statistics.median(took):.2f} ms, p95 {cuts[18]:.2f} ms ({given.turns} past turns)"
        )
        slowest = max(slowest, cuts[18])
    what = f"drawing from {given.questions:,} questions with {given.turns:,} past turns, the slowest of eight"
    line(what, "≤ 10 ms p95", f"{slowest:.1f} ms", slowest <= 10)


if __name__ == "__main__":
    main()
