"""Agreement of people with each other about the same answers, and of grades with people, with intervals.

κ is Cohen's with quadratic weights (Cohen 1968), once over the four verdicts of key points in their order (contradicted, missing,
partial, covered), once over marks rounded to 0–10. Intervals are of 95 %, by a percentile bootstrap over questions (Efron and
Tibshirani 1993): answers to one question are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.evaluation import LabelledAnswer, weighted_kappa
from grader.grade import Grade, Verdict
from questions.model import LANGUAGES, Language

Numbers = NDArray[np.float64]

ORDER = (Verdict.CONTRADICTED, Verdict.MISSING, Verdict.PARTIAL, Verdict.COVERED)
RESAMPLES, CONFIDENCE = 1000, 0.95
LEAST_QUESTIONS = 5  # below, a bootstrap says nothing


@dataclass(frozen=True, slots=True)
class Compared:
    """Two views of one answer. points: places in `ORDER` of both, per key point; marks: both marks, None without a number."""

    question: str
    language: Language
    points: tuple[tuple[int, int], ...]
    marks: tuple[float, float] | None


def latest(labelled: Iterable[LabelledAnswer]) -> list[LabelledAnswer]:
    """The labels without those that the same person corrected later in the file."""
    return list({(one.id, one.by): one for one in labelled}.values())


def between_people(labelled: Sequence[LabelledAnswer]) -> list[Compared]:
    """Every pair of people who labelled the same answer."""
    by_answer: dict[str, list[LabelledAnswer]] = {}
    for one in labelled:
        by_answer.setdefault(one.id, []).append(one)
    pairs = (pair for same in by_answer.values() for pair in combinations(sorted(same, key=lambda one: one.by), 2))
    return [_compared(one, verdicts_of(one), other.score, verdicts_of(other)) for one, other in pairs]


def with_people(labelled: Sequence[LabelledAnswer], grades: Mapping[str, Grade]) -> list[Compared]:
    """Every label beside the grade of its answer, by id."""
    return [
        _compared(one, verdicts_of(one), grades[one.id].score, {v.id: v.verdict for v in grades[one.id].verdicts})
        for one in labelled
    ]


def verdicts_of(one: LabelledAnswer) -> dict[str, Verdict]:
    """A label's verdicts by key point."""
    credit = {0: Verdict.MISSING, 0.5: Verdict.PARTIAL, 1: Verdict.COVERED}
    return {id: Verdict.CONTRADICTED if id in one.contradicted else credit[c] for id, c in one.covered.items()}


def _compared(
    one: LabelledAnswer, verdicts: Mapping[str, Verdict], mark: float | None, others: Mapping[str, Verdict]
) -> Compared:
    both = [(verdicts[id], others[id]) for id in verdicts if id in others]
    points = tuple((ORDER.index(a), ORDER.index(b)) for a, b in both if a in ORDER and b in ORDER)
    return Compared(one.question_id, one.language, points, None if mark is None else (one.score, mark))


# -- figures ---------------------------------------------------------------------------------------------------------


def report(labelled: Sequence[LabelledAnswer], grades: Mapping[str, Grade]) -> dict[str, Any]:
    """Agreement between people and with people, over all and per language, as JSON values."""
    views = {"people": between_people(labelled), "grader": with_people(labelled, grades)}
    return {name: _by_language(compared) for name, compared in views.items()}


def _by_language(compared: Sequence[Compared]) -> dict[str, Any]:
    spoken = [language for language in LANGUAGES if any(one.language == language for one in compared)]
    groups = {"all": list(compared)} | {
        language: [one for one in compared if one.language == language] for language in spoken
    }
    return {name: figures(group) for name, group in groups.items()}


def figures(compared: Sequence[Compared]) -> dict[str, Any]:
    """Numbers of answers, points and questions; κ per point, κ of marks and mean distance in marks, each with its interval."""
    measures: dict[str, Callable[[Sequence[Compared]], float | None]] = {
        "kappa_points": kappa_of_points,
        "kappa_marks": kappa_of_marks,
        "mae": mean_distance,
    }
    found: dict[str, Any] = {
        "n": len(compared),
        "points": sum(len(one.points) for one in compared),
        "questions": len({one.question for one in compared}),
    }
    return found | {
        name: {"value": measure(compared), "interval": interval(compared, measure)}
        for name, measure in measures.items()
    }


def kappa_of_points(compared: Sequence[Compared]) -> float | None:
    """κ over the verdicts of all points together."""
    points = np.array([pair for one in compared for pair in one.points], dtype=float).reshape(-1, 2)
    return weighted_kappa(points[:, 0], points[:, 1])


def kappa_of_marks(compared: Sequence[Compared]) -> float | None:
    """κ over marks, of the answers with a number on both sides."""
    marks = np.array([one.marks for one in compared if one.marks], dtype=float).reshape(-1, 2)
    return weighted_kappa(marks[:, 0], marks[:, 1])


def mean_distance(compared: Sequence[Compared]) -> float | None:
    """Mean absolute difference in marks."""
    marks = [abs(one.marks[0] - one.marks[1]) for one in compared if one.marks]
    return round(float(np.mean(marks)), 3) if marks else None


def interval(
    compared: Sequence[Compared], measure: Callable[[Sequence[Compared]], float | None]
) -> tuple[float, float] | None:
    """The 95 % interval of a figure over resamples of questions; None for fewer than five questions."""
    by_question: dict[str, list[Compared]] = {}
    for one in compared:
        by_question.setdefault(one.question, []).append(one)
    groups = list(by_question.values())
    if len(groups) < LEAST_QUESTIONS:
        return None
    dice = np.random.default_rng(0)
    drawn = ([one for g in dice.integers(len(groups), size=len(groups)) for one in groups[g]] for _ in range(RESAMPLES))
    values = [value for value in map(measure, drawn) if value is not None]
    if not values:
        return None
    low, high = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return round(float(low), 3), round(float(high), 3)


def table(found: Mapping[str, Any]) -> str:
    """The figures as a text table."""
    names = {"people": "people with people", "grader": "grader with people"}
    heads = ("agreement (95 % by questions)", "n", "points", "κ per point", "κ of marks", "MAE")
    rows: list[tuple[str, ...]] = [heads]
    for view, groups in found.items():
        rows += [
            (f"{names[view]}, {group}", str(row["n"]), str(row["points"]), *(_cell(row[name]) for name in MEASURES))
            for group, row in groups.items()
        ]
    wide = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        f"{row[0]:<{wide[0]}}" + "".join(f"  {cell:>{size}}" for cell, size in zip(row[1:], wide[1:], strict=True))
        for row in rows
    )


MEASURES = ("kappa_points", "kappa_marks", "mae")


def _cell(found: Mapping[str, Any]) -> str:
    value, between = found["value"], found["interval"]
    if value is None:
        return "–"
    return f"{value:.2f}" + (f" [{between[0]:.2f}, {between[1]:.2f}]" if between else "")
