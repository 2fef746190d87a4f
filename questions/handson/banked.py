"""Hands-on tasks as questions of a bank, beside those of its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from questions.bank import TASK, Bank
from questions.cache import Known, default_folder
from questions.handson.load import PACKAGED, folders, read_question
from questions.model import Question
from questions.problem import FormatError, Problem
from questions.regular import LARGEST_QUESTION, content


def with_tasks(bank: Bank, roots: Sequence[Path] = (), *, cache: Path | None = None) -> Bank:
    """The bank with the questions of the packaged tasks and of those in `roots`; one that cannot be read becomes a problem."""
    known = Known((cache or default_folder()) / "tasks.json")
    found: dict[str, Question] = {}
    origins: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in _all(roots):
        try:
            question = _question(folder, known)
        except FormatError as error:
            problems += error.problems
            continue
        found[question.id], origins[question.id] = question, str(folder / TASK)
    known.keep()
    with_added = bank.with_edits(found.values())
    return replace(
        with_added, problems=(*bank.problems, *problems), origins={**bank.origins, **origins}, edited=bank.edited
    )


def _all(roots: Sequence[Path]) -> Iterable[Path]:
    return {folder.name: folder for root in (PACKAGED, *roots) for folder in folders(root)}.values()


def _question(folder: Path, known: Known) -> Question:
    data = content(folder / TASK, LARGEST_QUESTION)
    question = known.get(data)
    if question is None:
        question, _ = read_question(folder)
        known.put(data, question)
    return question
