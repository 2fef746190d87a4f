"""A hands-on task as a value: the calls to make, what comes back, and the tests that compare the two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from questions.model import Question, Text

Value = Any  # None, bool, int, float, str, list, tuple, dict or a NumPy array: what travels to the code and back


@dataclass(frozen=True, slots=True)
class KeptRef:
    """Stands in arguments for the result that an earlier call of the same test kept under `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class CodeCall:
    """One call of the person's code.

    target: a function or class of theirs ("softmax", "KVCache"), a method of a kept result ("cache.append"), or `len`.
    keep: the name under which the result stays beside the code for later calls; it is not sent back as a value.
    """

    target: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class CallReturned:
    """What a call returned; `after` holds its positional, then its keyword arguments as they stood when it had returned."""

    value: Value
    after: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CallRaised:
    """An exception: its type's name, its message, and the line (from 1) of the person's own code with that line's text.

    `kind` is "Missing" where the code defines nothing by the name that was called.
    """

    kind: str
    message: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CallNotReached:
    """The run ended before this call: an earlier one took all the time or memory, or the code could not be loaded."""


Outcome = CallReturned | CallRaised | CallNotReached


@dataclass(frozen=True, slots=True)
class Run:
    """What became of all calls of a task, in their order.

    failed: why the code could not be loaded. end: "done", or the limit that ended the run ("cpu", "wall", "memory", …).
    seconds: wall time. printed: what the code wrote, untrusted text.
    """

    outcomes: tuple[Outcome, ...]
    failed: CallRaised | None = None
    end: str = "done"
    seconds: float = 0.0
    printed: str = ""


class Execute(Protocol):
    """Loads `code` once and makes `calls` in their order."""

    def __call__(self, code: str, calls: Sequence[CodeCall]) -> Run: ...


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What came instead of what was wanted, both as people read them."""

    got: str
    wanted: Text


Check = Callable[[Value], Mismatch | None]
Relation = Callable[[Sequence[Value]], Mismatch | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A call, and what its result is held against; None where only later calls matter."""

    call: CodeCall
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One test, named after the key point that it tries.

    holds: what must be true of the results of all steps together. visible: the person sees its input when it fails.
    """

    point: str
    steps: tuple[Step, ...]
    holds: Relation | None = None
    visible: bool = False


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong solution: the mistake in words, and the key points it betrays."""

    name: str
    code: str
    mistake: str
    betrays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandsOn:
    """A hands-on task. `untouched` is the key point that is lost when any call changes one of its arguments in place."""

    question: Question
    title: Text
    folder: Path
    starter: str
    solution: str
    cases: tuple[Case, ...]
    untouched: str
    mutants: tuple[Mutant, ...]

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def tests(self) -> int:
        """How many tests there are."""
        return len(self.cases) + 1  # and whether arguments stay

    def calls(self) -> tuple[CodeCall, ...]:
        """All calls of all tests in their order; what one test keeps has a name that no other test uses."""
        return tuple(_own(step.call, n) for n, case in enumerate(self.cases) for step in case.steps)

    def tests_of(self, point: str) -> int:
        """How many tests try the key point called `point`."""
        return sum(case.point == point for case in self.cases) + (point == self.untouched)


def _own(call: CodeCall, case: int) -> CodeCall:
    """The call with the names it keeps or uses made those of its test alone."""
    name, dot, method = call.target.partition(".")
    target = f"{_named(name, case)}.{method}" if dot else name
    args = tuple(KeptRef(_named(arg.name, case)) if isinstance(arg, KeptRef) else arg for arg in call.args)
    return replace(call, target=target, args=args, keep=call.keep and _named(call.keep, case))


def _named(name: str, case: int) -> str:
    return f"case{case}_{name}"
