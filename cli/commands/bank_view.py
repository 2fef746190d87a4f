"""The bank as the commands see it: the files with the database's edits over them, its drafts, and one question found by id."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.startup import WRONG_USAGE, fail, one_of, opened_database, packaged_bank, run, settings, words

if TYPE_CHECKING:
    from app.curation import CuratedBank
    from questions.model import Question
    from storage.database import Database

SQLITE = "sqlite:///"
SHOWN = 70  # characters of a stem in one line


def find(bank: CuratedBank, id: str) -> Question:
    """The question or draft called `id`; the command ends where there is none."""
    return bank.find(id) or fail(unknown(id, (*bank.bank.questions, *bank.drafts)), WRONG_USAGE)


def unknown(id: str, ids: Iterable[str]) -> str:
    from rapidfuzz import process

    near = [name for name, *_ in process.extract(id, list(ids), score_cutoff=70, limit=3)]
    return words().bank.no_question(id, ", ".join(near))


@asynccontextmanager
async def opened_bank() -> AsyncIterator[tuple[CuratedBank, Database]]:
    """The bank and its database, which is made if it is not there."""
    from app.curation import read

    async with opened_database() as db:
        yield await read(db, packaged_bank()), db


def has_database() -> bool:
    """Whether there is a database to read: a SQLite file that is not there yet is not made for looking."""
    url = settings().database_url
    return not url.startswith(SQLITE) or Path(url.removeprefix(SQLITE)).exists()


def curated_bank() -> CuratedBank:
    """The bank for looking only."""
    from app.curation import CuratedBank

    return run(_read()) if has_database() else CuratedBank(packaged_bank(), packaged_bank(), {})


async def _read() -> CuratedBank:
    async with opened_bank() as (found, _):
        return found


def in_one_line(question: Question) -> str:
    """A stem as a line, Chinese first, cut where it gets long."""
    stem = " ".join((question.question.zh or question.question.en).split())
    return stem if len(stem) <= SHOWN else f"{stem[: SHOWN - 1]}…"


def chosen_of(questions: Sequence[Question], topic: str, level: int | None, kind: str = "") -> list[Question]:
    """The questions that were asked for; a topic or kind that does not exist ends the command."""
    from questions.model import Kind

    if kind:
        one_of(kind, *Kind, option="--kind")
    wanted = topic_called(topic, questions) if topic else ""
    return [
        q for q in questions if (not topic or q.topic == wanted) and level in (None, q.level) and kind in ("", q.kind)
    ]


def topic_called(name: str, questions: Sequence[Question] = ()) -> str:
    """The id of a topic called so; the command ends where there is none."""
    from questions.bank import suggest
    from questions.topics import find_topic

    found = find_topic(name) or next((q.topic for q in questions if q.topic == name), None)
    if found is None:
        fail(words().commands.no_topic(name, ", ".join(suggest(name))), WRONG_USAGE)
    return found
