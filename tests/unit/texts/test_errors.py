"""Errors are told in both languages."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.lookup import UnknownNameError
from app.settings import WrongSettings, load
from questions.errors import sentence
from storage.errors import POSTGRES, SQLITE
from testing.layers import ROOT
from texts.errors import in_language, told
from texts.errors_zh import ERRORS
from texts.problems_zh import PROBLEMS


def templates() -> Iterator[str]:
    """What every call of `sentence` in the program may say; where no text stands in it, its table is read."""
    yield from (*SQLITE.values(), *POSTGRES.values())
    for folder in ("questions", "interview", "grader", "runner", "storage", "app", "bot", "serving", "reports", "web"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _written(ast.parse(path.read_text(encoding="utf-8")))


def _written(tree: ast.AST) -> Iterator[str]:
    for scope in ast.walk(tree):
        for node in ast.iter_child_nodes(scope):
            match node:
                case ast.Call(func=ast.Name(id="sentence"), args=[ast.Constant(value=str(text))]):
                    yield text
                case ast.Call(func=ast.Name(id="sentence"), args=[ast.IfExp(body=one, orelse=other)]):
                    yield from (_text(part, tree) for part in (one, other))


def _text(node: ast.expr, tree: ast.AST) -> str:
    """A text, or what the name of one was set to."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.Name)
    values = [
        one.value.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign)
        and isinstance(one.value, ast.Constant)
        and ast.unparse(one.targets[0]) == node.id
    ]
    return str(values[0])


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_has_a_translation_with_its_values() -> None:
    found = set(templates())
    assert ERRORS.keys() & PROBLEMS.keys() == set()
    known = ERRORS | PROBLEMS
    assert found - known.keys() == set()
    assert known.keys() - found == set()
    assert [text for text, chinese in known.items() if fields(text) != fields(chinese)] == []


def test_sentences_inside_a_sentence_are_said_in_its_language() -> None:
    error = UnknownNameError(
        sentence("There is no group {name!r}; {there}.", name="a", there=sentence("there are: {names}", names="b, c"))
    )
    assert told(error, "en") == "There is no group 'a'; there are: b, c."
    assert told(error, "zh") == "没有叫“a”的小组；现有：b, c。"


def test_wrong_settings_are_told_one_by_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_TIMEZONE", "Mars")
    monkeypatch.setenv("INTERVIEWER_JUDGE_URL", "http://localhost:1")
    with pytest.raises(WrongSettings) as caught:
        load()
    assert sorted(told(caught.value, "zh").splitlines()) == [
        "INTERVIEWER_JUDGE_URL：要以 /v1 结尾",
        "INTERVIEWER_TIMEZONE：要写时区，比如 Asia/Shanghai",
    ]
    assert "INTERVIEWER_TIMEZONE: must be a zone such as Asia/Shanghai" in told(caught.value, "en")


def test_what_is_no_sentence_stays_as_it_is() -> None:
    assert in_language("as it is", "zh") == "as it is"
