"""Calls on their way to a runner, and its outcomes on their way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from app.code_runs import run_tests
from questions.handson import model as handson
from questions.handson.here import execute
from questions.handson.load import find
from questions.handson.model import HandsOn
from questions.handson.verdicts import Standing
from runner.client import Level, Protection
from runner.model import End, NotReached, Outcome, Program, Raised, Result, Returned, Waiting
from runner.values import Ref


@dataclass
class InProcess:
    """A runner without a sandbox, for code of the tests; `end` and `keep` cut a run short."""

    end: End = End.DONE
    keep: int | None = None
    given: list[Program] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        return

    async def warm(self) -> Protection:
        return Protection(Level.BARE, "")

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        self.given.append(program)
        assert all(call.after for call in program.calls)
        calls = [handson.CodeCall(c.target, tuple(map(back, c.args)), c.kwargs, c.keep) for c in program.calls]
        run = execute(program.code, calls)
        outcomes = tuple(map(outcome, run.outcomes))
        cut = outcomes if self.keep is None else (*outcomes[: self.keep], *(NotReached(),) * (len(calls) - self.keep))
        failed = run.failed and Raised(run.failed.kind, run.failed.message, run.failed.line, run.failed.text)
        return Result(cut, self.end, 0.5, failed, "said")


def back(arg: object) -> object:
    return handson.KeptRef(arg.name) if isinstance(arg, Ref) else arg


def outcome(made: handson.Outcome) -> Outcome:
    match made:
        case handson.CallReturned(value, after):
            return Returned(value, after)
        case handson.CallRaised(kind, message, line, text):
            return Raised(kind, message, line, text)
        case handson.CallNotReached():
            return NotReached()


def task(id: str) -> HandsOn:
    found = find(id)
    assert found is not None
    return found


async def test_a_solution_passes_kept_objects_included() -> None:
    runner, cache = InProcess(), task("hand-kv-cache")
    report = await run_tests(runner, cache, f"```python\n{cache.solution}```")
    assert report.failures == ()
    assert (report.run.end, report.run.seconds, report.run.printed) == ("done", 0.5, "said")
    (program,) = runner.given
    assert (program.id, program.code) == ("hand-kv-cache", cache.solution)
    program.request()  # nothing in it that the sandbox would refuse


async def test_errors_keep_their_line() -> None:
    report = await run_tests(InProcess(), task("hand-softmax"), "def softmax(x, axis=-1):\n    return y\n")
    raised = report.failures[0].raised
    assert raised == handson.CallRaised("NameError", "name 'y' is not defined", 2, "return y")
    loaded = await run_tests(InProcess(), task("hand-softmax"), "def softmax(x:\n")
    assert loaded.run.failed is not None and loaded.run.failed.kind == "SyntaxError"


async def test_a_run_cut_short_keeps_what_came_before() -> None:
    softmax = task("hand-softmax")
    report = await run_tests(InProcess(End.CPU, keep=3), softmax, softmax.solution)
    assert report.run.end == "cpu"
    assert report.passed == 4, "three tests, and that they left their arguments alone"
    assert {point.standing for point in report.points} == {Standing.PASSED, Standing.NOTHING}
