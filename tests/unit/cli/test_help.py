"""Help in Chinese: every text of the command line has its own, and none is left over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from cli.main import app, in_chinese, speaks_chinese
from texts.help_zh import COMMANDS, OPTIONS, PANELS


def helps(command: Any) -> Iterator[tuple[str, str]]:
    """Whether a command or an option, and its help."""
    yield "command", command.help or ""
    if command.epilog:
        yield "command", command.epilog
    yield from (("option", parameter.help) for parameter in command.params if getattr(parameter, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from helps(below)


def test_every_text_is_there_in_chinese_and_none_is_left_over() -> None:
    found = set(helps(typer.main.get_command(app)))
    assert {text for kind, text in found if kind == "command"} == set(COMMANDS)
    assert {text for kind, text in found if kind == "option"} == set(OPTIONS) - {"Show this message and exit."}


def test_the_whole_command_line_is_put_into_chinese() -> None:
    command: Any = typer.main.get_command(app)
    in_chinese(command)
    assert {text for _, text in helps(command)} == set(COMMANDS.values()) | set(OPTIONS.values()) - {"显示这段说明。"}


@pytest.mark.parametrize(
    ("variable", "file", "locale", "chinese"),
    [
        ("zh", "", "C", True),
        ("en", "INTERVIEWER_LANGUAGE=zh\n", "zh_CN.UTF-8", False),
        ("", "# a comment\nINTERVIEWER_LANGUAGE='zh'\n", "C", True),
        ("", "", "zh_CN.UTF-8", True),
        ("", "", "C", False),
    ],
)
def test_the_language_is_that_of_the_setting_or_of_the_locale(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, variable: str, file: str, locale: str, chinese: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_LANGUAGE", variable)
    monkeypatch.setenv("LC_ALL", locale)
    (tmp_path / ".env").write_text(file, encoding="utf-8")
    assert speaks_chinese() is chinese


def test_practising_comes_first_and_every_group_has_its_chinese_name() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a Typer app with commands is a group
    panels = list(dict.fromkeys(str(command.rich_help_panel) for command in commands.values()))
    assert next(iter(commands)) == "chat"
    assert panels == list(PANELS)
