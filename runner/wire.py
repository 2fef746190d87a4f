"""What a service and its client say to one another: lines of JSON, each with one key."""

from __future__ import annotations

from typing import Final, NoReturn

from runner.limits import MESSAGE_CHARACTERS, REPLY_BYTES
from runner.model import Busy, ProgramRefused, Result, RunnerError, Unavailable
from runner.values import Malformed, Plain, shown

LINE_BYTES: Final = 2 * REPLY_BYTES  # a result is about what came back, once more encoded
ERRORS: Final[dict[str, type[RunnerError]]] = {"unavailable": Unavailable, "busy": Busy, "refused": ProgramRefused}


def error_line(error: RunnerError) -> Plain:
    kind = next((name for name, known in ERRORS.items() if isinstance(error, known)), "unavailable")
    return {
        "error": {"kind": kind, "reason": str(error), "advice": error.advice if isinstance(error, Unavailable) else ""}
    }


def place_or_result(line: Plain) -> int | Result:
    """A place in the queue, or the result; the error that was told is raised. Malformed where it is none of these."""
    match line:
        case {"place": int(place)} if len(line) == 1:
            return place
        case {"result": result} if len(line) == 1:
            return Result.of(result)
        case {"error": {"kind": str(kind), "reason": str(reason), "advice": str(advice)}} if kind in ERRORS:
            raise_told(kind, reason, advice)
    raise Malformed("no line of a runner")


def raise_told(kind: str, reason: str, advice: str) -> NoReturn:
    said = shown(reason)[:MESSAGE_CHARACTERS]
    if kind == "unavailable":
        raise Unavailable(said, shown(advice)[:MESSAGE_CHARACTERS])
    raise ERRORS[kind](said)
