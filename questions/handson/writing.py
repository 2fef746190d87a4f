"""What `tests.py` of a hands-on task is written with.

    CASES = [
        case("formula", call("softmax", np.log([1.0, 3.0])).close([0.25, 0.75]), visible=True),
        case("axis", call("softmax", X, axis=0), call("softmax", X.T), holds=agree("…", "…", lambda a, b: (a, b.T))),
    ]
    UNTOUCHED = "inputs"

Wanted values are closed forms or come from a slow reference in the test file, never from the task's solution.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from questions.handson.compare import as_array, is_close, is_same, shown
from questions.handson.model import Case, CodeCall, KeptRef, Mismatch, Relation, Step, Value
from questions.model import Text

__all__ = ["KeptRef", "agree", "call", "case"]

TOLERANCE = 1e-5  # wide enough for code that computes in float32
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Calling:
    """A call that waits for what it is held against."""

    call: CodeCall

    def close(self, wanted: Value, tolerance: float = TOLERANCE) -> Step:
        """The result is these numbers, in this shape; a tuple is compared member by member."""

        def check(got: Value) -> Mismatch | None:
            return None if is_close(got, wanted, tolerance) else _mismatch(got, wanted)

        return Step(self.call, check)

    def equals(self, wanted: Value) -> Step:
        """The result is this plain data exactly: lists are no tuples."""

        def check(got: Value) -> Mismatch | None:
            return None if is_same(got, wanted) else _mismatch(got, wanted)

        return Step(self.call, check)

    def alike(self, wanted: Value) -> Step:
        """The result is this plain data, but for tuples in place of lists and the other way round."""

        def check(got: Value) -> Mismatch | None:
            return None if is_same(_lists(got), _lists(wanted)) else _mismatch(got, wanted)

        return Step(self.call, check)


def _lists(value: Value) -> Value:
    return [_lists(one) for one in value] if isinstance(value, list | tuple) else value


def call(target: str, *args: Value, keep: str | None = None, **kwargs: Value) -> Calling:
    """A call of a person's function, class or (by "kept.method") of a kept object."""
    return Calling(CodeCall(target, args, kwargs, keep))


def case(point: str, *steps: Step | Calling, holds: Relation | None = None, visible: bool = False) -> Case:
    """A test of the key point called `point`: calls made in order, each held against what it wants."""
    made = tuple(step if isinstance(step, Step) else Step(step.call) for step in steps)
    return Case(point, made, holds, visible)


def agree(zh: str, en: str, pair: Callable[..., tuple[Value, Value]], tolerance: float = TOLERANCE) -> Relation:
    """That two things made of the results are close: `pair` takes every result as an array and gives (got, wanted).

    `zh` and `en` say in words what is wanted.
    """

    def relation(results: Sequence[Value]) -> Mismatch | None:
        arrays = [as_array(result) for result in results]
        try:
            with np.errstate(all="ignore"):
                got, wanted = pair(*arrays)
        except (ValueError, IndexError, TypeError, AttributeError):  # shapes that do not fit, or no numbers at all
            return Mismatch(", ".join(map(shown, results)), Text(zh, en))
        if is_close(got, wanted, tolerance):
            return None
        return Mismatch(shown(got), Text(f"{zh}：{shown(wanted)}", f"{en}: {shown(wanted)}"))

    return relation


def _mismatch(got: Value, wanted: Value) -> Mismatch:
    return Mismatch(shown(got), Text(shown(wanted), shown(wanted)))
