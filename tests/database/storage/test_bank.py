"""The bank as the database knows it: statistics, complaints, edits, drafts and what is retired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from grader.grade import Verdict
from interview.events import Answered, AppealDecided, Appealed, Graded, Stopped
from interview.marks import MarkSource
from questions.model import Question
from storage import appeals, bank_rows, bank_statistics, interviews
from storage.chats import Chat
from storage.database import Database
from storage.transaction import Tx
from testing.rows import NOW, answered, begun, changed, grade, happened, kept, packaged, someone

DAY = timedelta(days=1)


async def test_statistics_of_questions(db: Database) -> None:
    """Six people; those who do well elsewhere do well on this question: it tells them apart."""
    async with db.write() as tx:
        for number in range(6):
            chat = await someone(tx, f"person {number}")
            verdict = (Verdict.MISSING, Verdict.PARTIAL, Verdict.COVERED)[number // 2]
            interview = await begun(tx, chat, f"i{number}")
            interview = await happened(tx, interview, Answered(1, "a"))
            interview = await happened(tx, interview, Graded(1, 1, 1, grade(packaged()[0].key_points, verdict)))
            await kept(tx, interview, 0)
            await happened(tx, interview, Stopped())
            await _other_question(tx, chat, f"o{number}", verdict)
        found = await bank_statistics.questions(tx, MarkSource.JUDGE)
        assert await bank_statistics.questions(tx, MarkSource.SELF) == []
        missed = await bank_statistics.points(tx, MarkSource.JUDGE, question=packaged()[0].id)
    one = next(q for q in found if q.question == packaged()[0].id)
    assert (one.marks, one.people) == (6, 6)
    assert one.mean == pytest.approx(5.0)
    assert one.spread == pytest.approx(20**0.5)
    assert one.discrimination == pytest.approx(1.0)
    assert {(p.marks, p.mean, p.missed, p.contradicted) for p in missed} == {(6, 0.5, 2, 0)}


async def _other_question(tx: Tx, chat: Chat, id: str, verdict: Verdict) -> None:
    from testing.rows import planned

    other: Question = packaged()[1]
    interview = planned(chat, id, [other])
    await interviews.create(tx, chat.id, interview, NOW)
    from interview.events import Started

    interview = await happened(tx, interview, Started())
    await answered(tx, interview, verdict)


async def test_complaints_are_listed(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await answered(tx, await begun(tx, chat), Verdict.MISSING)
        point = interview.items[0].question.key_points[0].id
        interview = await happened(tx, interview, Appealed(1, point, "I said it"))
        await bank_rows.report(tx, chat.person, packaged()[0], interview.id, 1, "wrong", NOW)
        await bank_rows.report(tx, chat.person, packaged()[0], interview.id, 1, "very wrong", NOW)
        (pending,) = await appeals.listed(tx)
        assert (pending.answer, pending.reason, pending.point, pending.outcome.value) == (
            "answer 1",
            "I said it",
            point,
            "pending",
        )
        better = grade(interview.items[0].question.key_points, Verdict.COVERED)
        await happened(tx, interview, AppealDecided(1, point, changed(pending.before, Verdict.COVERED), better))
        decided = await appeals.get(tx, pending.id)
        assert decided is not None
        assert decided.outcome.value == "overturned"
        (found,) = await bank_statistics.complaints(tx)
        assert (found.appealed, found.overturned, found.reported) == (1, 1, 1)
        (report,) = await bank_rows.reports(tx)
        assert (report.reason, report.name, report.open) == ("very wrong", "me", True)
        assert await bank_rows.close_report(tx, report.id)
        assert not await bank_rows.close_report(tx, report.id)
        assert await bank_rows.reports(tx) == []
        assert len(await bank_rows.reports(tx, question=packaged()[0].id, closed=True)) == 1


async def test_edits_drafts_and_retirements(db: Database) -> None:
    asked = packaged()[0]
    async with db.write() as tx:
        empty = await bank_rows.stamp(tx)
        await bank_rows.edit(tx, asked, NOW, by="ann", draft=True)
        assert await bank_rows.edits(tx) == []
        (draft,) = await bank_rows.edits(tx, drafts=True)
        assert (draft.question, draft.by, draft.state) == (asked, "ann", "draft")
        assert await bank_rows.approve(tx, asked.id, NOW, by="bob")
        assert not await bank_rows.approve(tx, asked.id, NOW)
        (edit,) = await bank_rows.edits(tx)
        assert (edit.question, edit.by) == (asked, "bob")
        assert await bank_rows.edits(tx, drafts=True) == []
        await bank_rows.retire(tx, "old", NOW, reason="outdated")
        await bank_rows.retire(tx, "old", NOW, reason="wrong")
        assert await bank_rows.retirements(tx) == {"old": "wrong"}
        assert await bank_rows.stamp(tx) != empty
        assert await bank_rows.bring_back(tx, "old")
        assert await bank_rows.discard(tx, asked.id, draft=False)
        assert not await bank_rows.discard(tx, asked.id, draft=False)
        assert await bank_rows.stamp(tx) == empty
