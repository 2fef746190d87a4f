"""What goes in and what comes back: calls with inputs, outcomes with values. Expected values and verdicts have no place here.

A `Result` holds what a person's own process said. It is an answer to be compared, never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from runner.limits import CALLS, CODE_BYTES, MESSAGE_CHARACTERS, PRINTED_CHARACTERS, REQUEST_BYTES
from runner.values import Malformed, Plain, TooLarge, Value, decode, dumps, encode, shown

NAME: Final = re.compile(r"[A-Za-z_]\w{0,63}(\.[A-Za-z_]\w{0,63})?", re.ASCII)
ID: Final = re.compile(r"[a-z0-9-]{1,64}")

Waiting = Callable[[int], None]  # is told the place in the queue, 1 = next, whenever it changes; must not raise


class RunnerError(Exception):
    """Base of what a runner raises."""


class Unavailable(RunnerError):
    """Nothing may run here. `advice` says in one line what to change."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


class Busy(RunnerError):
    """The queue is full, or a place in it was held too long."""


class ProgramRefused(RunnerError):
    """A program that is not run: too large, or not made of what may be sent."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call inside the sandbox.

    `target` is a name of the person's module, a method of a kept value ("cache.append") or one of SAFE_BUILTINS. `keep` holds
    the result inside under a name, for `Ref(name)` and for methods. `after` sends the arguments back as they are afterwards.
    """

    target: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    keep: str | None = None
    after: bool = False

    def plain(self) -> Plain:
        return {
            "target": self.target,
            "args": [encode(value) for value in self.args],
            "kwargs": {name: encode(value) for name, value in self.kwargs.items()},
            "keep": self.keep,
            "after": self.after,
        }

    @classmethod
    def of(cls, plain: Plain) -> Call:
        match plain:
            case {"target": str(), "args": list(), "kwargs": dict(), "keep": None | str(), "after": bool()}:
                args = tuple(decode(value) for value in plain["args"])
                kwargs = {name: decode(value) for name, value in plain["kwargs"].items()}
                return cls(plain["target"], args, kwargs, plain["keep"], plain["after"])
        raise Malformed("no call")


@dataclass(frozen=True, slots=True)
class Program:
    """One run: a fresh process executes the code once, then the calls in order. `id` names the task, for logs."""

    id: str
    code: str
    calls: tuple[Call, ...]

    def plain(self) -> Plain:
        return {"id": self.id, "code": self.code, "calls": [call.plain() for call in self.calls]}

    @classmethod
    def of(cls, plain: Plain) -> Program:
        match plain:
            case {"id": str(id), "code": str(code), "calls": list(calls)}:
                return cls(id, code, tuple(Call.of(call) for call in calls))
        raise Malformed("no program")

    def request(self) -> bytes:
        """The program as it is sent; Refused where a limit or a name is broken."""
        if problem := self._problem():
            raise ProgramRefused(problem)
        try:
            sent = dumps(self.plain())
        except TooLarge as error:
            raise ProgramRefused(f"an input is too large: {error}") from error
        if len(sent) > REQUEST_BYTES:
            raise ProgramRefused(f"code and inputs are more than {REQUEST_BYTES >> 10} KiB")
        return sent

    def _problem(self) -> str:
        if not ID.fullmatch(self.id):
            return "the id of a task is letters, digits and hyphens"
        if len(self.code.encode("utf-8", "replace")) > CODE_BYTES:
            return f"the code is more than {CODE_BYTES >> 10} KiB"
        if len(self.calls) > CALLS:
            return f"more than {CALLS} calls"
        names = [call.target for call in self.calls] + [call.keep for call in self.calls if call.keep is not None]
        wrong = [name for name in names if not NAME.fullmatch(name)]
        return f"no name of Python's: {wrong[0][:70]!r}" if wrong else ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call returned; `after`: its arguments afterwards, positional ones first, where that was asked for."""

    value: Value
    after: tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """What was raised. `line` is 1-based in the person's own code, `text` that line, taken from the code outside the sandbox.

    `kind` is the exception's type, or "Missing" (the code has no such name) or "TooLarge" (a value that may not pass).
    """

    kind: str
    message: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NotReached:
    """The run ended before this call."""


Outcome = Returned | Raised | NotReached


class End(StrEnum):
    """Why a run ended."""

    DONE = "done"
    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    OUTPUT = "output"
    DIED = "died"
    FORGED = "forged"  # bytes that the harness would not have written


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a program. `seconds` is wall time measured outside; `printed` is the person's text, cut if `cut` says so."""

    outcomes: tuple[Outcome, ...]
    end: End
    seconds: float
    failed: Raised | None = None
    printed: str = ""
    cut: bool = False

    def plain(self) -> Plain:
        return {
            "outcomes": [outcome_plain(outcome) for outcome in self.outcomes],
            "end": str(self.end),
            "seconds": self.seconds,
            "failed": None if self.failed is None else outcome_plain(self.failed),
            "printed": self.printed,
            "cut": self.cut,
        }

    @classmethod
    def of(cls, plain: Plain) -> Result:
        """A result from a service's reply; Malformed where it is none."""
        match plain:
            case {"outcomes": list(outcomes), "end": str(end), "seconds": float(seconds), "failed": failed,
                  "printed": str(printed), "cut": bool(cut)} if end in set(End):  # fmt: skip
                raised = None if failed is None else outcome_of(failed)
                if raised is None or isinstance(raised, Raised):
                    found = tuple(outcome_of(outcome) for outcome in outcomes)
                    return cls(found, End(end), seconds, raised, shown(printed)[:PRINTED_CHARACTERS], cut)
        raise Malformed("no result")


def outcome_plain(outcome: Outcome) -> Plain:
    match outcome:
        case Returned(value, after):
            return {"returned": encode(value), "after": None if after is None else [encode(item) for item in after]}
        case Raised(kind, message, line, text):
            return {"raised": {"kind": kind, "message": message, "line": line, "text": text}}
        case NotReached():
            return None


def outcome_of(plain: Plain) -> Outcome:
    match plain:
        case None:
            return NotReached()
        case {"returned": value, "after": None} if len(plain) == 2:
            return Returned(decode(value))
        case {"returned": value, "after": list(after)} if len(plain) == 2:
            return Returned(decode(value), tuple(decode(item) for item in after))
        case {
            "raised": {"kind": str(kind), "message": str(message), "line": None | int() as line, "text": str(text)}
        } if len(plain) == 1:
            return Raised(
                shown(kind)[:100], shown(message)[:MESSAGE_CHARACTERS], line, shown(text)[:MESSAGE_CHARACTERS]
            )
    raise Malformed("no outcome")
