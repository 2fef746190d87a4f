"""Groups: who is in, who is invited, what is assigned, and a quiz that each member answers once."""

from __future__ import annotations

from datetime import timedelta

from grader.grade import Verdict
from interview.marks import MarkSource
from storage import group_progress, groups, quizzes, report_queries
from storage.database import Database
from testing.rows import NOW, begun, packaged, someone, whole

DAY = timedelta(days=1)


async def test_a_group_and_its_report(db: Database) -> None:
    async with db.write() as tx:
        group = await groups.ensure(tx, "G", NOW)
        assert await groups.ensure(tx, "G", NOW) == group
        active, quiet, silent = [await someone(tx, name) for name in ("active", "quiet", "silent")]
        outsider = await someone(tx, "outsider")
        for chat in (active, quiet, silent):
            await groups.join(tx, group, chat.person, NOW)
        await whole(tx, active, "a", Verdict.PARTIAL, now=NOW + 9 * DAY)
        await whole(tx, quiet, "b", Verdict.MISSING, now=NOW)
        await whole(tx, outsider, "c", Verdict.MISSING, now=NOW + 9 * DAY)
        found = await group_progress.members(tx, group, NOW + 3 * DAY)
        assert [(m.name, m.answers, m.went_quiet) for m in found] == [
            ("active", 1, False),
            ("quiet", 0, True),
            ("silent", 0, False),
        ]
        (topic,) = await group_progress.topics(tx, group, MarkSource.JUDGE)
        assert (topic.questions, topic.mean) == (2, 2.5)
        missed = await group_progress.most_missed(tx, group, MarkSource.JUDGE)
        assert {(p.question, p.marks, p.missed, p.people) for p in missed} == {(packaged()[0].id, 2, 1, 1)}
        assert len(missed) == len(packaged()[0].key_points)
        assert [(g.name, g.members) for g in await groups.listed(tx)] == [("G", 3)]
        assert [p.id for p in await groups.members(tx, group)] == [c.person for c in (active, quiet, silent)]
        assert await groups.of_person(tx, active.person) == ["G"]
        named = await groups.called(tx, "G")
        assert named is not None
        assert named.members == 3


async def test_invitations_admit_as_often_as_they_say(db: Database) -> None:
    async with db.write() as tx:
        assert not await groups.are_there_invitations(tx)
        group = await groups.ensure(tx, "G", NOW)
        await groups.invite(tx, "token", NOW, group=group, uses=1, expires_at=NOW + DAY)
        await groups.invite(tx, "open", NOW)
        first, second = await someone(tx, "1"), await someone(tx, "2")
        assert await groups.accept(tx, "token", first.person, NOW)
        assert not await groups.accept(tx, "token", second.person, NOW)
        assert not await groups.accept(tx, "guessed", second.person, NOW)
        assert await groups.accept(tx, "open", second.person, NOW)
        assert await groups.accept(tx, "open", second.person, NOW)
        await groups.invite(tx, "over", NOW, expires_at=NOW + DAY)
        assert not await groups.accept(tx, "over", second.person, NOW + DAY)
        assert [p.access.value for p in await groups.members(tx, group)] == ["admitted"]


async def test_assignments_reach_the_members(db: Database) -> None:
    async with db.write() as tx:
        group = await groups.ensure(tx, "G", NOW)
        member, other = await someone(tx, "1"), await someone(tx, "2")
        await groups.join(tx, group, member.person, NOW)
        today = NOW.date()
        number = await groups.assign(tx, "attention", today + 2 * DAY, NOW, group=group)
        await groups.assign(tx, "rag", today + DAY, NOW, person=member.person)
        await groups.assign(tx, "past", today - DAY, NOW, person=member.person)
        found = await report_queries.assigned(tx, person=member.person)
        assert [(a.topic, a.group) for a in found] == [("past", ""), ("rag", ""), ("attention", "G")]
        assert await report_queries.topics_assigned(tx, member.person, today) == ["rag", "attention"]
        assert await report_queries.assigned(tx, person=other.person) == []
        assert await groups.withdraw(tx, number)
        assert not await groups.withdraw(tx, number)


async def test_a_quiz_takes_one_answer_each(db: Database) -> None:
    from storage import chats

    async with db.write() as tx:
        group = await chats.ensure_group(tx, "-100", language="zh", now=NOW)
        quiz = await quizzes.begin(tx, group.id, packaged()[0], NOW, NOW + DAY)
        assert quiz is not None
        assert await quizzes.begin(tx, group.id, packaged()[0], NOW, NOW + DAY) is None
        person = await someone(tx, "1")
        interview = await begun(tx, person, "q1", kind="quiz")
        assert await quizzes.answered(tx, quiz.id, person.person, interview.id, NOW)
        assert not await quizzes.answered(tx, quiz.id, person.person, interview.id, NOW)
        assert await quizzes.answer_of(tx, quiz.id, person.person) == "q1"
        assert [a.name for a in await quizzes.answers(tx, quiz.id)] == ["1"]
        assert await quizzes.open_of(tx, group.id) == quiz
        assert await quizzes.due(tx, NOW) == []
        assert await quizzes.due(tx, NOW + DAY) == [quiz]
        await quizzes.change(tx, quiz.id, "closed")
        assert await quizzes.open_of(tx, group.id) is None
        await quizzes.change(tx, quiz.id, "told")
        assert await quizzes.due(tx, NOW + DAY) == []
