"""Interviews in the database: one open per chat, one home for an answer, every grade kept, the past in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, String, cast, event, func, select, text, update
from sqlalchemy.exc import IntegrityError

from grader.grade import Verdict
from interview.events import Answered, Graded, Started, Stopped
from interview.model import Phase
from interview.step import step
from storage import bank_rows, chats, idempotency, interviews
from storage.database import Database
from storage.tables import grades, items, turns
from storage.transaction import Tx
from testing.rows import EMPTY, NOW, FakeBank, answered, begun, grade, happened, packaged, planned, someone
from testing.stored import contended


async def test_one_interview_is_open_per_chat(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await begun(tx, chat, "first")
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            await begun(tx, chat, "second")
    async with db.write() as tx:
        first = await interviews.open_of(tx, chat.id, EMPTY)
        assert first is not None
        await happened(tx, first, Stopped())
        await begun(tx, chat, "second", now=NOW + timedelta(minutes=1))
        found = await interviews.open_of(tx, chat.id, EMPTY)
        latest = await interviews.latest_of(tx, chat.id, EMPTY)
    assert found is not None
    assert found.id == "second"
    assert latest == found


async def test_many_quiz_answers_are_open_in_a_group(db: Database) -> None:
    async with db.write() as tx:
        group = await chats.ensure_group(tx, "-100", language="zh", now=NOW)
        for name in ("1", "2"):
            person = await someone(tx, name)
            interview = replace(planned(group, f"quiz{name}"), person=person.person)
            await interviews.create(tx, group.id, interview, NOW, kind="quiz")
        assert await interviews.open_of(tx, group.id, EMPTY) is None


async def test_two_programs_answer_the_same_turn_once(db: Database, database_url: str) -> None:
    """The second one waits for the first, then finds the turn answered."""
    import asyncio

    other = Database.open(database_url)
    async with db.write() as tx:
        chat = await someone(tx)
        await begun(tx, chat)

    entered: list[str] = []

    async def answer(through: Database, text: str) -> bool:
        async with through.write() as tx:
            before = await interviews.open_of(tx, chat.id, EMPTY)
            assert before is not None
            entered.append(text)
            if len(entered) == 1:
                await contended(db)
            after, _ = step(before, Answered(1, text))
            await interviews.save(tx, before, after, NOW)
            return after is not before

    taken = await asyncio.gather(answer(db, "one"), answer(other, "two"))
    assert sorted(taken) == [False, True]
    await other.close()


async def test_a_message_is_heard_once(db: Database) -> None:
    async with db.write() as tx:
        chat, other = await someone(tx), await someone(tx, "other")
        assert await idempotency.claim_once(tx, chat.id, "7", NOW)
        assert not await idempotency.claim_once(tx, chat.id, "7", NOW)
        assert await idempotency.claim_once(tx, other.id, "7", NOW)
        assert await idempotency.is_claimed(tx, chat.id, "7")
        assert not await idempotency.is_claimed(tx, chat.id, "8")


async def test_a_question_is_graded_by_the_revision_it_was_asked_in(db: Database) -> None:
    asked = packaged()[0]
    newer = replace(asked, revision="newer", level=5 if asked.level != 5 else 4)
    async with db.write() as tx:
        chat = await someone(tx)
        await interviews.create(tx, chat.id, planned(chat, asked=[asked]), NOW)
        found = await interviews.load(tx, "i1", FakeBank({asked.id: newer}))
        assert found is not None
        assert found.items[0].question == asked
        await bank_rows.keep_revisions(tx, [newer], NOW + timedelta(days=1))
        kept = await bank_rows.revised(tx, [(asked.id, asked.revision), (asked.id, "newer")], EMPTY)
        assert [question.level for question in kept.values()] == [asked.level, newer.level]


async def test_every_accepted_grade_stays(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
        interview = await happened(tx, interview, Answered(1, "a"))
        points = interview.items[0].question.key_points
        for generation, verdict in enumerate((Verdict.MISSING, Verdict.PARTIAL, Verdict.COVERED), 1):
            interview = await happened(tx, interview, Graded(1, 1, generation, grade(points, verdict)))
        query = select(grades.c.generation, grades.c.score).where(grades.c.turn == 1).order_by(grades.c.generation)
        assert [tuple(row) for row in await tx.execute(query)] == [(1, 0.0), (2, 5.0), (3, 10.0)]
        assert interview.turns[0].grade == grade(points, Verdict.COVERED)


async def test_only_what_changed_is_written(sqlite: Database) -> None:
    """A step that changes one turn of many writes that turn."""
    async with sqlite.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
        for _ in range(3):
            interview = await answered(tx, interview, Verdict.PARTIAL)
        statements: list[str] = []
        assert tx.sync_connection is not None
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *a: statements.append(a[2].split("\n")[0]))
        await happened(tx, interview, Answered(len(interview.turns), "one more"))
    assert sorted(s.split(" SET")[0].split(" (")[0] for s in statements) == ["UPDATE interviews", "UPDATE turns"]


async def test_an_answer_has_one_home(db: Database) -> None:
    """The text is in no other column of any table."""
    from storage.tables import metadata

    said = "the only copy of these words"
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
        await happened(tx, interview, Answered(1, said))
        columns = [column for table in metadata.sorted_tables for column in table.c]
        homes = [column for column in columns if await _holds(tx, column, said)]
    assert [str(column) for column in homes] == ["turns.answer"]


async def _holds(tx: Tx, column: Column[Any], words: str) -> bool:
    found = cast(column, String).like(f"%{words}%")
    return (await tx.execute(select(func.count()).select_from(column.table).where(found))).scalar_one() > 0


async def test_about_says_how_long_nobody_spoke(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat, kind="drill")
        later = NOW + timedelta(minutes=40)
        fresh = await interviews.about_open(tx, chat.id)
        await answered(tx, interview, Verdict.COVERED, now=later)
        heard = await interviews.about_open(tx, chat.id)
        assert fresh is not None
        assert heard is not None
        assert (fresh.kind, fresh.idle_since, fresh.turn) == ("drill", NOW, 1)
        assert heard.idle_since == later
        assert await interviews.chat_of(tx, interview.id) == chat.id
        assert await interviews.phase_of(tx, chat.id) is Phase.ASKING


async def test_the_past_knows_marks_of_judges_and_ticks_only(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        estimated = await begun(tx, chat, "estimated")
        estimated = await answered(tx, estimated, Verdict.COVERED, judge=False)
        await happened(tx, estimated, Stopped())
        later = NOW + timedelta(days=1)
        judged = await begun(tx, chat, "judged", now=later)
        await answered(tx, judged, Verdict.COVERED, now=later)
        past = await interviews.past(tx, chat.person)
    first = packaged()[0].id
    assert [(one.question_id, one.at, one.mark) for one in past] == [(first, NOW, None), (first, later, 10.0)]


async def test_history_lists_the_latest_first(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await happened(tx, await begun(tx, chat, "old"), Stopped())
        await begun(tx, chat, "new", now=NOW + timedelta(hours=1))
        listed = await interviews.listed(tx, chat.person)
    assert [(one.id, one.phase, one.asked, one.questions) for one in listed] == [
        ("new", Phase.ASKING, 1, 2),
        ("old", Phase.ABANDONED, 1, 2),
    ]


async def test_a_button_finds_its_interview_by_the_beginning_of_its_id(db: Database) -> None:
    async with db.write() as tx:
        chat, other = await someone(tx), await someone(tx, "other")
        await begun(tx, chat, "abc_def")
        found = await interviews.of_chat(tx, chat.id, "abc_", EMPTY)
        assert found is not None
        assert found.id == "abc_def"
        assert await interviews.of_chat(tx, chat.id, "abcx", EMPTY) is None
        assert await interviews.of_chat(tx, other.id, "abc_def", EMPTY) is None


async def test_turns_need_an_interview(db: Database) -> None:
    """Rows of an interview that is gone cannot come back."""
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
        await tx.execute(update(items).values(asked_at=None))
        await tx.execute(text("DELETE FROM interviews"))
        assert (await tx.execute(select(func.count()).select_from(turns))).scalar_one() == 0
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            after, _ = step(replace(interview, turns=()), Started())
            await interviews.save(tx, replace(interview, turns=()), after, NOW)
