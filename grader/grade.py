"""The grade of one answer: verdicts per key point, and the arithmetic from verdicts to a mark.

Pure values. Nothing here reads an answer; `grader.similarity` and `grader.judge` produce verdicts, `marked` turns them
into a mark, and no model ever hands over a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from questions.model import KeyPoint, Language, Task

Job = tuple[Task, str, Language]  # one answer to grade: the task, the answer, the language the question was asked in

FULL = 10.0
TRIAGE = "triage"  # graded_by of an answer that needs no reading: blank, or a whole-message "don't know"
CONTRADICTED_SHARE = 0.25  # of a point's weight, taken from the sum when the answer asserts its opposite
FALSE_STATEMENT = {"minor": 0.5, "major": 1.5}  # marks
FALSE_STATEMENTS_AT_MOST = 3.0  # marks
NUMBER_FROM, RANGE_BELOW = 0.6, 0.8  # share of the weight that must be judged for any number, and for a single one


class Verdict(StrEnum):
    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNJUDGED = "unjudged"


CREDIT: dict[Verdict, float | None] = {
    Verdict.COVERED: 1.0,
    Verdict.PARTIAL: 0.5,
    Verdict.MISSING: 0.0,
    Verdict.CONTRADICTED: 0.0,
    Verdict.UNJUDGED: None,
}


class Flag(StrEnum):
    """What triage, similarity or the judge noticed about an answer; a flag is no verdict."""

    BLANK = "blank"
    DONT_KNOW = "dont_know"
    ECHO = "echo"  # the question said back
    KEYWORDS = "keywords"  # words without sentences
    INJECTION = "injection"  # speaks to the grader
    TRUNCATED = "truncated"  # longer than is graded
    UNREADABLE = "unreadable"  # the embedder cannot read the language; words alone were used
    UNCALIBRATED = "uncalibrated"  # no fit for this embedder: bands, no number
    NOT_ASSESSABLE = "not_assessable"  # an estimate would say nothing (for example the answer is in a third language)


@dataclass(frozen=True, slots=True)
class PointVerdict:
    """What the answer says to one key point. `credit` is 0–1, None when unjudged; `quote` is verbatim from the answer or ""."""

    id: str
    verdict: Verdict
    credit: float | None
    quote: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FalseStatement:
    """A false statement outside the key points; `severity` is "minor" or "major"."""

    quote: str
    why: str
    severity: str


@dataclass(frozen=True, slots=True)
class Penalty:
    """Marks (of ten, positive) taken off, and why."""

    reason: str
    amount: float


@dataclass(frozen=True, slots=True)
class Grade:
    """One grading of one answer.

    score: 0–10 with one decimal, or None (too little was judged, or the embedder is uncalibrated).
    low, high: the range the score can lie in; equal to it when everything that counts was judged.
    graded_by: "triage", "similarity:<model>", "words" or "judge:<model>".
    provisional: no judge decided; an estimate, never a verdict.
    suspected: key points near whose authored misconception the answer comes; they steer probes and cost nothing.
    receipt: what replays the mark: JSON values only.
    """

    verdicts: tuple[PointVerdict, ...]
    graded_by: str
    provisional: bool
    score: float | None = None
    low: float | None = None
    high: float | None = None
    errors: tuple[FalseStatement, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    flags: tuple[Flag, ...] = ()
    suspected: tuple[str, ...] = ()
    feedback: str = ""
    receipt: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def is_estimate(self) -> bool:
        """Whether words or similarity decided: neither a judge, nor the person by saying that they do not know."""
        return self.provisional and self.graded_by != TRIAGE

    def verdict(self, id: str) -> PointVerdict | None:
        """The verdict on the key point called `id`, or None."""
        return next((v for v in self.verdicts if v.id == id), None)


def verdict_of(id: str, verdict: Verdict, quote: str = "", why: str = "") -> PointVerdict:
    """A verdict with the credit that belongs to it."""
    return PointVerdict(id, verdict, CREDIT[verdict], quote, why)


def penalties_of(points: Sequence[KeyPoint], grade: Grade) -> tuple[Penalty, ...]:
    """Every deduction with its reason: contradicted points, then false statements up to their common limit."""
    weights = {p.id: p.weight for p in points}
    judged = sum(weights[v.id] for v in grade.verdicts if v.credit is not None)
    contradicted = [
        Penalty(f"contradicted: {v.id}", FULL * CONTRADICTED_SHARE * weights[v.id] / judged)
        for v in grade.verdicts
        if v.verdict is Verdict.CONTRADICTED
    ]
    room, false = FALSE_STATEMENTS_AT_MOST, []
    for error in grade.errors:
        amount = min(FALSE_STATEMENT[error.severity], room)
        room -= amount
        if amount:
            false.append(Penalty(f"{error.severity}: {error.why or error.quote}", amount))
    return (*contradicted, *false)


def marked(points: Sequence[KeyPoint], grade: Grade) -> Grade:
    """The grade with penalties, score and range worked out from its verdicts.

    score = 10·Σ(weight·credit)/Σ(weight) over the judged points, less the penalties, at least 0. Below 80 % of the weight
    judged `low` and `high` are what the unjudged points could still make of it; below 60 % there is no number at all.
    """
    weights = {p.id: p.weight for p in points}
    total = sum(weights.values())
    judged = sum(weights[v.id] for v in grade.verdicts if v.credit is not None)
    if not judged or judged / total < NUMBER_FROM:
        return replace(grade, penalties=(), score=None, low=None, high=None)
    penalties = penalties_of(points, grade)
    off = sum(p.amount for p in penalties)
    earned = sum(weights[v.id] * v.credit for v in grade.verdicts if v.credit is not None)

    def mark(earned: float, of: float) -> float:
        return round(min(FULL, max(0.0, FULL * earned / of - off)), 1)

    score = mark(earned, judged)
    exact = judged / total >= RANGE_BELOW
    low = score if exact else min(score, mark(earned, total))
    high = score if exact else max(score, mark(earned + total - judged, total))
    return replace(grade, penalties=penalties, score=score, low=low, high=high)
