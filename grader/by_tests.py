"""Grades of code by its tests: verdicts, not estimates."""

from __future__ import annotations

from collections.abc import Mapping

from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from questions.handson.model import HandsOn
from questions.handson.verdicts import CodeReport, Standing

VERDICTS: Mapping[Standing, Verdict] = {
    Standing.PASSED: Verdict.COVERED,
    Standing.WRONG: Verdict.CONTRADICTED,  # the code asserts a value, and the value is false
    Standing.NOTHING: Verdict.MISSING,
}


def graded_by_tests(task: HandsOn, report: CodeReport) -> Grade:
    """The grade that a report on a task's tests stands for; `why` of a verdict is its tests passed of all ("2/3")."""
    verdicts = tuple(
        verdict_of(point.point, VERDICTS[point.standing], why=f"{point.passed}/{point.total}")
        for point in report.points
    )
    return marked(task.question.key_points, Grade(verdicts, GradedBy(Method.TESTS), provisional=False))
