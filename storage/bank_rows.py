"""What the database knows of the bank: every revision that was asked, local edits and drafts, retirements, reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import Row as Found
from sqlalchemy import delete, func, select, tuple_, update

from questions.format import to_json, trusted
from questions.model import Question
from storage.dialects import Row, insert
from storage.tables import bank_edits, bank_notes, people, question_reports, retired, revisions
from storage.transaction import Tx

Named = tuple[str, str]  # question id, revision


class Questions(Protocol):
    """The bank, as far as it is needed here: the current question with an id, or None."""

    def get(self, id: str, /) -> Question | None: ...


# -- revisions -------------------------------------------------------------------------------------------------------


async def keep_revisions(tx: Tx, questions: Iterable[Question], now: datetime) -> None:
    """Keeps the content of these questions under their revisions; what is kept already stays."""
    rows = [
        {"question": q.id, "revision": q.revision, "content": to_json(q), "kept_at": now}
        for q in {(q.id, q.revision): q for q in questions}.values()
    ]
    if rows:
        await tx.execute(insert(tx, revisions).on_conflict_do_nothing(), rows)


async def revised(tx: Tx, wanted: Collection[Named], bank: Questions) -> Mapping[Named, Question]:
    """Questions by id and revision: the bank's where it still has that revision, else as kept."""
    found = {named: q for named in wanted if (q := bank.get(named[0])) is not None and q.revision == named[1]}
    missing = [named for named in wanted if named not in found]
    if missing:
        kept = select(revisions).where(tuple_(revisions.c.question, revisions.c.revision).in_(missing))
        for row in await tx.execute(kept):
            found[row.question, row.revision] = replace(trusted(row.content), revision=row.revision)
    return found


# -- edits and drafts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edit:
    """A question added or changed here. based_on: the revision of the file it replaces, "" when it is new."""

    question: Question
    state: Literal["draft", "live"]
    based_on: str
    by: str
    at: datetime


def _edit(row: Found[Any]) -> Edit:
    from questions.format import revision_of

    question = trusted(row.content)
    return Edit(replace(question, revision=revision_of(question)), row.state, row.based_on, row.by, row.at)


async def edit(
    tx: Tx, question: Question, now: datetime, *, by: str = "", based_on: str = "", draft: bool = False
) -> None:
    """Keeps a question as a local edit, or as a draft that nobody is asked yet; it replaces the one before."""
    row: Row = {"question": question.id, "state": "draft" if draft else "live", "content": to_json(question)}
    row |= {"based_on": based_on, "by": by, "at": now}
    kept = insert(tx, bank_edits).values(row)
    new = {name: kept.excluded[name] for name in ("content", "based_on", "by", "at")}
    await tx.execute(kept.on_conflict_do_update(index_elements=["question", "state"], set_=new))


async def edits(tx: Tx, *, drafts: bool = False) -> list[Edit]:
    """The local edits, or the drafts, by question."""
    state = "draft" if drafts else "live"
    rows = await tx.execute(select(bank_edits).where(bank_edits.c.state == state).order_by(bank_edits.c.question))
    return [_edit(row) for row in rows]


async def approve(tx: Tx, question: str, now: datetime, *, by: str = "") -> bool:
    """Makes a draft live; False when there is no such draft."""
    drafted = (bank_edits.c.question == question) & (bank_edits.c.state == "draft")
    row = (await tx.execute(select(bank_edits).where(drafted))).first()
    if row is None:
        return False
    found = _edit(row)
    await tx.execute(delete(bank_edits).where(drafted))
    await edit(tx, found.question, now, by=by or found.by, based_on=found.based_on)
    return True


async def discard(tx: Tx, question: str, *, draft: bool) -> bool:
    """Drops a draft, or a local edit, so that the file's question is asked again; False when there is none."""
    state = "draft" if draft else "live"
    dropped = delete(bank_edits).where(bank_edits.c.question == question, bank_edits.c.state == state)
    return bool((await tx.execute(dropped)).rowcount)


async def retire(tx: Tx, question: str, now: datetime, *, reason: str = "", by: str = "") -> None:
    """The question is asked no more; what was asked of it stays."""
    row: Row = {"question": question, "reason": reason, "by": by, "at": now}
    await tx.execute(insert(tx, retired).values(row).on_conflict_do_update(index_elements=["question"], set_=row))


async def bring_back(tx: Tx, question: str) -> bool:
    """A retired question is asked again; False when it was not retired."""
    return bool((await tx.execute(delete(retired).where(retired.c.question == question))).rowcount)


async def retirements(tx: Tx) -> dict[str, str]:
    """The retired questions and why."""
    rows = await tx.execute(select(retired.c.question, retired.c.reason).order_by(retired.c.question))
    return {row.question: row.reason for row in rows}


async def stamp(tx: Tx) -> tuple[Any, ...]:
    """Changes whenever edits or retirements do, so that a running program knows when to load them again."""
    edited = (await tx.execute(select(func.count(), func.max(bank_edits.c.at)).select_from(bank_edits))).one()
    gone = (await tx.execute(select(func.count(), func.max(retired.c.at)).select_from(retired))).one()
    return (*edited, *gone)


# -- reports ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """Somebody says that a question is wrong. turn_key: "<interview>:<turn>" in which they met it."""

    id: int
    person: int
    name: str
    question: str
    revision: str
    turn_key: str
    reason: str
    at: datetime
    open: bool


async def report(
    tx: Tx, person: int, question: Question, interview: str, turn: int, reason: str, now: datetime
) -> None:
    """Keeps that a person calls a question wrong; a second time in the same turn changes the reason."""
    row = {"person": person, "question": question.id, "revision": question.revision, "turn_key": f"{interview}:{turn}"}
    row |= {"reason": reason, "state": "open", "at": now}
    kept = insert(tx, question_reports).values(row)
    new = {name: kept.excluded[name] for name in ("reason", "state", "at")}
    await tx.execute(kept.on_conflict_do_update(index_elements=["person", "turn_key"], set_=new))


async def reports(tx: Tx, *, question: str | None = None, closed: bool = False) -> list[QuestionReport]:
    """The open reports, oldest first; with `closed` those that were closed too."""
    joined = question_reports.join(people, people.c.id == question_reports.c.person)
    query = select(question_reports, people.c.name).select_from(joined).order_by(question_reports.c.id)
    if question is not None:
        query = query.where(question_reports.c.question == question)
    rows = await tx.execute(query if closed else query.where(question_reports.c.state == "open"))
    return [_report(row) for row in rows]


def _report(row: Found[Any]) -> QuestionReport:
    is_open = row.state == "open"
    question, revision = row.question, row.revision
    return QuestionReport(row.id, row.person, row.name, question, revision, row.turn_key, row.reason, row.at, is_open)


async def close_report(tx: Tx, report: int) -> bool:
    """The report was dealt with; False when there is no such open report."""
    found = (question_reports.c.id == report) & (question_reports.c.state == "open")
    return bool((await tx.execute(update(question_reports).where(found).values(state="closed"))).rowcount)


# -- notes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """What a curator wrote down about a question, for curators alone."""

    question: str
    text: str
    by: str
    at: datetime


async def note(tx: Tx, question: str, text: str, now: datetime, *, by: str = "") -> None:
    await tx.execute(insert(tx, bank_notes).values(question=question, text=text, by=by, at=now))


async def notes(tx: Tx) -> list[Note]:
    """All notes, oldest first."""
    rows = await tx.execute(select(bank_notes).order_by(bank_notes.c.id))
    return [Note(row.question, row.text, row.by, row.at) for row in rows]
