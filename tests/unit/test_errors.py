"""The error tree: one root, and no exception of ours beside it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from questions.errors import InterviewerError

ROOT = Path(__file__).parents[2]
# Not the runner: it imports nothing of ours.
PACKAGES = ("app", "bot", "cli", "grader", "interview", "questions", "reports", "serving", "storage", "texts")
BUILTIN = {
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
}


def exceptions(package: str) -> Iterator[tuple[str, str]]:
    """Place and name of every class of a package that derives from a builtin exception."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in BUILTIN for base in node.bases):
                yield path.relative_to(ROOT).as_posix(), node.name


@pytest.mark.parametrize("package", PACKAGES)
def test_every_error_has_the_one_root(package: str) -> None:
    root = ("questions/errors.py", InterviewerError.__name__)
    assert [found for found in exceptions(package) if found != root] == []
