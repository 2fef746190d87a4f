"""Reading what a sandbox wrote: bytes of another's process, taken line by line in the order of the harness, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from runner.limits import PRINTED_CHARACTERS, REPLY_BYTES
from runner.model import NotReached, Outcome, Program, Raised, outcome_of
from runner.values import Malformed, Plain, loads, shown

LINE_END = re.compile("\r\n|\r|\n")  # as Python counts lines


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said. `started`: the request arrived; `ended`: nothing is missing."""

    outcomes: tuple[Outcome, ...] = ()
    failed: Raised | None = None
    printed: str = ""
    cut: bool = False
    started: bool = False
    ended: bool = False


def read_reply(raw: bytes, program: Program) -> Reply:
    """The reply to a program, with NotReached for calls it has no line of; Malformed for anything that is not in order."""
    *lines, rest = raw.split(b"\n")
    said = [loads(line, REPLY_BYTES) for line in lines]
    reply = _in_order(said, program)
    if reply.ended and rest:
        raise Malformed("more after the end")
    missing = (NotReached(),) * (len(program.calls) - len(reply.outcomes))
    return replace(reply, outcomes=reply.outcomes + missing, printed=reply.printed[:PRINTED_CHARACTERS])


def _in_order(said: list[Plain], program: Program) -> Reply:
    if not said:
        return Reply()
    if said[0] != {"started": True}:
        raise Malformed("no start")
    reply = Reply(started=True)
    if len(said) == 1:
        return reply
    loading, *rest = said[1:]
    reply = _loaded(reply, loading, program.code)
    calls = 0 if reply.failed else len(program.calls)
    for line in rest[:calls]:
        reply = _called(reply, line, program.code)
    return _end(reply, rest[calls:])


def _end(reply: Reply, rest: list[Plain]) -> Reply:
    if rest not in ([], [{"end": True}]):
        raise Malformed("more than was asked for")
    return replace(reply, ended=bool(rest))


def _loaded(reply: Reply, line: Plain, code: str) -> Reply:
    match line:
        case {"loaded": True, "printed": str(printed), "cut": bool(cut)} if len(line) == 3:
            return _printed(reply, printed, cut)
        case {"loaded": False, "raised": error, "printed": str(printed), "cut": bool(cut)} if len(line) == 4:
            return replace(_printed(reply, printed, cut), failed=_raised(error, code))
    raise Malformed("no line about loading")


def _called(reply: Reply, line: Plain, code: str) -> Reply:
    match line:
        case {"returned": value, "after": after, "printed": str(printed), "cut": bool(cut)} if len(line) == 4:
            outcome = outcome_of({"returned": value, "after": after})
        case {"raised": error, "printed": str(printed), "cut": bool(cut)} if len(line) == 3:
            outcome = _raised(error, code)
        case _:
            raise Malformed("no line about a call")
    return replace(_printed(reply, printed, cut), outcomes=(*reply.outcomes, outcome))


def _printed(reply: Reply, printed: str, cut: bool) -> Reply:
    return replace(reply, printed=reply.printed + shown(printed), cut=reply.cut or cut)


def _raised(error: Plain, code: str) -> Raised:
    """An exception, with the text of its line from the code as it was sent."""
    match error:
        case {"kind": str(), "message": str(), "line": None | int() as line} if len(error) == 3:
            lines = LINE_END.split(code)
            at = line if line is not None and 1 <= line <= len(lines) else None
            text = "" if at is None else lines[at - 1].strip()
            raised = outcome_of({"raised": {**error, "line": at, "text": text}})
            assert isinstance(raised, Raised)
            return raised
    raise Malformed("no exception")
