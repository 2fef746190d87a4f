"""What a drill is made of, and what the buttons under its offer do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app import drills
from app import interviews as use_cases
from app.context import AppContext
from app.messages.answering import RefusalTold
from app.messages.drills import (
    DrillOffered,
    DrillOpenedBefore,
    DrillOver,
    DrillPutOff,
    InterviewStillOpen,
    NoLaterToday,
)
from app.messages.interview import ProbeMessage
from app.selection import Wish
from grader.grade import Grade, GradedBy, Method, Verdict, verdict_of
from interview.effects import Refusal
from interview.events import Answered, Graded
from interview.memory import fold
from interview.model import Interview, Phase
from interview.occurrence import Quiet
from interview.review import Rating
from questions.model import task
from storage import chats, interviews, people, plans, reviews
from storage.chats import Chat
from testing.drills import Clock, learned, notices, offers, rows, said, someone, states, tick
from testing.rows import reviewed


async def offered(app: AppContext, clock: Clock, chat: Chat, day: str = "2026-03-10 01:00") -> int:
    """The number of the drill that is offered to this person at this time."""
    clock.to(day)
    await tick(app)
    async with app.db.read() as tx:
        return int((await rows(tx, chat.person))[-1].id)


async def open_one(app: AppContext, chat: Chat) -> Interview | None:
    async with app.db.read() as tx:
        return await interviews.open_of(tx, chat.id, app.bank)


async def answered(app: AppContext, chat: Chat, verdict: Verdict, now: Clock) -> None:
    """The open turn answered and judged alike on every point."""
    from app.apply import Applied, apply

    async with app.db.write() as tx:
        interview = await interviews.open_of(tx, chat.id, app.bank)
        assert interview is not None
        turn = interview.turns[-1]
        points = task(interview.items[turn.item].question, turn.probe).key_points
        grade = Grade(
            tuple(verdict_of(p.id, verdict) for p in points),
            GradedBy(Method.JUDGE, "m"),
            False,
            score=5.0,
            low=5.0,
            high=5.0,
        )
        outcome = await apply(tx, app, chat.id, interview, Answered(turn.number, "because"))
        assert isinstance(outcome, Applied)
        await apply(tx, app, chat.id, outcome.interview, Graded(turn.number, 1, 1, grade))


async def test_one_due_point_is_asked_by_its_probe(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=3)
    await learned(app, chat, ("a", "p1"))
    drill = await offered(app, clock, chat)
    assert await offers(app, chat) == [DrillOffered(drill, points=1, fresh=0, minutes=2, days=-1, late=False)]
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    interview = await open_one(app, chat)
    assert interview is not None
    assert [(item.question.id, item.probe) for item in interview.items] == [("a", "p1-1")]
    assert await states(app, chat) == [("03-10", "opened")]
    assert isinstance((await said(app, chat))[-1], ProbeMessage)


async def test_a_finished_drill_is_finished_and_remembered(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=4)
    await learned(app, chat, ("a", "p0"), ("a", "p1"))
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    async with app.db.read() as tx:
        before = {one.point: one.card for one in (await reviews.cards_of(tx, [chat.person]))[chat.person]}
    for _ in range(2):
        await answered(app, chat, Verdict.COVERED, clock)
    assert await open_one(app, chat) is None
    assert await states(app, chat) == [("03-10", "finished")]
    async with app.db.read() as tx:
        after = {one.point: one.card for one in (await reviews.cards_of(tx, [chat.person]))[chat.person]}
        history = await reviewed(tx, chat.person, "p0")
    assert {point: card.reviews for point, card in after.items()} == {"p0": 2, "p1": 2}
    assert all(after[point].due > before[point].due for point in after)
    assert [review.rating for review in history] == [Rating.AGAIN, Rating.GOOD]
    assert after["p0"] == fold(history)


async def test_a_point_that_was_missed_comes_back_the_next_day(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=2)
    await learned(app, chat, ("a", "p0"))
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    await answered(app, chat, Verdict.MISSING, clock)
    await offered(app, clock, chat, "2026-03-11 01:00")
    assert [offer.points for offer in await offers(app, chat)] == [1, 1]


async def test_an_estimate_drives_nothing(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=2)
    await learned(app, chat, ("a", "p0"))
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    async with app.db.write() as tx:
        from app.apply import Applied, apply

        interview = await interviews.open_of(tx, chat.id, app.bank)
        assert interview is not None
        grade = Grade((verdict_of("k", Verdict.COVERED),), GradedBy(Method.WORDS), True, score=9.0, low=8.0, high=10.0)
        outcome = await apply(tx, app, chat.id, interview, Answered(1, "because"))
        assert isinstance(outcome, Applied)
        outcome = await apply(tx, app, chat.id, outcome.interview, Graded(1, 1, 1, grade))
    assert isinstance(outcome, Applied) and outcome.interview.turns[0].grade is not None
    async with app.db.read() as tx:
        cards = (await reviews.cards_of(tx, [chat.person]))[chat.person]
    assert [(one.point, one.card.reviews) for one in cards] == [("p0", 1)]


async def test_minutes_left_go_to_new_questions(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=8)
    await learned(app, chat, ("a", "p0"))
    drill = await offered(app, clock, chat)
    assert (await offers(app, chat))[0].fresh == 1
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    interview = await open_one(app, chat)
    assert interview is not None
    assert interview.items[0].probe == "p0-1" or interview.items[0].question.id == "a"
    assert len(interview.items) == 2 and interview.items[1].probe is None
    assert interview.items[1].question.id in ("b", "c")


async def test_the_draw_happens_when_it_is_opened(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=2)
    drill = await offered(app, clock, chat)
    await learned(app, chat, ("c", "p2"))
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    interview = await open_one(app, chat)
    assert interview is not None
    assert [(item.question.id, item.probe) for item in interview.items] == [("c", "p2-2")]


async def test_a_double_tap_starts_one_drill(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    first = await open_one(app, chat)
    for what in (drills.OPEN, drills.LATER, drills.SKIP):
        assert await drills.pressed(app, chat.id, drill, what) == DrillOpenedBefore()
    assert await open_one(app, chat) == first
    assert await states(app, chat) == [("03-10", "opened")]


async def test_later_comes_two_hours_later_the_same_day(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.LATER)
    assert (await notices(app, chat))[-1] == DrillPutOff(time(11))
    clock.to("2026-03-10 02:59")
    await tick(app)
    assert len(await offers(app, chat)) == 1
    clock.to("2026-03-10 03:00")
    await tick(app)
    assert [offer.late for offer in await offers(app, chat)] == [False, False]
    assert await states(app, chat) == [("03-10", "offered")]


@pytest.mark.parametrize(("at", "quiet"), [(time(22, 30), None), (time(20), Quiet(time(21), time(7)))])
async def test_there_is_no_later_in_the_night(app: AppContext, clock: Clock, at: time, quiet: Quiet | None) -> None:
    chat = await someone(app, at=at, quiet=quiet, zone="UTC")
    drill = await offered(app, clock, chat, f"2026-03-09 {at}")
    await drills.pressed(app, chat.id, drill, drills.LATER)
    assert (await notices(app, chat))[-1] == NoLaterToday()
    assert await states(app, chat) == [("03-09", "offered")]
    clock.at += timedelta(minutes=80)  # also in quiet hours: whoever asks for a drill gets it
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    assert await open_one(app, chat) is not None


async def test_not_today_is_not_today(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    await drills.pressed(app, chat.id, drill, drills.SKIP)
    clock.to("2026-03-10 09:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "skipped")]
    assert len(await offers(app, chat)) == 1
    await drills.pressed(app, chat.id, drill, drills.OPEN)  # changed one's mind
    assert await states(app, chat) == [("03-10", "opened")]


async def test_an_offer_of_yesterday_is_over(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    clock.to("2026-03-10 16:00")
    assert await drills.pressed(app, chat.id, drill, drills.OPEN) == DrillOver(date(2026, 3, 10))
    assert await open_one(app, chat) is None


async def test_somebody_elses_button_does_nothing(app: AppContext, clock: Clock) -> None:
    chat, other = await someone(app), await someone(app, at=None)
    drill = await offered(app, clock, chat)
    for number in (drill, 999_999):
        assert await drills.pressed(app, other.id, number, drills.OPEN) == RefusalTold(Refusal.OUTDATED)
    assert await notices(app, other) == []
    assert await states(app, chat) == [("03-10", "offered")]


async def test_an_open_interview_is_not_ended_for_a_drill(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    interview = await use_cases.begin(app, chat.id, Wish("en", count=1))
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    await drills.start_now(app, chat.id)
    assert (await notices(app, chat))[-2:] == [InterviewStillOpen()] * 2
    assert await open_one(app, chat) == interview
    assert await states(app, chat) == [("03-10", "offered")]
    await use_cases.stop(app, chat.id)
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    assert await states(app, chat) == [("03-10", "opened")]


async def test_drill_now_is_extra(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 00:30")
    await drills.start_now(app, chat.id)
    assert await open_one(app, chat) is not None
    drill = await offered(app, clock, chat)
    assert await states(app, chat) == [("03-10", "offered")]
    await drills.pressed(app, chat.id, drill, drills.OPEN)  # takes the place of the unfinished extra one
    interview = await open_one(app, chat)
    assert interview is not None and interview.phase is Phase.ASKING
    assert await states(app, chat) == [("03-10", "opened")]


async def test_paused_or_turned_off_after_planning_it_is_not_offered(app: AppContext, clock: Clock) -> None:
    paused, off = await someone(app), await someone(app)
    clock.to("2026-03-10 01:00")
    await drills.plan(app.db, clock.at)
    async with app.db.write() as tx:
        for chat, change in ((paused, {"paused_until": clock.at + timedelta(days=3)}), (off, {"drill_at": None})):
            person = await people.get(tx, chat.person)
            assert person is not None
            await people.prefer(tx, chat.person, replace(person.preferences, **change))  # type: ignore[arg-type]  # either
    await drills.offer_due(app, 10)
    for chat in (paused, off):
        assert (await states(app, chat), await offers(app, chat)) == ([("03-10", "skipped")], [])


async def test_before_the_date_the_offer_counts_the_days_and_asks_heavy_points(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=2)
    await learned(app, chat, ("a", "p0"), ago=timedelta(days=8), rating=Rating.GOOD)
    await learned(app, chat, ("b", "p2"), ago=timedelta(days=20))
    async with app.db.write() as tx:
        await plans.make(tx, chat.person, clock.at.date() + timedelta(days=3), clock.at)
    drill = await offered(app, clock, chat)
    assert (await offers(app, chat))[0].days == 2
    await drills.pressed(app, chat.id, drill, drills.OPEN)
    interview = await open_one(app, chat)
    assert interview is not None
    assert [(item.question.id, item.probe) for item in interview.items] == [("a", "p0-0")]


async def test_a_forgotten_person_leaves_no_drill(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    drill = await offered(app, clock, chat)
    async with app.db.write() as tx:
        await people.forget(tx, chat.person)
    other = await someone(app, at=None)
    assert await drills.pressed(app, other.id, drill, drills.OPEN) == RefusalTold(Refusal.OUTDATED)
    async with app.db.read() as tx:
        assert await rows(tx, chat.person) == []


async def test_a_group_chat_has_no_drills(app: AppContext, clock: Clock) -> None:
    async with app.db.write() as tx:
        group = await chats.ensure_group(tx, "-100", language="en", now=clock.at)
    await drills.start_now(app, group.id)
    assert await open_one(app, group) is None
