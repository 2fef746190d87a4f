"""Verdicts per key point from what a person's code returned. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, repeat, zip_longest

from questions.handson.compare import is_same, shown, written
from questions.handson.model import (
    CallNotReached,
    CallRaised,
    CallReturned,
    Case,
    CodeCall,
    HandsOn,
    KeptRef,
    Mismatch,
    Outcome,
    Run,
)
from questions.model import Text


class Standing(StrEnum):
    """What the tests of one key point say of the code."""

    PASSED = "passed"
    WRONG = "wrong"  # something came back, and it was wrong
    NOTHING = "nothing"  # not defined, an exception, out of time, or None: the code says nothing to this point


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that failed: what was called, what came (an exception when `raised` is set), what was wanted."""

    point: str
    visible: bool
    calls: tuple[str, ...]
    got: str
    wanted: Text
    standing: Standing
    raised: CallRaised | None = None


@dataclass(frozen=True, slots=True)
class PointReport:
    """The tests of one key point: how many of them passed, and what that makes of the point."""

    point: str
    passed: int
    total: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class CodeReport:
    """Everything the tests of a task say of one piece of code; points in the order of the question."""

    points: tuple[PointReport, ...]
    failures: tuple[Failure, ...]
    run: Run

    @property
    def passed(self) -> int:
        return sum(point.passed for point in self.points)

    @property
    def total(self) -> int:
        return sum(point.total for point in self.points)

    @property
    def first_visible(self) -> Failure | None:
        """The failure that the person is shown with input, result and what was wanted."""
        return next((failure for failure in self.failures if failure.visible), None)


def judged(task: HandsOn, run: Run) -> CodeReport:
    """The verdicts on a run of `task.calls()`.

    A point is passed when all its tests pass, wrong when one of them got a wrong value back, and otherwise nothing.
    """
    failures = tuple(_failures(task, run))
    points = tuple(_point(point.id, task, failures) for point in task.question.key_points)
    return CodeReport(points, failures, run)


def _point(point: str, task: HandsOn, failures: tuple[Failure, ...]) -> PointReport:
    total, lost = task.tests_of(point), [failure for failure in failures if failure.point == point]
    if not lost:
        standing = Standing.PASSED
    else:
        standing = Standing.WRONG if any(f.standing is Standing.WRONG for f in lost) else Standing.NOTHING
    return PointReport(point, total - len(lost), total, standing)


def _failures(task: HandsOn, run: Run) -> Iterator[Failure]:
    outcomes = chain(run.outcomes, repeat(CallNotReached()))
    tried = [(case, tuple(islice(outcomes, len(case.steps)))) for case in task.cases]
    lost = [failure for case, came in tried if (failure := _failure(case, came)) is not None]
    yield from lost
    if (touched := _touched(task, tried, len(lost) < len(tried))) is not None:
        yield touched


def _failure(case: Case, came: tuple[Outcome, ...]) -> Failure | None:
    """Why a test failed: its first call that went wrong, else the relation that does not hold."""
    values = []
    for n, (step, outcome) in enumerate(zip(case.steps, came, strict=True), 1):
        match outcome:
            case CallRaised():
                return _fails(case, n, None, Standing.NOTHING, outcome)
            case CallNotReached():
                return _fails(case, n, None, Standing.NOTHING)
            case CallReturned(value):
                values.append(value)
                if step.check is not None and (mismatch := step.check(value)) is not None:
                    return _fails(case, n, mismatch, _standing(value))
    if case.holds is not None and (mismatch := case.holds(values)) is not None:
        return _fails(case, len(case.steps), mismatch, _standing(values[-1]))
    return None


def _standing(value: object) -> Standing:
    return Standing.NOTHING if value is None else Standing.WRONG


def _fails(
    case: Case, calls: int, mismatch: Mismatch | None, standing: Standing, raised: CallRaised | None = None
) -> Failure:
    made = tuple(written(step.call) for step in case.steps[:calls])
    got, wanted = (mismatch.got, mismatch.wanted) if mismatch else ("", Text())
    return Failure(case.point, case.visible, made, got, wanted, standing, raised)


Tried = list[tuple[Case, tuple[Outcome, ...]]]
UNCHANGED = Text("参数保持不变", "the argument as it was")


def _touched(task: HandsOn, tried: Tried, any_passed: bool) -> Failure | None:
    """The first call that changed an argument; code of which no test passed has shown nothing, so that it fails too."""
    for case, came in tried:
        for step, outcome in zip(case.steps, came, strict=True):
            if isinstance(outcome, CallReturned) and (changed := _changed(step.call, outcome)) is not None:
                return Failure(task.untouched, True, (written(step.call),), changed.got, changed.wanted, Standing.WRONG)
    return None if any_passed else Failure(task.untouched, False, (), "", UNCHANGED, Standing.NOTHING)


def _changed(call: CodeCall, outcome: CallReturned) -> Mismatch | None:
    sent = (*call.args, *call.kwargs.values())
    for before, after in zip_longest(sent, outcome.after):
        if not isinstance(before, KeptRef) and not is_same(before, after):
            return Mismatch(shown(after), Text(f"{UNCHANGED.zh}：{shown(before)}", f"{UNCHANGED.en}: {shown(before)}"))
    return None
