"""`interviewer bank` within this process, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from cli.commands import startup
from questions.format import dump
from questions.model import Question, Text
from testing.program import Ran, environment
from testing.questions import question

Bank = Callable[..., Ran]
MINE = question("mine", question=Text("我的问题问什么新鲜事？", "What is new about mine, exactly?"))


def within(folder: Path, arguments: tuple[object, ...], stdin: str = "", **settings: str) -> Ran:
    """Runs `interviewer bank` within this process: as `run`, without the seconds that a start costs."""
    from cli.main import app

    for known in (startup.settings, startup.packaged_bank):
        known.cache_clear()
    env = environment(folder, **settings) | {"XDG_CACHE_HOME": str(folder.parent / "cache")}
    ran = CliRunner().invoke(app, ["bank", *map(str, arguments)], input=stdin, env=env)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def put(folder: Path, made: Question, name: str = "q.yaml") -> Path:
    file = folder / name
    file.write_text(dump(made), encoding="utf-8")
    return file
