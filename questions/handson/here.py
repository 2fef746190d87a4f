"""Runs the code of the repository's own tasks in this process. It protects from nothing: never for code of a person."""

from __future__ import annotations

import copy
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from questions.handson.model import CallNotReached, CallRaised, CallReturned, CodeCall, KeptRef, Outcome, Run

FILE = "<code>"  # under which the code is compiled, so that its own lines are told from NumPy's
Names = dict[str, Any]


def execute(code: str, calls: Sequence[CodeCall]) -> Run:
    """Loads `code` into a namespace of its own and makes the calls; NumPy's warnings about overflow stay silent."""
    begun = time.perf_counter()
    names: Names = {"__name__": "answer", "len": len}
    failed = None
    with np.errstate(all="ignore"):
        try:
            exec(compile(code, FILE, "exec"), names)  # noqa: S102 - code of the repository, see above
            outcomes = tuple(_made(call, names, code) for call in calls)
        except Exception as error:
            failed, outcomes = _raised(error, code), (CallNotReached(),) * len(calls)
    return Run(outcomes, failed, seconds=time.perf_counter() - begun)


def _made(call: CodeCall, names: Names, code: str) -> Outcome:
    try:
        target = _target(call.target, names)
    except (KeyError, AttributeError):
        return CallRaised("Missing", f"there is no {call.target}")
    kwargs = copy.deepcopy(dict(call.kwargs))
    try:
        args = [names[arg.name] if isinstance(arg, KeptRef) else copy.deepcopy(arg) for arg in call.args]
        value = target(*args, **kwargs)
    except Exception as error:
        return _raised(error, code)
    if call.keep:
        names[call.keep] = value
    return CallReturned(copy.deepcopy(value), (*args, *kwargs.values()))


def _target(name: str, names: Names) -> Callable[..., Any]:
    holder, dot, method = name.partition(".")
    found: Callable[..., Any] = getattr(names[holder], method) if dot else names[holder]
    return found


def _raised(error: Exception, code: str) -> CallRaised:
    line = error.lineno if isinstance(error, SyntaxError) else _own_line(error)
    lines = code.splitlines()
    return CallRaised(
        type(error).__name__, str(error), line, lines[line - 1].strip() if line and line <= len(lines) else ""
    )


def _own_line(error: Exception) -> int | None:
    """The last line of the code itself on the way to the error."""
    own = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    return own[-1] if own else None
