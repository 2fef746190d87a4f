"""Use cases and the worker that grades, on both databases and with a scripted judge: nothing lost, nothing invented."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app import appeals as appeal_decisions
from app import apply, feedback, selection
from app import interviews as use_cases
from app.metrics import REGISTRY
from app.workers import runner
from grader.grade import Verdict
from interview.model import Outcome, Phase
from questions.model import Text
from storage import appeals, interviews, people, tasks
from storage.database import Database
from storage.tables import tasks as task_rows
from testing.context import ANSWER, QUESTION, Clock, Conversation, running_app, settled, settled_as_time_passes, working
from testing.judge_server import Held, JudgeServer, all_covered, behaves, hangs, status, verdicts
from testing.stored import contended
from testing.until import DEADLINE, until


def none_said(reply: dict[str, Any]) -> None:
    """A judge that overlooked everything."""
    for point in reply["points"]:
        point.update(quote="", verdict="missing")


def observed() -> float:
    """How many verdicts of the judge this process has dealt with."""
    return REGISTRY.get_sample_value("interviewer_verdict_seconds_count", {"by": "judge"}) or 0.0


async def put_off(db: Database) -> bool:
    """Whether some task waits for another try."""
    async with db.read() as tx:
        return bool((await tx.execute(select(task_rows.c.id).where(task_rows.c.error != ""))).first())


async def told(talks: list[Conversation], count: int) -> bool:
    """Whether so many of them have heard a grade."""
    for context in talks:
        await context.listens()
    return sum(len(context.of_kind("grade")) for context in talks) >= count


async def test_an_answer_is_durable_before_anything_else_and_graded_once(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER, source="m1")
        await use_cases.answer(here, context.chat.id, ANSWER, source="m1")
        async with db.read() as tx:
            stored = await interviews.latest_of(tx, context.chat.id, here.bank)
        assert stored is not None
        assert (stored.turns[0].answer, stored.phase) == (ANSWER, Phase.GRADING)
        async with working(here):
            await settled(context)
    assert len(context.of_kind("grade")) == 1
    assert context.of_kind("grade")[0]["provisional"] is False
    assert [request.answer for request in judge.requests] == [ANSWER]


async def test_two_workers_grade_an_answer_once(db: Database, judge: JudgeServer) -> None:
    async with (
        running_app(db, judge_url=judge.url, owner="one") as one,
        running_app(db, judge_url=judge.url, owner="two") as two,
    ):
        talks = [await Conversation.of(one, f"person {n}") for n in range(6)]
        for context in talks:
            await context.begins(QUESTION)
            await use_cases.answer(one, context.chat.id, f"{ANSWER} {context.chat.id}")
        async with working(one), working(two):
            for context in talks:
                await settled(context)
    assert all(len(context.of_kind("grade")) == 1 for context in talks)
    assert len({request.answer for request in judge.requests}) == len(judge.requests) == 6


async def test_a_slow_verdict_lets_the_interview_go_on_and_comes_later(db: Database, judge: JudgeServer) -> None:
    clock = Clock()
    held = Held()
    judge.plays(held)
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await until(lambda: judge.requests)
        assert await use_cases.phase(here, context.chat.id) is Phase.GRADING

        clock.passes(seconds=apply.PATIENCE.total_seconds() + 1)

        async def went_on() -> bool:
            return await use_cases.phase(here, context.chat.id) is not Phase.GRADING

        await until(went_on)
        await context.listens()
        assert context.of_kind("grade")[-1]["pending"] is True
        asked = [message["probe_id"] for message in context.of_kind("probe")]
        held.release()
        await settled(context)
    assert context.of_kind("grade")[-1]["provisional"] is False
    assert context.of_kind("grade")[-1]["replaces"] is True
    assert [message["probe_id"] for message in context.of_kind("probe")] == asked, "a late verdict changes no question"


async def test_a_judge_that_never_answers_holds_up_nobody_else(db: Database, judge: JudgeServer) -> None:
    clock = Clock()
    judge.always(hangs())
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here, at_once=1):
        people = [await Conversation.of(here, name) for name in ("first", "second")]
        for context in people:
            await context.begins(QUESTION)
            await use_cases.answer(here, context.chat.id, ANSWER)
        await until(lambda: judge.requests)
        clock.passes(seconds=apply.PATIENCE.total_seconds() + 1)

        async def went_on() -> bool:
            return all([await use_cases.phase(here, one.chat.id) is not Phase.GRADING for one in people])

        await until(went_on)
        assert len(judge.requests) == 1, "the place at the judge is taken all the while"


async def test_a_judge_that_is_away_keeps_answers_in_the_queue(db: Database, judge: JudgeServer) -> None:
    clock = Clock()
    judge.always(status(503))
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await until(lambda: put_off(db))
        await context.listens()
        assert context.of_kind("grade") == [], "an outage is no verdict"
        judge.always(behaves())
        await settled_as_time_passes(context, clock, seconds=10)
    assert context.of_kind("grade")[-1]["provisional"] is False
    assert context.of_kind("grade")[-1]["score"] is not None


async def test_after_two_days_an_answer_is_told_to_be_ungraded_and_costs_nothing(
    db: Database, judge: JudgeServer
) -> None:
    clock = Clock()
    judge.always(status(401))
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await until(lambda: judge.listed or judge.requests)
        clock.passes(hours=49)
        await settled(context)
        await use_cases.stop(here, context.chat.id)
        await context.listens()
    assert context.of_kind("grade")[-1]["failed"] is True
    assert all(message["provisional"] for message in context.of_kind("grade"))
    assert context.of_kind("summary")[-1]["marked_by"] in ("estimate", "none")


async def test_nothing_comes_back_for_somebody_who_was_forgotten_meanwhile(db: Database, judge: JudgeServer) -> None:
    held = Held()
    judge.plays(held)
    before = observed()
    async with running_app(db, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await until(lambda: judge.requests)
        async with db.write() as tx:
            assert await people.forget(tx, context.chat.person)
        held.release()
        await until(lambda: observed() == before + 1)
        async with db.read() as tx:
            assert await people.get(tx, context.chat.person) is None
            assert await interviews.listed(tx, context.chat.person) == []
            assert not await tasks.is_waiting(tx, context.chat.person, ("grade", "wait", "appeal"))


async def test_judged_answers_of_a_day_are_limited_with_a_clear_word(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url, judged_per_day=1) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION, "rag-chunking")
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
    assert [message["provisional"] for message in context.of_kind("grade")] == [False, True, True]
    assert context.notices().count("judged_enough") == 1


async def test_the_judges_tokens_of_a_day_are_everybodys(db: Database, judge: JudgeServer) -> None:
    """The judge counts 1,100 for each answer: the second is judged, the third, somebody else's, is not."""
    async with running_app(db, judge_url=judge.url, judge_tokens_per_day=2000) as here, working(here):
        first, other = await Conversation.of(here), await Conversation.of(here, "other")
        for context in (first, first, other):
            if context is other or not context.of_kind("grade"):
                await context.begins(QUESTION, "rag-chunking")
            await use_cases.answer(here, context.chat.id, ANSWER)
            await settled(context)
    assert [message["provisional"] for message in first.of_kind("grade")] == [False, False]
    assert [message["provisional"] for message in other.of_kind("grade")] == [True]
    assert (first.notices().count("judge_spent"), other.notices().count("judge_spent")) == (0, 1)


async def test_the_day_of_that_limit_is_the_persons_own(db: Database, judge: JudgeServer) -> None:
    clock = Clock()  # noon in UTC is eight in the evening in Shanghai
    async with running_app(db, clock=clock, judge_url=judge.url, judged_per_day=1) as here, working(here):
        context = await Conversation.of(here)
        async with db.write() as tx:
            person = await people.get(tx, context.chat.person)
            assert person is not None
            await people.prefer(tx, person.id, replace(person.preferences, zone="Asia/Shanghai"))
        await context.begins(QUESTION, "rag-chunking")
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        clock.passes(hours=5)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
    assert [message["provisional"] for message in context.of_kind("grade")] == [False, False]


async def test_an_appeal_is_a_second_judgement_of_the_original_answer(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        assert not await feedback.appeal(here, context.chat.id, 99, "no such point")
        assert await feedback.appeal(here, context.chat.id, 1, "I did say that it reads both together")
        await settled(context)
    (appeal,) = context.of_kind("appeal")
    assert appeal["outcome"] in ("upheld", "overturned")
    assert judge.requests[-1].answer == ANSWER
    assert judge.requests[-1].reason == "I did say that it reads both together"
    assert judge.complaints == []


async def test_two_appeals_of_one_answer_at_a_time_are_both_in_its_mark(db: Database, judge: JudgeServer) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        judge.always(verdicts(none_said))
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        held = Held(all_covered(ANSWER))
        judge.always(held)
        assert await feedback.appeal(here, context.chat.id, 1, "said", turn=1)
        assert await feedback.appeal(here, context.chat.id, 2, "said", turn=1)
        await until(lambda: len(judge.requests) == 3)
        held.release()
        await settled_as_time_passes(context, clock, seconds=1)
        async with db.read() as tx:
            stored = await interviews.latest_of(tx, context.chat.id, here.bank)
    assert stored is not None and stored.turns[0].grade is not None
    assert [appeal.outcome for appeal in stored.turns[0].appeals] == [Outcome.OVERTURNED] * 2
    assert [v.verdict.value for v in stored.turns[0].grade.verdicts[:2]] == ["covered"] * 2


async def test_an_appeal_without_a_second_judgement_is_told_and_left_to_the_administrator(
    db: Database, judge: JudgeServer
) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        judge.always(status(401))
        assert await feedback.appeal(here, context.chat.id, 1, "said", turn=1)
        await settled_as_time_passes(context, clock, hours=6)
        async with db.read() as tx:
            (listed,) = await appeals.listed(tx, Outcome.PENDING)
    assert context.notices() == ["appeal_received", "appeal_unjudged"]
    assert listed.reason == "said"


async def test_an_administrator_and_a_judge_decide_at_the_same_time(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        async with working(here):
            await use_cases.answer(here, context.chat.id, ANSWER)
            await settled(context)
        assert await feedback.appeal(here, context.chat.id, 1, "said", turn=1)
        async with db.read() as tx:
            (contested,) = await appeals.listed(tx)

        async def decide() -> None:
            async with db.write() as tx:
                assert await appeal_decisions.decide(tx, here, contested, Verdict.COVERED, Text("说了", "said"))

        async with asyncio.timeout(DEADLINE), asyncio.TaskGroup() as group, db.write() as tx:
            (judged,) = await tasks.claim(tx, (apply.APPEAL,), "worker", here.now(), runner.LEASE, 1)
            group.create_task(decide())
            await contended(db)
            assert await tasks.finish(tx, judged, "worker", here.now())
            assert await interviews.load(tx, contested.interview, here.bank)


async def test_an_estimate_cannot_be_appealed_but_corrected(db: Database) -> None:
    async with running_app(db) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        await feedback.appeal(here, context.chat.id, 1, "but I said it")
        assert await feedback.check(here, context.chat.id, {1: 1.0, 2: 0.0})
        assert not await feedback.check(here, context.chat.id, {99: 1.0})
        await use_cases.stop(here, context.chat.id)
        await context.listens()
    assert "appeal_estimate" in context.notices()
    assert "checked" in context.notices()
    assert context.of_kind("summary")[-1]["coming"], "what the person confirmed is remembered"


async def test_a_command_that_comes_again_after_a_crash_skips_no_second_question(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION, "rag-chunking", "rag-evaluation")
        for _ in range(2):
            await use_cases.skip(here, context.chat.id, source="m1")
        assert await use_cases.unfinished(here, context.chat.id) == (2, 3)
        for _ in range(2):
            await use_cases.hint(here, context.chat.id, source="m2")
        await context.listens()
    assert len(context.of_kind("hint")) == 1


async def test_a_wish_that_nothing_fits_does_not_use_its_message_up(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        assert (
            await use_cases.begin(here, context.chat.id, selection.Wish("en", ("no-such-topic",)), source="m1") is None
        )
        begun = await use_cases.begin(here, context.chat.id, selection.Wish("en", count=1), source="m1")
        assert begun is not None and begun.phase is Phase.ASKING
        again = await use_cases.begin(here, context.chat.id, selection.Wish("en", count=1), source="m1")
        assert again is not None and again.id == begun.id


async def test_an_edit_that_changes_no_word_is_not_called_too_late(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER, source="m")
        for number, words in enumerate((ANSWER, f"{ANSWER} And slower.")):
            assert await use_cases.edit(here, context.chat.id, "m", words, old=None, edit=f"edit {number}")


async def test_what_goes_on_after_a_spoken_answer_is_judged_as_spoken(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER, source="m1", spoken=True)
        await use_cases.answer(here, context.chat.id, "And slower.", source="m2", confirmed=True)
        await use_cases.answer(here, context.chat.id, "Much slower.", source="m3", confirmed=True)
        async with working(here):
            await settled(context)
        async with db.read() as tx:
            stored = await interviews.latest_of(tx, context.chat.id, here.bank)
    assert stored is not None and stored.turns[0].grade is not None
    assert stored.turns[0].grade.receipt.answer.spoken is True


async def test_one_failing_answer_never_stops_the_others(db: Database, judge: JudgeServer) -> None:
    judge.plays(hangs())
    async with running_app(db, judge_url=judge.url) as here, working(here):
        talks = [await Conversation.of(here, f"person {n}") for n in range(4)]
        for context in talks:
            await context.begins(QUESTION)
            await use_cases.answer(here, context.chat.id, f"{ANSWER} {context.chat.id}")
        graded = [context.is_graded for context in talks]
        await until(lambda: told(talks, 3))
        assert sorted([await one() for one in graded]) == [False, True, True, True]
