"""A whole interview in the database: its stages, its clock, its signals, its scorecard, on both databases."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app import interviews, loops, scorecards
from app.apply import apply
from app.context import AppContext, BankView
from app.loops import LoopWish
from app.messages.interview import ProbeMessage, QuestionMessage
from app.messages.loops import LoopPaused, NoLoopOpen, NoScorecard, NoStages, ScorecardMessage, StageBegins, StageTime
from app.messages.values import Notice
from app.personal_data import export
from grader.grade import Verdict
from interview.loop import Signal
from interview.model import Mode, Phase, Stage
from questions.handson.banked import with_tasks
from runner.client import Nothing
from runner.protection import Level, Protection
from storage import chats, people, plans
from storage import interviews as stored
from storage.database import Database
from testing.chatting import Phone
from testing.context import Clock, bank, running_app
from testing.rows import grade_of
from texts import messages
from texts.messages import told


class Ready(Nothing):
    """Says that it can run code; nothing is run here."""

    async def warm(self) -> Protection:
        return Protection(Level.SANDBOX, "a sandbox")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(db: Database, clock: Clock) -> AsyncIterator[AppContext]:
    tasks = with_tasks(bank())
    async with running_app(db, clock=clock, answers_per_minute=1000) as app:
        yield replace(app, bank_view=BankView(tasks, tasks), runner=Ready())


async def begun(app: AppContext, **wish: object) -> Phone:
    """A phone with a loop on it."""
    phone = await Phone.of(app)
    assert await loops.begin(app, phone.chat.id, LoopWish("en", **wish))  # type: ignore[arg-type]  # fields of a wish
    await phone.delivers()
    return phone


async def answers(phone: Phone, *verdicts: Verdict) -> None:
    """An answer to the open question, judged at once."""
    app = phone.app
    await phone.says("what I have to say of it")
    async with app.db.write() as tx:
        found = await stored.open_of(tx, phone.chat.id, app.bank)
        assert found is not None
        graded = grade_of(found, *(verdicts or (Verdict.COVERED,)))
        await apply(tx, app, phone.chat.id, found, graded)
    await phone.delivers()


async def through(phone: Phone, *verdicts: Verdict) -> list[Stage | None]:
    """The stages of the questions that are asked until the loop is over."""
    while (await phone.interview()).phase is not Phase.FINISHED:
        await answers(phone, *verdicts)
    return [item.stage for item in (await phone.interview()).items]


def notices(phone: Phone, kind: type[StageBegins] | type[StageTime]) -> list[object]:
    said = (one.message for one in phone.shown.values())
    return [message.content for message in said if isinstance(message, Notice) and isinstance(message.content, kind)]


def card(phone: Phone) -> ScorecardMessage:
    return [one.message for one in phone.shown.values() if isinstance(one.message, ScorecardMessage)][-1]


# -- stages ----------------------------------------------------------------------------------------------------------


async def test_five_stages_come_one_after_the_other(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    stages = await through(phone)
    assert list(dict.fromkeys(stages)) == list(Stage)
    assert [one.stage for one in notices(phone, StageBegins)] == list(Stage)  # type: ignore[attr-defined]  # of this kind
    topics = {item.stage: item.question.topic for item in (await phone.interview()).items}
    assert topics[Stage.INTRO] == "introduction"
    assert topics[Stage.PROJECT] == "project"
    assert topics[Stage.QUESTIONS] == "questions-back"
    hands_on = {item.stage for item in (await phone.interview()).items if item.question.hands_on}
    assert hands_on == {Stage.CODE}


async def test_stages_can_be_left_out(app: AppContext) -> None:
    phone = await begun(app, stages=(Stage.QUESTIONS, Stage.INTRO), minutes=45)
    assert list(dict.fromkeys(await through(phone))) == [Stage.INTRO, Stage.QUESTIONS]


async def test_where_no_code_can_be_run_that_stage_is_left_out_and_the_start_says_so(app: AppContext) -> None:
    bare = replace(app, runner=Nothing())
    phone = await Phone.of(bare)
    plan = await loops.planned(bare, phone.chat.person, LoopWish("en", 20))
    assert plan.no_sandbox == "running code is turned off"
    assert Stage.CODE not in {one.stage for one in plan.stages}
    assert sum(one.minutes for one in plan.stages) == 20
    assert await loops.begin(bare, phone.chat.id, LoopWish("en", 20))
    await phone.delivers()
    assert Stage.CODE not in await through(phone)


async def test_nothing_to_ask_begins_nothing(app: AppContext) -> None:
    phone = await Phone.of(app)
    plan = await loops.planned(replace(app, runner=Nothing()), phone.chat.person, LoopWish("en", 20, (Stage.CODE,)))
    assert told(Notice(plan, "en")) == told(Notice(NoStages(), "en")), "no plan of no parts"
    assert await loops.begin(replace(app, runner=Nothing()), phone.chat.id, LoopWish("en", 20, (Stage.CODE,))) is None


async def test_the_same_wish_begins_one_loop(app: AppContext) -> None:
    phone = await Phone.of(app)
    first = await loops.begin(app, phone.chat.id, LoopWish("en"), source="telegram:update:1")
    again = await loops.begin(app, phone.chat.id, LoopWish("en"), source="telegram:update:1")
    assert first is not None
    assert again is not None
    assert first.id == again.id


# -- the clock -------------------------------------------------------------------------------------------------------


async def spent(phone: Phone) -> float:
    loop = (await phone.interview()).loop
    assert loop is not None
    return loop.spent / 60


async def test_the_clock_is_kept_and_stands_while_paused(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    clock.passes(minutes=1)
    assert await loops.pause(app, phone.chat.id) == LoopPaused(2)
    clock.passes(hours=9)
    await answers(phone)
    clock.passes(minutes=0.5)
    await answers(phone)
    assert await spent(phone) == 1.5
    assert (await phone.interview()).items[-1].stage is Stage.INTRO


async def test_what_passed_before_somebody_came_back_is_not_counted(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    clock.passes(minutes=9)
    assert await interviews.resume(app, phone.chat.id, whole=True)
    await phone.delivers()
    clock.passes(minutes=1)
    await answers(phone)
    assert await spent(phone) == 0, "the clock goes on with what the person does next"
    clock.passes(minutes=1)
    await answers(phone)
    assert await spent(phone) == 1


async def test_a_stage_whose_time_is_over_ends_after_the_answer(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    await answers(phone, Verdict.MISSING)
    clock.passes(minutes=3)
    await answers(phone, Verdict.MISSING)
    found = await phone.interview()
    assert found.items[-1].stage is Stage.PROJECT
    assert found.turns[1].grade is not None


async def test_when_the_time_of_a_part_is_over_a_pause_names_no_minutes(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    clock.passes(minutes=4)
    paused = await loops.pause(app, phone.chat.id)
    assert paused == LoopPaused(0)
    assert "0" not in told(Notice(paused, "en"))


async def test_a_plan_with_feedback_after_every_answer_says_so(app: AppContext) -> None:
    phone = await Phone.of(app)
    said = [told(Notice(await loops.planned(app, phone.chat.person, LoopWish("en", mode=mode)), "en")) for mode in Mode]
    assert ["Feedback comes at the end" in one for one in said] == [mode is Mode.EXAM for mode in Mode]


async def test_without_a_loop_there_is_nothing_to_pause(app: AppContext) -> None:
    phone = await Phone.of(app)
    await phone.begins("attn-kv-cache")
    assert await loops.pause(app, phone.chat.id) == NoLoopOpen()


# -- signals ---------------------------------------------------------------------------------------------------------


async def test_signals_are_given_in_their_time_and_cut_nothing_off(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    clock.passes(minutes=1.9)
    await phone.works()
    await phone.delivers()
    assert notices(phone, StageTime) == []
    clock.passes(minutes=0.1)
    await phone.works()
    await phone.delivers()
    assert notices(phone, StageTime) == [StageTime(Signal.NEARLY, 1, Stage.PROJECT, False)]
    clock.passes(minutes=1)
    await phone.works()
    await phone.delivers()
    assert notices(phone, StageTime)[1:] == [StageTime(Signal.OVER, 1, Stage.PROJECT, False)]
    found = await phone.interview()
    assert (found.phase, len(found.turns)) == (Phase.ASKING, 1)


async def test_a_silence_in_which_signals_are_given_counts_once(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=10, stages=(Stage.PROJECT,))
    for _ in range(40):
        clock.passes(minutes=1)
        await phone.works()
    await phone.delivers()
    assert [one.signal for one in notices(phone, StageTime)] == [Signal.NEARLY, Signal.OVER]  # type: ignore[attr-defined]  # of this kind
    await answers(phone, Verdict.MISSING)
    assert await spent(phone) == 10


async def test_while_the_clock_stands_no_signal_is_given(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    await loops.pause(app, phone.chat.id)
    clock.passes(hours=1)
    await phone.works()
    await phone.delivers()
    assert notices(phone, StageTime) == []


async def test_every_question_tells_the_stage_and_the_time_that_is_left(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=45)
    clock.passes(minutes=1)
    await answers(phone, Verdict.MISSING)
    asked = [one.message for one in phone.shown.values() if isinstance(one.message, QuestionMessage | ProbeMessage)]
    assert [(one.stage.stage, one.stage.number, one.stage.of, one.stage.minutes) for one in asked if one.stage] == [
        (Stage.INTRO, 1, 5, 3),
        (Stage.INTRO, 1, 5, 2),
    ]


async def test_questions_are_numbered_without_a_total_that_would_grow(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    assert await interviews.unfinished(app, phone.chat.id) == (1, 0)
    await through(phone)
    said = [one.message for one in phone.shown.values()]
    asked = [one for one in said if isinstance(one, QuestionMessage | ProbeMessage)]
    titles = [messages.question_title(one) for one in asked if isinstance(one, QuestionMessage)]
    assert titles[0].startswith("Introduction · question 1 · 2 min left")
    assert titles[-1].startswith(f"Your questions · question {asked[-1].number} · ")
    assert {one.of for one in asked} == {0}


# -- the scorecard ---------------------------------------------------------------------------------------------------


async def test_a_loop_ends_with_its_scorecard_and_the_band_is_shown_when_asked_for(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    await through(phone)
    told = card(phone)
    assert told.band is not None
    assert not told.shown
    assert {one.dimension.value for one in told.dimensions} >= {"depth", "hands-on", "ownership", "communication"}
    assert await loops.show_band(app, phone.chat.id, interview=told.interview) is None
    await phone.delivers()
    assert card(phone).shown


async def test_nothing_of_the_scorecard_is_told_before_the_end(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    await answers(phone)
    assert await loops.show_band(app, phone.chat.id) == NoScorecard()
    assert await loops.show_band(app, phone.chat.id, interview=(await phone.interview()).id) == NoScorecard()


async def test_a_stopped_loop_has_a_scorecard_of_what_was_answered(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    await answers(phone, Verdict.COVERED)
    await interviews.stop(app, phone.chat.id)
    await phone.delivers()
    assert card(phone).lacking
    assert card(phone).band is None


async def test_the_next_one_is_compared_with_it(app: AppContext, clock: Clock) -> None:
    phone = await begun(app, minutes=20)
    await through(phone, Verdict.PARTIAL)
    first = card(phone)
    assert not first.compared
    clock.passes(days=1)
    assert await loops.begin(app, phone.chat.id, LoopWish("en", 20))
    await phone.delivers()
    await through(phone)
    second = card(phone)
    assert second.compared
    assert second.band_before is first.band
    before = {one.dimension: one.share for one in first.dimensions}
    assert {one.dimension: one.before for one in second.dimensions} == before


async def test_it_is_exported_and_forgotten(app: AppContext) -> None:
    phone = await begun(app, minutes=20)
    await through(phone)
    held = json.loads(json.dumps(await export(app, phone.chat.person)))
    assert [one["event"] for one in held["scorecards"]] == ["scorecard"]
    assert held["interviews"][0]["loop"]["begun"] == 5
    assert held["items"][0]["stage"] == "intro"
    async with app.db.write() as tx:
        await people.forget(tx, phone.chat.person)
    async with app.db.read() as tx:
        assert await stored.loops_of(tx, phone.chat.person) == []


async def test_without_a_loop_there_is_no_scorecard(app: AppContext) -> None:
    phone = await Phone.of(app)
    async with app.db.read() as tx:
        assert await scorecards.latest(tx, app.bank, phone.chat.person) is None
    assert await loops.show_band(app, phone.chat.id) == NoScorecard()


@pytest.mark.parametrize(("hours", "soon"), [(0, True), (48, True), (72, False), (-24, False)])
async def test_no_loop_is_suggested_in_the_last_two_days(app: AppContext, clock: Clock, hours: int, soon: bool) -> None:
    async with app.db.write() as tx:
        chat = await chats.ensure(tx, "telegram", "8", language="zh", now=clock())
        await plans.make(tx, chat.person, (clock() + timedelta(hours=hours)).date(), clock())
    assert await loops.is_soon(app, chat.person) is soon
