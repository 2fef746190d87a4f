"""Hands-on tasks read from their folders."""

from __future__ import annotations

import ast
import runpy
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from questions.bank import TASK, is_task
from questions.errors import sentence
from questions.format import from_json, only_document, text_of
from questions.handson.model import Case, HandsOn, Mutant
from questions.model import Question, Text
from questions.problem import FormatError, Problem

PACKAGED = Path(__file__).parent
STARTER, SOLUTION, TESTS, MUTANTS = "starter.py", "solution.py", "tests.py", "mutants"


class TitleFile(BaseModel):
    """The heading of a task in lists, in both languages."""

    model_config = ConfigDict(extra="forbid")

    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)


class TestsFile(BaseModel):
    """What `tests.py` defines."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    CASES: list[Case]
    UNTOUCHED: str


_title = TypeAdapter(TitleFile)


def folders(root: Path = PACKAGED) -> tuple[Path, ...]:
    """The folders under `root` that hold a task, in the order of their names; of a `task.yaml` its own."""
    if is_task(root):
        return (root.parent,)
    return tuple(sorted(path.parent for path in root.rglob(TASK) if is_task(path)))


def load_all(roots: Sequence[Path] = (PACKAGED,)) -> tuple[HandsOn, ...]:
    """Every task below `roots`; of two with the same id the one of the later root."""
    return tuple(map(load, {folder.name: folder for root in roots for folder in folders(root)}.values()))


def find(id: str, roots: Sequence[Path] = (PACKAGED,)) -> HandsOn | None:
    """The task called `id` in the last of `roots` that has one."""
    found = [folder for root in roots for folder in folders(root) if folder.name == id]
    return load(found[-1]) if found else None


def read_question(folder: Path) -> tuple[Question, Text]:
    """The question of the task in `folder`, and its title; FormatError lists every fault."""
    name = str(folder / TASK)
    document = only_document(text_of(folder / TASK), name)
    fields = dict(document.value) if isinstance(document.value, dict) else {}
    title = fields.pop("title", {})
    question = from_json(fields | {"hands_on": True}, name, document.lines)
    try:
        checked = _title.validate_python(title)
    except ValidationError as error:
        raise FormatError(Problem(name, sentence("needs zh and en, of 1–60 characters each."), "title")) from error
    return question, Text(checked.zh, checked.en)


def load(folder: Path) -> HandsOn:
    """The task in `folder`; its `tests.py` is run, so the folder must be trusted."""
    question, title = read_question(folder)
    tests = _tests(folder / TESTS)
    return HandsOn(
        question,
        title,
        folder,
        text_of(folder / STARTER),
        text_of(folder / SOLUTION),
        tuple(
            sorted(tests.CASES, key=lambda case: not case.visible)
        ),  # a run that is cut short has told what can be shown
        tests.UNTOUCHED,
        tuple(_mutants(folder / MUTANTS)),
    )


def _tests(path: Path) -> TestsFile:
    text_of(path)
    try:
        return TestsFile.model_validate(runpy.run_path(str(path)))
    except Exception as error:  # whatever a file of code can raise
        raise FormatError(
            Problem(str(path), sentence("cannot be run: {kind}: {error}", kind=type(error).__name__, error=error))
        ) from error


def _mutants(folder: Path) -> Iterator[Mutant]:
    for path in sorted(folder.glob("*.py")):
        code = text_of(path)
        mistake, _, betrayed = _docstring(code, path).partition("\n\nBetrays: ")
        yield Mutant(
            path.stem, code, mistake, tuple(point for name in betrayed.split(",") if (point := name.strip(" .")))
        )


def _docstring(code: str, path: Path) -> str:
    try:
        return ast.get_docstring(ast.parse(code)) or ""
    except SyntaxError as error:
        raise FormatError(
            Problem(str(path), sentence("is no Python: {msg}.", msg=error.msg), line=error.lineno)
        ) from error
