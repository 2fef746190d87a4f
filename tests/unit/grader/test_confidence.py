"""Confidence from agreement: what is evidence, what falls below the threshold, where it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.confidence import FILE, NAMES, UNSURE, Confidence, evidence, store, stored
from grader.errors import Unusable
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
from grader.judge.receipt import estimate_beside
from questions.model import KeyPoint, Task, Text
from tests.unit.grader.build import estimated, weighing

POINTS = weighing(3, 2, 1)
TASK = Task(Text("问", "q"), Text("答", "r"), POINTS)
C, P, M, X, U = Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED, Verdict.UNJUDGED


def judged(*said: Verdict, beside: tuple[float | None, ...] = (0.9, 0.5, 0.1), again: str = "") -> Grade:
    """A judge's grade with an estimate beside it; `again`: points that another judgement says the same of."""
    verdicts = tuple(verdict_of(p.id, v) for p, v in zip(POINTS, said, strict=True))
    samples = [Sample("m", "", "", (), (), (), 1, {})]
    if again:
        second = tuple(SampleVerdict(v.id, v.verdict, "", "") for v in verdicts if v.id in again)
        samples.append(replace(samples[0], verdicts=second))
    guess = estimate_beside(estimated(POINTS, beside, 5.0))
    receipt = Receipt("m", "", "", "", JudgedAnswer("", 1, 1, False), guess, tuple(samples))
    return marked(POINTS, Grade(verdicts, GradedBy(Method.JUDGE, "m"), False, receipt=receipt))


def named(grade: Grade, n: int, point: KeyPoint | None = None) -> dict[str, float]:
    """The evidence of the n-th verdict that is not 0, rounded."""
    row = evidence(grade, grade.verdicts[n], point or POINTS[n])
    assert row is not None
    return {name: round(value, 3) for name, value in zip(NAMES, row, strict=True) if value}


def test_a_verdict_is_compared_with_the_estimate_of_its_point() -> None:
    grade = judged(C, P, X)
    assert named(grade, 0) == {"covered": 1.0, "covered_apart": 0.1}
    assert named(grade, 1) == {"partial": 1.0}
    assert named(grade, 2) == {"contradicted": 1.0, "contradicted_apart": 0.1}


def test_an_estimate_that_says_nothing_is_neither_near_nor_far() -> None:
    assert named(judged(M, M, M, beside=(None, 0.0, 1.0)), 0) == {"missing": 1.0, "missing_apart": 0.5}


def test_another_judgement_and_a_check_are_evidence() -> None:
    grade = judged(C, C, M, again="b")
    checked = replace(grade, verdicts=tuple(replace(v, by=Method.CHECK) for v in grade.verdicts))
    assert "seconded" not in named(grade, 0) and named(grade, 1)["seconded"] == 1.0
    assert named(checked, 0)["checked"] == 1.0


def test_a_quote_without_a_word_of_the_point_is_evidence_against() -> None:
    point = KeyPoint("a", Text("显存随长度线性增长", "memory grows with length"), 1)
    grade = judged(C, M, M)
    for quote, unbacked in (("the memory is linear", False), ("显存会变大", False), ("as everybody knows", True)):
        one = replace(grade, verdicts=(replace(grade.verdicts[0], quote=quote), *grade.verdicts[1:]))
        assert ("unbacked" in named(one, 0, point)) is unbacked


def test_nothing_is_evidence_for_what_is_unjudged() -> None:
    grade = judged(C, U, M)
    assert evidence(grade, grade.verdicts[1], POINTS[1]) is None


def against(name: str, threshold: float = 0.5) -> Confidence:
    """One that is sure of everything but of what has this evidence."""
    return Confidence({**dict.fromkeys(NAMES, 0.0), "covered": 3.0, "missing": 3.0, name: -9.0}, threshold, 0.05)


def test_what_is_not_sure_enough_is_unjudged_and_the_mark_follows() -> None:
    grade = judged(C, C, M)
    kept = against("covered_apart").kept(judged(C, C, M), TASK, "en")
    assert [v.verdict for v in kept.verdicts] == [C, U, M]
    assert kept.verdicts[1].why == UNSURE["en"] and kept.verdicts[1].credit is None
    assert (grade.score, kept.score) == (8.3, 7.5)
    assert against("covered_apart", 0.0).kept(grade, TASK, "zh") == grade


def test_confidence_is_a_probability() -> None:
    row = evidence(judged(C, C, M), judged(C, C, M).verdicts[0], POINTS[0])
    assert row is not None
    assert against("seconded").of(row) == pytest.approx(1 / (1 + 2.718281828**-3))
    assert Confidence(dict.fromkeys(NAMES, 0.0), 0.5, 0.05).of(row) == 0.5
    assert Confidence(dict.fromkeys(NAMES, 1e9), 0.5, 0.05).of(row) == pytest.approx(1.0)


def test_a_calibration_is_kept_by_the_model_it_is_for(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert stored(folder, "m") is None and stored(None, "m") is None
    first, other = against("unbacked"), against("seconded", 0.7)
    store(folder, "m", other)
    store(folder, "org/other:free", other)
    assert store(folder, "m", first) == folder / FILE
    assert (stored(folder, "m"), stored(folder, "org/other:free"), stored(folder, "third")) == (first, other, None)
    assert [file.name for file in folder.iterdir()] == [FILE]


@pytest.mark.parametrize("content", ["", "[]", '{"m": {}}', '{"m": {"weights": {}, "threshold": 1, "error": 0.1}}'])
def test_a_file_that_holds_something_else_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(Unusable, match=FILE):
        stored(tmp_path, "m")
