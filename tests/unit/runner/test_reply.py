"""Lines of a sandbox, in the one order the harness has; any other order is no reply."""

from __future__ import annotations

from typing import Any

import pytest

from runner.model import Call, NotReached, Program, Raised, Returned
from runner.reply import read_reply
from runner.values import Malformed, dumps

PROGRAM = Program("two", "def f():\n    return 1\n", (Call("f"), Call("f")))
QUIET: dict[str, Any] = {"printed": "", "cut": False}
STARTED: Any = {"started": True}
LOADED = {"loaded": True, "printed": "hello\n", "cut": False}
ONE = {"returned": 1, "after": None} | QUIET
TWO = {"raised": {"kind": "ValueError", "message": "no", "line": 2}, "printed": "more", "cut": True}
END: Any = {"end": True}


def raw(*lines: Any) -> bytes:
    return b"".join(map(dumps, lines))


def test_a_whole_reply() -> None:
    reply = read_reply(raw(STARTED, LOADED, ONE, TWO, END), PROGRAM)
    assert reply.outcomes == (Returned(1), Raised("ValueError", "no", 2, "return 1"))
    assert (reply.printed, reply.cut, reply.started, reply.ended, reply.failed) == (
        "hello\nmore",
        True,
        True,
        True,
        None,
    )


def test_calls_without_a_line_were_not_reached_and_half_a_line_is_none() -> None:
    reply = read_reply(raw(STARTED, LOADED, ONE) + b'{"returned": 2', PROGRAM)
    assert (reply.outcomes, reply.ended) == ((Returned(1), NotReached()), False)
    nothing = read_reply(b"", PROGRAM)
    assert (nothing.outcomes, nothing.started) == ((NotReached(), NotReached()), False)


def test_code_that_does_not_load_is_not_called() -> None:
    failed = {"loaded": False, "raised": {"kind": "SyntaxError", "message": "no", "line": 1}} | QUIET
    reply = read_reply(raw(STARTED, failed, END), PROGRAM)
    assert (reply.failed, reply.outcomes) == (Raised("SyntaxError", "no", 1, "def f():"), (NotReached(), NotReached()))
    with pytest.raises(Malformed):
        read_reply(raw(STARTED, failed, ONE, ONE, END), PROGRAM)


@pytest.mark.parametrize("line", [None, 0, -1, 4, 10**9])
def test_a_line_that_the_code_does_not_have_is_none(line: int | None) -> None:
    error = {"raised": {"kind": "E", "message": "", "line": line}} | QUIET
    assert read_reply(raw(STARTED, LOADED, error), PROGRAM).outcomes[0] == Raised("E", "", None, "")


@pytest.mark.parametrize(
    "lines",
    [
        (LOADED, ONE, TWO, END),
        (STARTED, STARTED, LOADED),
        (STARTED, ONE, TWO, END),
        (STARTED, LOADED, ONE, END),
        (STARTED, LOADED, ONE, TWO, ONE, END),
        (STARTED, LOADED, ONE, TWO, END, END),
        (STARTED, LOADED, ONE | {"passed": True}),
        (STARTED, LOADED, {"returned": 1} | QUIET),
        (STARTED, LOADED, {"verdict": "passed"}),
        (STARTED, LOADED, {"raised": {"kind": "E", "message": "", "line": "2"}} | QUIET),
        (STARTED, LOADED | {"loaded": 1}),
        ([], [], []),
    ],
)
def test_any_other_order_is_no_reply(lines: tuple[Any, ...]) -> None:
    with pytest.raises(Malformed):
        read_reply(raw(*lines), PROGRAM)


def test_nothing_may_follow_the_end() -> None:
    with pytest.raises(Malformed):
        read_reply(raw(STARTED, LOADED, ONE, TWO, END) + b"{", PROGRAM)


def test_printed_text_is_bounded_whatever_a_reply_says() -> None:
    loud = ONE | {"printed": "x" * 60_000}
    assert len(read_reply(raw(STARTED, LOADED, loud, loud, END), PROGRAM).printed) == 64 << 10
