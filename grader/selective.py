"""How far verdicts can be trusted: risk and coverage, calibration, and the threshold that holds a chosen error.

A verdict is right when its credit is the label's. Confidences are fitted and measured held out by question. Risk–coverage:
El-Yaniv & Wiener 2010; expected calibration error: Naeini et al. 2015; threshold: fixed-sequence testing, Angelopoulos et
al. 2021 (Learn then Test).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.confidence import NAMES, Confidence, evidence
from grader.evaluation import Pair
from grader.grade import CREDIT, Method
from grader.intervals import wilson
from questions.model import LANGUAGES, Language

Numbers = NDArray[np.float64]

PENALTY = 1.0  # of the squared weights, in verdicts
STEPS = 30
FOLDS = 8
FEWEST = 100  # verdicts for figures of their own
COVERAGES = (0.9, 0.8, 0.7, 0.6, 0.5)  # shares of the points
BINS = 10
RESAMPLED = 200  # times, for an interval of the calibration error
CHANCE = 0.01  # that the error where the judge speaks is above the chosen one all the same
DEVIATIONS = 3.5  # between answers; more than that chance asks for, since they are known from few answers
STEP = 0.02  # of coverage, between thresholds that are tried


@dataclass(frozen=True, slots=True)
class MeasuredVerdict:
    """A verdict with its evidence, and whether it is right."""

    question: str
    answer: str
    language: Language
    row: tuple[float, ...]
    right: bool


def said(both: Sequence[Pair]) -> list[MeasuredVerdict]:
    """The verdicts given, those of triage left out."""
    found = []
    for one, grade in both:
        if grade.graded_by.method is Method.TRIAGE:
            continue
        points = {point.id: point for point in one.task.key_points}
        for verdict in grade.verdicts:
            if (row := evidence(grade, verdict, points[verdict.id])) is not None:
                right = CREDIT[verdict.verdict] == one.covered[verdict.id]
                found.append(MeasuredVerdict(one.question_id, one.id, one.language, row, right))
    return found


def fitted(verdicts: Sequence[MeasuredVerdict]) -> dict[str, float]:
    """Weights of evidence by logistic regression with an L2 penalty (Newton's method); deterministic."""
    rows, right = _rows(verdicts), np.array([one.right for one in verdicts], dtype=float)
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -40, 40)))
        slope = rows.T @ (p - right) + PENALTY * weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + PENALTY * np.eye(len(NAMES))
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)}


def _rows(verdicts: Sequence[MeasuredVerdict]) -> Numbers:
    return np.array([one.row for one in verdicts], dtype=np.float64).reshape(-1, len(NAMES))


def held_out(verdicts: Sequence[MeasuredVerdict]) -> Numbers:
    """The confidence (0–1) of each verdict by a fit that has not seen its question; folds are sets of questions."""
    questions = sorted({one.question for one in verdicts})
    found = np.zeros(len(verdicts))
    for fold in range(min(FOLDS, len(questions))):
        out = set(questions[fold::FOLDS])
        judge = Confidence(fitted([one for one in verdicts if one.question not in out]), 0.0, 0.0)
        for n, one in enumerate(verdicts):
            if one.question in out:
                found[n] = judge.of(one.row)
    return found


def calibrated(both: Sequence[Pair], error: float, about: str = "") -> Confidence | None:
    """The loosest threshold at which the error of the verdicts given stays at most `error` (0–1), and the weights it is for.

    Thresholds are tried from the strictest; the last one at which a larger error is rejected counts, by the binomial test and,
    since verdicts on one answer fail together, by the deviation between answers. None when not even the strictest passes.
    """
    verdicts = said(both)
    fewest = math.ceil(math.log(CHANCE) / math.log(1 - error))  # without any error among them
    if len(verdicts) < fewest:
        return None
    sure = held_out(verdicts)
    order = np.argsort(-sure, kind="stable")
    found = None
    tried = min(len(verdicts), 2 * fewest)
    while tried <= len(verdicts):
        threshold = float(sure[order[tried - 1]])
        if not _holds([one for one, p in zip(verdicts, sure, strict=True) if p >= threshold], error):
            break
        found = threshold
        if tried == len(verdicts):
            break
        tried = min(len(verdicts), tried + max(1, int(STEP * len(verdicts))))
    return None if found is None else Confidence(fitted(verdicts), round(found, 4), error, about)


def _holds(given: Sequence[MeasuredVerdict], error: float) -> bool:
    """Whether these verdicts reject an error above `error`."""
    wrong = sum(not one.right for one in given)
    if _at_most(wrong, len(given), error) > CHANCE:
        return False
    answers: dict[str, list[bool]] = {}
    for one in given:
        answers.setdefault(one.answer, []).append(one.right)
    share = wrong / len(given)
    spread = sum((sum(not r for r in rights) - share * len(rights)) ** 2 for rights in answers.values())
    return share + DEVIATIONS * math.sqrt(spread) / len(given) <= error


def _at_most(wrong: int, of: int, share: float) -> float:
    """P(X ≤ wrong) for X binomial with `of` draws and 0 < share < 1."""
    logs = (
        math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * math.log(share)
        + (of - k) * math.log1p(-share)
        for k in range(wrong + 1)
    )  # fmt: skip
    return math.fsum(map(math.exp, logs))


def trust(both: Sequence[Pair], confidence: Confidence | None = None) -> dict[str, Any]:
    """Risk at each coverage and the expected calibration error, all and per language, as JSON values.

    confidence: a judge's calibration; without one, fits that have not seen the question. A group with few verdicts is None.
    """
    verdicts = said(both)
    if len({one.question for one in verdicts}) < 2:
        return {}
    sure = np.array([confidence.of(one.row) for one in verdicts]) if confidence else held_out(verdicts)
    right = np.array([one.right for one in verdicts])
    rows = {}
    for name in ("all", *LANGUAGES):
        here = np.array([name in ("all", one.language) for one in verdicts])
        points = sum(
            len(grade.verdicts)
            for one, grade in both
            if grade.graded_by.method is not Method.TRIAGE and name in ("all", one.language)
        )
        answers = [one.answer for one, mine in zip(verdicts, here, strict=True) if mine]
        rows[name] = _trust(sure[here], right[here], answers, points) if here.sum() >= FEWEST else None
    return {"confidence": "of this judge" if confidence else "held out by question", **rows}


def _trust(sure: Numbers, right: NDArray[np.bool_], answers: Sequence[str], points: int) -> dict[str, Any]:
    order = np.argsort(-sure, kind="stable")
    curve = []
    for coverage in COVERAGES:
        n = round(coverage * points)
        if n <= len(order):
            wrong = int((~right[order[:n]]).sum())
            risk = round(wrong / n, 4)
            curve.append({"coverage": coverage, "risk": risk, "interval": wilson(wrong, n)})
    return {
        "points": points,
        "given": len(order),
        "risk": round(float(np.mean(~right)), 4),
        "interval": wilson(int((~right).sum()), len(right)),
        "risk_coverage": curve,
        "ece": round(calibration_error(sure, right), 4),
        "ece_interval": _resampled(sure, right, answers),
    }


def calibration_error(sure: Numbers, right: NDArray[np.bool_]) -> float:
    """Expected calibration error (0–1) over bins of equally many verdicts."""
    bins = np.array_split(np.argsort(sure, kind="stable"), min(BINS, len(sure)))
    return float(sum(abs(sure[bin].mean() - right[bin].mean()) * len(bin) for bin in bins) / len(sure))


def _resampled(sure: Numbers, right: NDArray[np.bool_], answers: Sequence[str]) -> tuple[float, float]:
    """The 95 % interval of the calibration error by resampling answers."""
    dice = np.random.default_rng(0)
    mine: dict[str, list[int]] = {}
    for n, answer in enumerate(answers):
        mine.setdefault(answer, []).append(n)
    groups = [np.array(places) for places in mine.values()]
    errors = []
    for _ in range(RESAMPLED):
        drawn = np.concatenate([groups[n] for n in dice.integers(len(groups), size=len(groups))])
        errors.append(calibration_error(sure[drawn], right[drawn]))
    low, high = np.quantile(errors, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def table(found: Mapping[str, Any]) -> str:
    """The figures as text for the terminal."""
    rows = {name: found[name] for name in ("all", *LANGUAGES) if found.get(name)}
    if not rows:
        return "too few verdicts for risk and coverage"
    heads = ["wrong of given", *(f"of the surest {coverage:.0%}" for coverage in COVERAGES), "ECE"]
    lines = [
        f"wrong verdicts among those given and among the surest points, and calibration error; confidence {found['confidence']}"
    ]
    lines.append(f"{'':5}{'points':>8}{'given':>8}" + "".join(f"{head:>21}" for head in heads))
    for name, row in rows.items():
        risks = {one["coverage"]: _share(one["risk"], one["interval"]) for one in row["risk_coverage"]}
        cells = [_share(row["risk"], row["interval"]), *(risks.get(coverage, "–") for coverage in COVERAGES)]
        cells.append(_share(row["ece"], row["ece_interval"]))
        lines.append(f"{name:5}{row['points']:>8}{row['given']:>8}" + "".join(f"{cell:>21}" for cell in cells))
    return "\n".join(lines)


def _share(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.1%} ({interval[0]:.1%}–{interval[1]:.1%})"
