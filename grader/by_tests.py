"""Grades of code by its tests: verdicts, not estimates."""

from __future__ import annotations

from collections.abc import Mapping

from grader.grade import CodeError, CodeRun, Grade, GradedBy, Method, ShownFailure, Verdict, marked, verdict_of
from questions.handson.model import CallRaised, HandsOn
from questions.handson.verdicts import CodeReport, Standing

PRINTED = 300  # characters
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
    grade = Grade(verdicts, GradedBy(Method.TESTS), provisional=False, code=code_run(report))
    return marked(task.question.key_points, grade)


def code_run(report: CodeReport) -> CodeRun:
    """The part of a report that a grade keeps."""
    run, shown = report.run, report.first_visible
    return CodeRun(
        report.passed,
        report.total,
        round(run.seconds, 2),
        run.end,
        _error(run.failed),
        None
        if shown is None
        else ShownFailure(shown.point, shown.calls, shown.got, shown.wanted, _error(shown.raised)),
        run.printed[:PRINTED],
    )


def _error(raised: CallRaised | None) -> CodeError | None:
    return None if raised is None else CodeError(raised.kind, raised.message, raised.line, raised.text)
