"""Risk, coverage, calibration error and the threshold, each against a value worked out by hand or by another library."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom  # type: ignore[import-untyped]  # has no types

from grader.confidence import NAMES
from grader.evaluation import LabelledAnswer, Pair
from grader.grade import Grade, Method
from grader.selective import (
    FEWEST,
    MeasuredVerdict,
    _at_most,
    _holds,
    _trust,
    calibrated,
    calibration_error,
    fitted,
    said,
    table,
    trust,
)
from questions.model import Task, Text
from tests.unit.grader.build import not_known
from tests.unit.grader.test_confidence import POINTS, C, M, P, U, judged

TASK = Task(Text("问", "q"), Text("答", "r"), POINTS)


def pair(n: int, grade: Grade, **covered: float) -> Pair:
    """One answer to question n with its labels, 0 for points not named."""
    labels = {point.id: covered.get(point.id, 0.0) for point in POINTS}
    return LabelledAnswer(
        f"{n}", f"q{n % 20}", TASK, "text", "zh" if n % 2 else "en", "good", labels, 5.0, False
    ), grade


def careless(answers: int, error: float, seed: int = 1) -> list[Pair]:
    """A judge that errs on one point in so many; the estimate beside sees the truth."""
    dice = random.Random(seed)
    found = []
    for n in range(answers):
        truth = [dice.random() < 0.5 for _ in POINTS]
        verdicts = [(C, M)[t == (dice.random() < error)] for t in truth]
        beside = tuple(0.8 if t else 0.2 for t in truth)
        labels = {point.id: float(t) for point, t in zip(POINTS, truth, strict=True)}
        found.append(pair(n, judged(*verdicts, beside=beside), **labels))
    return found


def test_what_is_unjudged_and_what_triage_decided_is_not_said() -> None:
    rights = [one.right for one in said([pair(1, judged(C, P, U), a=1, b=1), pair(2, not_known(POINTS))])]
    assert rights == [True, False]


@pytest.mark.parametrize(("wrong", "of", "share"), [(0, 90, 0.05), (4, 255, 0.05), (30, 40, 0.5), (7, 7, 0.2)])
def test_the_binomial_test(wrong: int, of: int, share: float) -> None:
    assert _at_most(wrong, of, share) == pytest.approx(binom.cdf(wrong, of, share))


def row(answer: str, right: bool) -> MeasuredVerdict:
    return MeasuredVerdict("q", answer, "en", (0.0,) * len(NAMES), right)


def test_verdicts_that_fail_together_count_as_fewer() -> None:
    apart = [row(f"{n}", n % 50 > 0) for n in range(500)]  # 2 %, one in an answer
    together = [row(f"{n // 10}", n >= 10) for n in range(500)]  # the same share, all in one answer
    assert _holds(apart, 0.05) and not _holds(together, 0.05)
    assert not _holds(apart, 0.025)


def test_a_judge_that_is_right_keeps_all_its_verdicts() -> None:
    both = careless(100, 0.0)
    found = calibrated(both, 0.05, "here")
    assert found is not None and (found.error, found.about) == (0.05, "here")
    assert len(said([(one, found.kept(grade, one.task, one.language)) for one, grade in both])) == 300


def test_a_careless_one_keeps_those_that_the_estimate_bears_out() -> None:
    both, fresh = careless(300, 0.2), careless(300, 0.2, seed=2)
    found = calibrated(both, 0.05)
    assert found is not None
    spoken = said([(one, found.kept(grade, one.task, one.language)) for one, grade in fresh])
    assert len(spoken) > 600 and sum(not one.right for one in spoken) / len(spoken) <= 0.05


def test_too_little_and_too_wrong_give_no_threshold() -> None:
    assert calibrated(careless(29, 0.0), 0.05) is None  # 87 verdicts; 90 without an error are needed
    assert calibrated(careless(200, 0.5), 0.005) is None
    blind = [(one, replace(grade, receipt=None)) for one, grade in careless(200, 0.5)]
    assert calibrated(blind, 0.05) is None


def test_weights_follow_what_is_right() -> None:
    found = fitted(said(careless(300, 0.2)))
    assert found["covered_apart"] < -1 and found["missing_apart"] < -1


def test_the_calibration_error_by_hand() -> None:
    sure = np.array([0.9] * 10 + [0.6] * 10)
    right = np.array([True] * 8 + [False] * 2 + [True] * 6 + [False] * 4)
    assert calibration_error(sure, right) == pytest.approx(
        sum(abs(sure[bin].mean() - right[bin].mean()) for bin in np.array_split(np.argsort(sure, kind="stable"), 10))
        / 10
    )
    assert calibration_error(np.full(5, 0.6), np.array([True, True, True, False, False])) == pytest.approx(
        (3 * 0.4 + 2 * 0.6) / 5
    )


def test_risk_at_each_coverage() -> None:
    right = np.array([True] * 60 + [False] * 20)
    found = _trust(np.linspace(1, 0.5, 80), right, [str(n) for n in range(80)], points=100)
    assert (found["given"], found["risk"]) == (80, 0.25)
    assert [(one["coverage"], one["risk"]) for one in found["risk_coverage"]] == [
        (0.8, 0.25),
        (0.7, round(10 / 70, 4)),
        (0.6, 0.0),
        (0.5, 0.0),
    ]
    low, high = found["ece_interval"]
    assert 0 <= low <= high <= 1


def test_each_language_with_enough_verdicts_has_its_row() -> None:
    found = trust(careless(FEWEST, 0.1))
    assert found["zh"]["points"] == found["en"]["points"] == FEWEST * 3 / 2
    assert found["confidence"] == "held out by question"
    shown = table(found).splitlines()
    assert [line.split()[0] for line in shown[2:]] == ["all", "zh", "en"]
    assert shown[2].count("%") == 3 * (1 + 5 + 1)
    assert table(trust(careless(1, 0.0))) == "too few verdicts for risk and coverage"


def test_a_stored_calibration_gives_its_own_confidences() -> None:
    both = careless(FEWEST, 0.1)
    judge = calibrated(careless(300, 0.1), 0.05)
    assert judge is not None
    kept = [(one, judge.kept(grade, one.task, one.language)) for one, grade in both]
    found = trust(kept, judge)
    assert found["confidence"] == "of this judge" and found["all"]["given"] < found["all"]["points"]


def test_a_check_that_agrees_is_seen() -> None:
    grade = judged(C, M, M)
    checked = replace(grade, verdicts=(replace(grade.verdicts[0], by=Method.CHECK), *grade.verdicts[1:]))
    rows = said([pair(1, checked, a=1)])
    assert [one.row[NAMES.index("checked")] for one in rows] == [1.0, 0.0, 0.0]
