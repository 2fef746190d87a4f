"""Grades for tables: one letter per key point, key points called a, b, c … with the weights given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from grader.grade import (
    FalseStatement,
    Flag,
    Grade,
    GradedBy,
    Method,
    Penalty,
    PointVerdict,
    Severity,
    Verdict,
    marked,
    verdict_of,
)
from questions.model import KeyPoint, Text

SAID = {
    "C": Verdict.COVERED,
    "P": Verdict.PARTIAL,
    "M": Verdict.MISSING,
    "X": Verdict.CONTRADICTED,
    "-": Verdict.UNJUDGED,
}


def weighing(*weights: int) -> tuple[KeyPoint, ...]:
    """Key points a, b, c … of these weights."""
    return tuple(KeyPoint(id, Text(en=id), weight) for id, weight in zip("abcdefgh", weights, strict=False))


def verdicts(points: Iterable[KeyPoint], said: str) -> tuple[PointVerdict, ...]:
    """The verdicts that letters stand for: the first letter is that of the first point by id."""
    letters = dict(zip(sorted(point.id for point in points), said, strict=True))
    return tuple(verdict_of(point.id, SAID[letters[point.id]]) for point in points)


def judged(points: Sequence[KeyPoint], said: str, *severities: Severity, flags: tuple[Flag, ...] = ()) -> Grade:
    """A judge's marked grade; every severity is one false statement beside the points."""
    errors = tuple(FalseStatement(f"quote {n}", f"why {n}", severity) for n, severity in enumerate(severities, 1))
    by = GradedBy(Method.JUDGE, "m")
    return marked(points, Grade(verdicts(points, said), by, provisional=False, errors=errors, flags=flags))


def estimated(
    points: Sequence[KeyPoint], credits: Sequence[float | None], score: float | None, *, suspected: tuple[str, ...] = ()
) -> Grade:
    """An estimate by words; credits in the order of the points' ids. Its score is fitted, so that it is given."""
    ids = sorted(point.id for point in points)
    given = {id: _touched(id, credit) for id, credit in zip(ids, credits, strict=True)}
    listed = tuple(given[point.id] for point in points)
    by = GradedBy(Method.WORDS)
    return Grade(listed, by, provisional=True, score=score, low=score, high=score, suspected=suspected)


def _touched(id: str, credit: float | None) -> PointVerdict:
    if credit is None:
        return PointVerdict(id, Verdict.UNJUDGED, None)
    verdict = Verdict.COVERED if credit > 0.6 else Verdict.PARTIAL if credit > 0.3 else Verdict.MISSING
    return PointVerdict(id, verdict, credit)


def not_known(points: Sequence[KeyPoint]) -> Grade:
    """What triage makes of "I don't know"."""
    said = verdicts(points, "M" * len(points))
    return replace(marked(points, Grade(said, GradedBy(Method.TRIAGE), provisional=True)), flags=(Flag.DONT_KNOW,))


def told(penalties: Iterable[Penalty]) -> list[tuple[str, float]]:
    """Penalties as what was wrong and how many marks it cost, to three decimals."""
    return [(penalty.reason, round(penalty.amount, 3)) for penalty in penalties]
