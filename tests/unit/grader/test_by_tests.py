"""The grade of code: verdicts of its tests, and the ordinary arithmetic over them."""

from __future__ import annotations

from grader.by_tests import graded_by_tests
from grader.grade import GradedBy, Method, Verdict
from questions.handson.check import tried
from questions.handson.here import execute
from questions.handson.load import find

TASK = find("hand-softmax")


def graded(code: str) -> tuple[dict[str, Verdict], float | None]:
    assert TASK is not None
    grade = graded_by_tests(TASK, tried(TASK, code, execute))
    assert (grade.graded_by, grade.provisional, grade.is_estimate) == (GradedBy(Method.TESTS), False, False)
    return {verdict.id: verdict.verdict for verdict in grade.verdicts}, grade.score


def test_code_that_is_right_gets_full_marks() -> None:
    assert TASK is not None
    assert graded(TASK.solution) == (dict.fromkeys(("formula", "stable", "axis", "inputs"), Verdict.COVERED), 10.0)


def test_code_that_returns_nothing_misses_its_points_and_contradicts_none() -> None:
    assert TASK is not None
    missing = dict.fromkeys(("formula", "stable", "axis", "inputs"), Verdict.MISSING)
    assert graded(TASK.starter) == (missing, 0.0)
    assert graded("def softmax(x, axis=-1):\n    pass\n") == (missing, 0.0)


def test_a_wrong_value_contradicts_its_point() -> None:
    assert TASK is not None
    wrong = next(mutant.code for mutant in TASK.mutants if mutant.name == "no_maximum")
    verdicts, score = graded(wrong)
    assert verdicts["stable"] is Verdict.CONTRADICTED
    assert score == 5.3  # 10·5/8 less a quarter of 10·3/8


def test_a_verdict_says_how_many_tests_passed() -> None:
    assert TASK is not None
    grade = graded_by_tests(TASK, tried(TASK, TASK.solution, execute))
    assert [verdict.why for verdict in grade.verdicts] == ["2/2", "4/4", "4/4", "1/1"]
