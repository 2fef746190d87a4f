"""Whether a calibrated judge keeps to the error that was chosen: simulated judges of known error, many splits.

Each judge takes the labels for its verdicts and errs in its own way; the estimate beside is the product's. The labelled
questions are split in halves at random: the threshold is found on one half as `interviewer calibrate --judge` finds it, the
error where the judge still speaks is counted on the other.

usage: python -m benchmarks.unsure [--splits 200] [--error 0.05]
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable, Sequence

from benchmarks.line import line
from grader.checks import with_checks
from grader.evaluation import LabelledAnswer, Pair, packaged_set
from grader.grade import (
    Grade,
    GradedBy,
    JudgedAnswer,
    Method,
    Receipt,
    Sample,
    SampleVerdict,
    Verdict,
    marked,
    verdict_of,
)
from grader.grading import Grader
from grader.judge.receipt import estimate_beside
from grader.selective import calibrated, said

SEED = 17
SECONDS = 0.15  # share of answers with a second judgement
MISREAD = 0.06  # share of answers that a judge misreads as a whole
BY_CREDIT = {1.0: Verdict.COVERED, 0.5: Verdict.PARTIAL, 0.0: Verdict.MISSING}
Judge = Callable[[LabelledAnswer, random.Random], dict[str, Verdict]]


def _true(one: LabelledAnswer) -> dict[str, Verdict]:
    return {id: BY_CREDIT[credit] for id, credit in one.covered.items()}


def _other(verdict: Verdict, dice: random.Random) -> Verdict:
    return dice.choice([v for v in BY_CREDIT.values() if v is not verdict])


def careless(error: float) -> Judge:
    """Any verdict is another one by chance."""

    def judge(one: LabelledAnswer, dice: random.Random) -> dict[str, Verdict]:
        return {id: _other(v, dice) if dice.random() < error else v for id, v in _true(one).items()}

    return judge


def generous(error: float) -> Judge:
    """What is not covered is covered by chance."""

    def judge(one: LabelledAnswer, dice: random.Random) -> dict[str, Verdict]:
        return {id: Verdict.COVERED if dice.random() < error else v for id, v in _true(one).items()}

    return judge


def absent(error: float) -> Judge:
    """Some answers are misread as a whole, the rest carelessly read."""

    def judge(one: LabelledAnswer, dice: random.Random) -> dict[str, Verdict]:
        share = 1.0 if dice.random() < MISREAD else error
        return {id: _other(v, dice) if dice.random() < share else v for id, v in _true(one).items()}

    return judge


JUDGES: dict[str, Judge] = {
    "errs on 3 % of points": careless(0.03),
    "errs on 10 %": careless(0.1),
    "errs on 20 %": careless(0.2),
    "covers 30 % of what is not": generous(0.3),
    "misreads 6 % of answers and errs on 5 % of points": absent(0.05),
}


def judged(one: LabelledAnswer, guess: Grade, judge: Judge, dice: random.Random) -> Grade:
    """A grade as the panel would give it: some have a second judgement, and what the two split on is unjudged."""
    first, second = judge(one, dice), judge(one, dice) if dice.random() < SECONDS else None
    agreed = {id: v if second is None or second[id] is v else Verdict.UNJUDGED for id, v in first.items()}
    verdicts = tuple(verdict_of(point.id, agreed[point.id]) for point in one.task.key_points)
    kept = tuple(SampleVerdict(v.id, v.verdict, "", "") for v in verdicts)
    sample = Sample("simulated", "", "", kept, (), (), 1, {})
    seen = JudgedAnswer("", len(one.answer), len(one.answer), False)
    samples = (sample,) if second is None else (sample, sample)
    receipt = Receipt("simulated", "", "", one.question_id, seen, estimate_beside(guess), samples)
    grade = Grade(verdicts, GradedBy(Method.JUDGE, "simulated"), False, receipt=receipt)
    return with_checks(marked(one.task.key_points, grade), one.task, one.answer, one.language)


async def guesses(labelled: Sequence[LabelledAnswer]) -> list[Grade]:
    """The product's estimates by words."""
    grader = Grader.build(embedding_model="none")
    found = [await grader.estimate(one.task, one.answer, one.language) for one in labelled]
    await grader.close()
    return found


def split(both: Sequence[Pair], error: float, dice: random.Random) -> tuple[float, float]:
    """Error where the judge speaks and coverage (0–1) on one half of the questions, its threshold found on the other."""
    questions = sorted({one.question_id for one, _ in both})
    learnt = set(dice.sample(questions, len(questions) // 2))
    judge = calibrated([pair for pair in both if pair[0].question_id in learnt], error)
    rest = [pair for pair in both if pair[0].question_id not in learnt]
    points = sum(len(grade.verdicts) for _, grade in rest)
    spoken = said([(one, judge.kept(grade, one.task, one.language)) for one, grade in rest]) if judge else []
    return sum(not one.right for one in spoken) / max(1, len(spoken)), len(spoken) / points


def main() -> None:
    """Prints one line per judge."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--splits", type=int, default=200)
    asked.add_argument("--error", type=float, default=0.05)
    given = asked.parse_args()
    labelled = packaged_set()
    estimates = asyncio.run(guesses(labelled))
    for name, judge in JUDGES.items():
        dice = random.Random(SEED)
        both = [(one, judged(one, guess, judge, dice)) for one, guess in zip(labelled, estimates, strict=True)]
        verdicts = [one.right for one in said(both)]
        found = [split(both, given.error, dice) for _ in range(given.splits)]
        held = sum(error <= given.error for error, _ in found) / len(found)
        mean, spoken = (sum(each) / len(found) for each in zip(*found, strict=True))
        alone = 1 - sum(verdicts) / len(verdicts)
        line(
            f"judge that {name} (measured {alone:.1%}): {len(found)} splits with at most {given.error:.0%} wrong where it speaks",
            "≥ 95 %",
            f"{held:.1%}; {mean:.1%} wrong on {spoken:.0%} of points",
            held >= 0.95,
        )


if __name__ == "__main__":
    main()
