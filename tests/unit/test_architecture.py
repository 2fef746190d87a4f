"""Rules of the layout that import contracts cannot say; `make check` holds the contracts themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EDGES = ("bot", "cli", "reports", "texts", "web")


def sources(folder: str) -> list[Path]:
    """The Python files below a folder, without those of coding tasks."""
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "handson/hand-" not in path.as_posix())


@pytest.mark.parametrize("edge", EDGES)
def test_edges_open_no_transaction(edge: str) -> None:
    for path in sources(edge):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("read", "write")
            ):
                holder = ast.unparse(node.func.value)
                assert holder.split(".")[-1] not in ("db", "_db"), (
                    f"{path.relative_to(ROOT)}:{node.lineno} opens a transaction"
                )


def test_the_engine_awaits_nothing() -> None:
    for path in sources("interview"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(tree)), path.name


def test_no_folder_is_more_than_a_fifth_of_the_source() -> None:
    folders = (
        "app",
        "bot",
        "cli",
        "grader",
        "interview",
        "migrations",
        "questions",
        "reports",
        "runner",
        "serving",
        "storage",
        "texts",
        "web",
    )
    lines = {
        folder: sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources(folder))
        for folder in folders
    }
    assert max(lines.values()) <= 0.2 * sum(lines.values()), lines


def test_no_class_name_has_two_meanings() -> None:
    """A class is named once in all packages; a protocol of what another package offers may share its name."""
    places: dict[str, list[str]] = {}
    for folder in (
        "app",
        "bot",
        "cli",
        "grader",
        "interview",
        "questions",
        "reports",
        "runner",
        "serving",
        "storage",
        "texts",
        "web",
    ):
        for path in sources(folder):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
