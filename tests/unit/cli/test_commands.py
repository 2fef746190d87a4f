"""Which texts are commands, and which are answers."""

from __future__ import annotations

import io

import pytest

from cli.terminal.commands import Command, command
from cli.terminal.typing import Piped


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/hint", Command("hint")),
        ("/CHECK 1=1 2=0.5", Command("check", "1=1 2=0.5")),
        ("  /Skip  ", Command("skip")),
        ("／stop", Command("stop")),
        ("/quit", Command("stop")),
        ("/?", Command("help")),
        ("/dance with me", Command("dance", "with me")),
        ("/skip\nand more", Command("skip")),
        ("/v1/chat/completions is the path", None),
        (" /tmp is where it lands", None),
        ("/", None),
        ("a / b", None),
        ("The path is\n/stop", None),
    ],
)
def test_a_command_is_known_in_any_case_and_a_path_is_none(said: str, meant: Command | None) -> None:
    assert command(said) == meant


@pytest.mark.parametrize(("typed", "near"), [("/hnit", "hint"), ("/chekc", "check"), ("/dance", "")])
def test_what_was_probably_meant(typed: str, near: str) -> None:
    asked = command(typed)
    assert asked is not None
    assert not asked.is_known
    assert asked.near == near


async def test_a_pipe_is_read_in_blocks_where_a_command_is_one_line() -> None:
    pipe = Piped(io.StringIO("\n\n/HINT\n/v1/chat is\nthe path\n/skip\n\n/nosuch\nlast"))
    read = []
    while (block := await pipe.read()) is not None:
        read.append(block)
    assert read == ["/HINT", "/v1/chat is\nthe path\n/skip", "/nosuch", "last"]


async def test_empty_lines_within_code_end_no_answer() -> None:
    pipe = Piped(io.StringIO("look:\n```python\ndef f(x):\n\n    return x\n```\n\nnext\n"))
    assert await pipe.read() == "look:\n```python\ndef f(x):\n\n    return x\n```"
    assert await pipe.read() == "next"
