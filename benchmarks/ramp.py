"""Prints with which level interviews begin and how they climb, over seeded draws from the packaged bank.

`python -m benchmarks.ramp [--draws N]`
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.line import line
from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from interview.events import Answered, Graded, Started
from interview.model import Interview, Phase, Ramp
from interview.ramp import Seniority, start_level
from interview.step import step
from questions.bank import Bank, load_bank
from questions.draw import Wanted, candidates
from questions.model import LANGUAGES, Language, task

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAYS = {"strong": Verdict.COVERED, "middling": Verdict.PARTIAL, "weak": Verdict.MISSING}


def begun(bank: Bank, language: Language, seed: int, seniority: Seniority | None = None, **wanted: int) -> Interview:
    """The interview of somebody new."""
    wish = Wanted(language, **wanted)  # type: ignore[arg-type]  # level and count
    found = candidates(bank, wish, [], [], {}, {}, NOW, seed)
    ramp = Ramp(wish.level or start_level(seniority, None), wish.count, found.owed, found.free)
    return step(Interview("i", 1, language, (), depth=0, ramp=ramp), Started())[0]


def first_level(interview: Interview) -> int:
    return interview.items[0].question.level


def climbed(interview: Interview, verdict: Verdict) -> tuple[int, ...]:
    """The levels asked when every key point of every answer gets this verdict."""
    while interview.phase is not Phase.FINISHED:
        turn = interview.turns[-1]
        points = task(interview.items[turn.item].question, turn.probe).key_points
        grade = marked(
            points, Grade(tuple(verdict_of(p.id, verdict) for p in points), GradedBy(Method.JUDGE), provisional=False)
        )
        interview = step(step(interview, Answered(turn.number, "x"))[0], Graded(turn.number, 1, 1, grade))[0]
    return tuple(item.question.level for item in interview.items)


def _shares(levels: list[int]) -> str:
    return ", ".join(f"level {level} {n / len(levels):.1%}" for level, n in sorted(Counter(levels).items()))


def _firsts(bank: Bank, draws: int, seniority: Seniority | None = None, **wanted: int) -> Iterator[int]:
    for seed in range(draws):
        yield first_level(begun(bank, LANGUAGES[seed % len(LANGUAGES)], seed, seniority, **wanted))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--draws", type=int, default=2_000)
    draws, bank = asked.parse_args().draws, load_bank()
    untold = list(_firsts(bank, draws))
    print(f"first question, untold ({draws} draws, zh and en in turn): {_shares(untold)}")
    for seniority in (Seniority.STARTING, Seniority.WORKING, Seniority.SENIOR):
        print(f"first question, {seniority}: {_shares(list(_firsts(bank, draws, seniority)))}")
    chosen = list(_firsts(bank, draws, level=1))
    print(f"first question of a level-1 interview: {_shares(chosen)}")
    for said, verdict in SAYS.items():
        walks = Counter(climbed(begun(bank, "en", seed, count=5), verdict) for seed in range(min(draws, 200)))
        walk, n = walks.most_common(1)[0]
        print(f"five questions, every answer {said}: levels {' '.join(map(str, walk))} in {n / walks.total():.0%}")
    easy = sum(level <= 2 for level in untold) / draws
    line(f"first question of somebody untold, level ≤ 2 in {draws:,} draws", "≥ 98 %", f"{easy:.1%}", easy >= 0.98)
    ones = sum(level == 1 for level in chosen) / draws
    line(f"first question of a level-1 interview, level 1 in {draws:,} draws", "100 %", f"{ones:.1%}", ones == 1)


if __name__ == "__main__":
    main()
