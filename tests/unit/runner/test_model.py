"""Programs that are not run, and results that come back over a wire."""

from __future__ import annotations

from typing import Any

import pytest

from runner.limits import CALLS, CODE_BYTES, REQUEST_BYTES
from runner.model import Call, End, NotReached, Program, ProgramRefused, Raised, Result, Returned, Unavailable
from runner.values import Malformed, Opaque, Ref, dumps, loads
from runner.wire import LINE_BYTES, error_line, place_or_result

RESULT = Result(
    (Returned((1, [2.0]), ({"a": Opaque("Cache")},)), Raised("E", "no", 3, "x = 1"), NotReached()),
    End.WALL, 1.5, Raised("SyntaxError", "no", None, ""), "hello", True,
)  # fmt: skip


def test_a_program_is_the_same_after_the_way() -> None:
    calls = (
        Call("Cache", keep="cache"),
        Call("cache.append", ([1.5], {"k": (1,)}), {"axis": -1}, after=True),
        Call("len", (Ref("cache"),)),
    )
    program = Program("hand-kv-cache", "class Cache: ...", calls)
    assert Program.of(loads(program.request())) == program


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (Program("../x", "", ()), "id"),
        (Program("", "", ()), "id"),
        (Program("x", "a" * (CODE_BYTES + 1), ()), "code"),
        (Program("x", "é" * (CODE_BYTES // 2 + 1), ()), "code"),
        (Program("x", "", (Call("f"),) * (CALLS + 1)), "calls"),
        (Program("x", "", (Call("f.g.h"),)), "name"),
        (Program("x", "", (Call("f()"),)), "name"),
        (Program("x", "", (Call("fé"),)), "name"),
        (Program("x", "", (Call("f", keep=""),)), "name"),
        (Program("x", "", (Call("f", ("a" * REQUEST_BYTES,)),)), "KiB"),
        (Program("x", "", (Call("f", (2**1000,)),)), "input"),
    ],
)
def test_a_program_beyond_a_limit_is_refused(program: Program, why: str) -> None:
    with pytest.raises(ProgramRefused, match=why):
        program.request()


def test_code_at_its_limit_and_with_half_characters_is_sent() -> None:
    assert Program("x", "a" * CODE_BYTES, ()).request()
    assert Program("x", "'\ud800'", ()).request().isascii()


@pytest.mark.parametrize(
    "plain", [None, {}, {"id": "x", "code": "", "calls": [{}]}, {"id": 1, "code": "", "calls": []}]
)
def test_what_is_no_program_is_refused(plain: Any) -> None:
    with pytest.raises(Malformed):
        Program.of(plain)


def test_a_result_is_the_same_after_the_way() -> None:
    assert place_or_result(loads(dumps({"result": RESULT.plain()}), LINE_BYTES)) == RESULT
    assert place_or_result({"place": 3}) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"end": "passed"},
        {"seconds": "1"},
        {"outcomes": None},
        {"outcomes": [{"returned": 1}]},
        {"failed": {"returned": 1, "after": None}},
    ],
)
def test_a_result_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        Result.of(RESULT.plain() | change)


@pytest.mark.parametrize(
    "line", [{}, {"place": "3"}, {"place": 1, "result": None}, {"error": {"kind": "passed"}}, [], None]
)
def test_a_line_of_a_service_that_is_none_is_refused(line: Any) -> None:
    with pytest.raises(Malformed):
        place_or_result(line)


def test_an_error_is_the_same_after_the_way() -> None:
    with pytest.raises(Unavailable) as told:
        place_or_result(error_line(Unavailable("no bubblewrap", "Install it.")))
    assert (told.value.reason, told.value.advice) == ("no bubblewrap", "Install it.")
    with pytest.raises(ProgramRefused, match="too large"):
        place_or_result(error_line(ProgramRefused("too large")))
