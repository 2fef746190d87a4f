"""The bank as curators see it: the files with the database's edits over them, drafts, retired questions, reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from interview.marks import MarkSource
from interview.model import Outcome
from storage import appeals, bank_rows, bank_statistics

if TYPE_CHECKING:
    from questions.bank import Bank
    from questions.model import Question
    from storage.appeals import Contested
    from storage.bank_rows import Note, QuestionReport
    from storage.bank_statistics import Complaints, PointStatistics, QuestionStatistics
    from storage.database import Database


@dataclass(frozen=True, slots=True)
class CuratedBank:
    """`files` is the bank without the database, `bank` with it; `drafts` are not asked.

    outdated: local edits of questions whose file has changed since.
    """

    files: Bank
    bank: Bank
    drafts: Mapping[str, Question]
    outdated: frozenset[str] = frozenset()

    def find(self, id: str) -> Question | None:
        """The question, draft or retired question called `id`."""
        return self.bank.get(id) or self.drafts.get(id) or self.bank.retired.get(id)


async def read(db: Database, files: Bank) -> CuratedBank:
    async with db.read() as tx:
        edits = await bank_rows.edits(tx)
        drafts = {edit.question.id: edit.question for edit in await bank_rows.edits(tx, drafts=True)}
        retired = await bank_rows.retirements(tx)
    outdated = frozenset(
        edit.question.id
        for edit in edits
        if (file := files.get(edit.question.id)) is not None and file.revision != edit.based_on
    )
    return CuratedBank(files, files.with_edits((edit.question for edit in edits), retired), drafts, outdated)


async def keep(db: Database, files: Bank, questions: Iterable[tuple[Question, bool]], now: datetime, by: str) -> None:
    """Keeps questions as local edits, or where told as drafts: all of them or, when anything fails, none."""
    async with db.write() as tx:
        for question, draft in questions:
            under = files.get(question.id)
            based_on = under.revision if under else ""
            await bank_rows.edit(tx, question, now, by=by, based_on=based_on, draft=draft)


async def discard(db: Database, id: str, *, draft: bool) -> None:
    """Drops a draft, or a local edit."""
    async with db.write() as tx:
        await bank_rows.discard(tx, id, draft=draft)


async def retire(db: Database, id: str, now: datetime, *, reason: str, by: str) -> None:
    async with db.write() as tx:
        await bank_rows.retire(tx, id, now, reason=reason, by=by)


async def bring_back(db: Database, id: str) -> None:
    async with db.write() as tx:
        await bank_rows.bring_back(tx, id)


async def approve(db: Database, ids: Iterable[str], now: datetime, by: str) -> None:
    """Puts drafts into the bank."""
    async with db.write() as tx:
        for id in ids:
            await bank_rows.approve(tx, id, now, by=by)


async def reports(db: Database, *, closed: bool = False) -> list[QuestionReport]:
    """What people reported as wrong with questions."""
    async with db.read() as tx:
        return await bank_rows.reports(tx, closed=closed)


async def close_report(db: Database, number: int) -> None:
    async with db.write() as tx:
        await bank_rows.close_report(tx, number)


@dataclass(frozen=True, slots=True)
class AnswerStatistics:
    """What answers say about questions and points, by who marked them; how often questions were reported."""

    by_source: Mapping[MarkSource, tuple[list[QuestionStatistics], list[PointStatistics]]]
    complaints: list[Complaints]


async def statistics(db: Database) -> AnswerStatistics:
    async with db.read() as tx:
        by_source = {
            source: (await bank_statistics.questions(tx, source), await bank_statistics.points(tx, source))
            for source in (MarkSource.JUDGE, MarkSource.SELF)
        }
        return AnswerStatistics(by_source, await bank_statistics.complaints(tx))


# -- the desk --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that lies beside one question: open reports, contested verdicts that wait, notes."""

    reports: Sequence[QuestionReport] = ()
    appeals: Sequence[Contested] = ()
    notes: Sequence[Note] = ()


async def desks(db: Database) -> dict[str, Desk]:
    """By question; one about which nobody says anything is not there."""
    async with db.read() as tx:
        reported = await bank_rows.reports(tx)
        contested = await appeals.listed(tx, Outcome.PENDING)
        noted = await bank_rows.notes(tx)
    ids = [*(r.question for r in reported), *(c.question for c in contested), *(n.question for n in noted)]
    return {
        id: Desk(
            [one for one in reported if one.question == id],
            [one for one in contested if one.question == id],
            [one for one in noted if one.question == id],
        )
        for id in dict.fromkeys(ids)
    }


async def note(db: Database, question: str, text: str, now: datetime, by: str) -> None:
    """Keeps a curator's note on a question."""
    async with db.write() as tx:
        await bank_rows.note(tx, question, text, now, by=by)
