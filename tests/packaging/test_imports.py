"""Who may import whom: the table of the architecture, held against the syntax tree of every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "questions",
    "interview",
    "grader",
    "storage",
    "migrations",
    "runner",
    "serving",
    "app",
    "texts",
    "reports",
    "bot",
    "cli",
)
OURS: dict[str, tuple[str, ...]] = {
    "questions": (),
    "interview": ("questions.model", "questions.errors", "questions.text", "grader.grade"),
    "grader": ("questions",),
    "storage": ("interview", "questions", "grader.grade"),
    "migrations": ("storage",),
    "runner": (),
    "serving": ("grader", "questions"),
    "app": (
        "questions",
        "interview",
        "grader",
        "storage",
        "serving",
        "texts",
        "reports",
        "bot",
        "runner.client",
        "runner.model",
        "runner.values",
    ),
    "texts": ("questions", "interview"),
    "reports": ("app", "texts", "questions", "interview", "storage"),
    "bot": ("app", "texts", "reports", "questions", "interview", "grader", "storage"),
    "cli": (
        "app",
        "texts",
        "reports",
        "bot",
        "questions",
        "interview",
        "grader",
        "storage",
        "serving",
        "migrations",
        "runner.client",
        "runner.model",
        "runner.values",
    ),
}
ONLY_IN = {
    "telegram": ("bot/",),
    "apscheduler": ("app/workers/scheduler.py",),
    "sqlalchemy": ("storage/", "migrations/"),
    "alembic": ("storage/", "migrations/"),
    "torch": ("grader/embedding",),
    "sentence_transformers": ("grader/embedding",),
}
PURE = {"asyncio", "random", "socket", "httpx", "sqlalchemy", "telegram"}  # never in interview/


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module a file imports, and whether only for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module, id(node) in typing_only


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    allowed = (package, *OURS[package])
    for path in files(package):
        for module, _ in imported(path):
            if module.split(".")[0] in PACKAGES:
                fits = any(module == name or module.startswith(f"{name}.") for name in allowed)
                assert fits, f"{path.relative_to(ROOT)} imports {module}"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_library_is_used_only_where_it_belongs(package: str) -> None:
    for path in files(package):
        place = path.relative_to(ROOT).as_posix()
        for module, typing_only in imported(path):
            home = ONLY_IN.get(module.split(".")[0])
            assert typing_only or home is None or place.startswith(home), f"{place} imports {module}"


def test_the_engine_is_pure() -> None:
    for path in files("interview"):
        for module, _ in imported(path):
            assert module.split(".")[0] not in PURE, f"{path.name} imports {module}"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, (ast.AsyncFunctionDef, ast.Await)) for node in ast.walk(tree)), path.name
