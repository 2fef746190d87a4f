"""The bank as the commands see it: the files with the database's edits over them, its drafts, and one question found by id."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.startup import WRONG_USAGE, fail, opened_database, packaged_bank, run, settings

if TYPE_CHECKING:
    from questions.bank import Bank
    from questions.model import Question
    from storage.database import Database

SQLITE = "sqlite:///"
SHOWN = 70  # characters of a stem in one line


@dataclass(frozen=True, slots=True)
class Shelf:
    """`files` is the bank without the database, `bank` with it; `drafts` are not asked.

    `outdated` are local edits of questions whose file has changed since. Without a database `db` is None.
    """

    files: Bank
    bank: Bank
    drafts: Mapping[str, Question]
    outdated: frozenset[str] = frozenset()
    db: Database | None = None

    def find(self, id: str) -> Question:
        """The question or draft called `id`; the command ends where there is none."""
        found = self.bank.get(id) or self.drafts.get(id) or self.bank.retired.get(id)
        return found or fail(unknown(id, (*self.bank.questions, *self.drafts)), WRONG_USAGE)


def unknown(id: str, ids: Iterable[str]) -> str:
    from rapidfuzz import process

    near = [name for name, *_ in process.extract(id, list(ids), score_cutoff=70, limit=3)]
    return f"There is no question {id!r}." + (f" Did you mean {', '.join(near)}?" if near else "")


@asynccontextmanager
async def opened_shelf() -> AsyncIterator[tuple[Shelf, Database]]:
    """The shelf and its database, which is made if it is not there."""
    async with opened_database() as db:
        yield await _read(db), db


async def _read(db: Database) -> Shelf:
    from storage import bank_rows

    async with db.read() as tx:
        edits = await bank_rows.edits(tx)
        drafts = {edit.question.id: edit.question for edit in await bank_rows.edits(tx, drafts=True)}
        retired = await bank_rows.retirements(tx)
    files = packaged_bank()
    bank = files.with_edits((edit.question for edit in edits), retired)
    now = {edit.question.id: files.get(edit.question.id) for edit in edits}
    outdated = {
        edit.question.id for edit in edits if (file := now[edit.question.id]) and file.revision != edit.based_on
    }
    return Shelf(files, bank, drafts, frozenset(outdated), db)


def shelf() -> Shelf:
    """The shelf for looking only: a SQLite file that is not there yet is not made for it."""
    url = settings().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return Shelf(packaged_bank(), packaged_bank(), {})
    return run(_shelf())


async def _shelf() -> Shelf:
    async with opened_shelf() as (found, _):
        return found


def in_one_line(question: Question) -> str:
    """A stem as a line, Chinese first, cut where it gets long."""
    stem = " ".join((question.question.zh or question.question.en).split())
    return stem if len(stem) <= SHOWN else f"{stem[: SHOWN - 1]}…"


def chosen_of(questions: Sequence[Question], topic: str, level: int | None, kind: str = "") -> list[Question]:
    """The questions that were asked for; a topic or kind that does not exist ends the command."""
    from questions.model import Kind

    if kind and kind not in tuple(Kind):
        fail(f"--kind: there is no kind {kind!r}; there are {', '.join(Kind)}.", WRONG_USAGE)
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
        near = suggest(name)
        fail(
            f"--topic: there is no topic {name!r}." + (f" Did you mean {', '.join(near)}?" if near else ""), WRONG_USAGE
        )
    return found
