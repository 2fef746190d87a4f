"""One drill per local day: over planners, crashes, replicas and wishes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from app import drills
from app.context import AppContext
from app.drill_settings import prefer
from app.messages.drills import DrillOffered
from bot import keyboards
from interview.occurrence import Quiet
from storage import drills as kept
from storage import people
from storage.database import Database
from testing.drills import Clock, context_of, learned, offers, someone, states, tick


async def test_nothing_before_its_time_once_at_it_and_again_tomorrow(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 00:59")
    assert await tick(app) == 0
    clock.to("2026-03-10 01:00")
    assert [await tick(app) for _ in range(3)] == [1, 0, 0]
    clock.to("2026-03-10 23:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "offered")]
    clock.to("2026-03-11 01:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "offered"), ("03-11", "offered")]
    assert len(await offers(app, chat)) == 2


async def test_three_planners_at_once_make_one_drill_and_one_offer_each(db: Database, clock: Clock) -> None:
    contexts = [context_of(db, clock) for _ in range(3)]
    everybody = [await someone(contexts[0]) for _ in range(40)]
    clock.to("2026-03-10 01:00")
    planned = await asyncio.gather(*(drills.plan(app.db, app.now()) for app in contexts))
    assert sum(planned) == 40
    for _ in range(3):
        await asyncio.gather(*(drills.offer_due(app, 25) for app in contexts))
    for chat in everybody:
        assert await states(contexts[0], chat) == [("03-10", "offered")]
        assert len(await offers(contexts[0], chat)) == 1


async def test_three_processes_with_connections_of_their_own(database_url: str, clock: Clock) -> None:
    opened = [Database.open(database_url) for _ in range(3)]
    contexts = [context_of(db, clock) for db in opened]
    everybody = [await someone(contexts[0]) for _ in range(30)]
    for day in (10, 11):
        clock.to(f"2026-03-{day} 01:00")
        for _ in range(3):
            await asyncio.gather(*(tick(app, limit=20) for app in contexts))
    for chat in everybody:
        assert await states(contexts[0], chat) == [("03-10", "offered"), ("03-11", "offered")]
        assert len(await offers(contexts[0], chat)) == 2
    for db in opened:
        await db.close()


async def test_a_crash_between_planning_and_offering_loses_nothing(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    async with app.db.write() as tx:
        assert await kept.plan_due(tx, clock.at) == 1  # and the process is gone before it finds the next one
    assert await states(app, chat) == [("03-10", "planned")]
    clock.to("2026-03-10 01:05")
    assert await tick(app) == 0
    assert await states(app, chat) == [("03-10", "offered")]
    async with app.db.read() as tx:
        person = await people.get(tx, chat.person)
    assert person is not None and person.next_drill is not None
    assert person.next_drill.day == date(2026, 3, 11)


async def test_an_offer_that_could_not_be_committed_is_made_again(
    app: AppContext, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    await drills.plan(app.db, clock.at)
    real = drills.outbox.say_each

    async def broken(*_: object, **__: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr(drills.outbox, "say_each", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        await drills.offer_due(app, 10)
    monkeypatch.setattr(drills.outbox, "say_each", real)
    assert await states(app, chat) == [("03-10", "planned")]
    assert await offers(app, chat) == []
    await drills.offer_due(app, 10)
    assert (await states(app, chat), len(await offers(app, chat))) == ([("03-10", "offered")], 1)


async def test_late_the_same_day_and_said_to_be_late(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 13:00")  # nine in the evening in Shanghai; the program slept all day
    await tick(app)
    assert await states(app, chat) == [("03-10", "offered")]
    assert [offer.late for offer in await offers(app, chat)] == [True]


async def test_days_without_the_program_are_recorded_as_missed(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-13 04:00")
    await tick(app)
    assert await states(app, chat) == [
        ("03-10", "missed"), ("03-11", "missed"), ("03-12", "missed"), ("03-13", "offered"),
    ]  # fmt: skip
    assert len(await offers(app, chat)) == 1


async def test_a_year_without_the_program_is_not_caught_up_day_by_day(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2027-03-09 04:00")
    await tick(app)
    found = await states(app, chat)
    assert len(found) <= 9
    assert found[-1] == ("03-09", "offered")


async def test_a_wish_in_quiet_hours_comes_at_their_end(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, at=time(6), quiet=Quiet(time(0), time(8)))
    clock.to("2026-03-09 23:59")
    assert await tick(app) == 0
    clock.to("2026-03-10 00:00")
    assert await tick(app) == 1
    assert await states(app, chat) == [("03-10", "offered")]


async def test_a_late_drill_waits_for_the_end_of_quiet_hours(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, at=time(12), quiet=Quiet(time(12, 30), time(15)))
    clock.to("2026-03-10 05:00")  # one in the afternoon; the program was away at noon
    await tick(app)
    assert (await states(app, chat), await offers(app, chat)) == ([("03-10", "postponed")], [])
    clock.to("2026-03-10 07:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "offered")]


async def test_a_drill_whose_quiet_hours_last_into_the_next_day_is_missed(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, at=time(21), quiet=Quiet(time(22), time(7)))
    clock.to("2026-03-10 14:30")  # half past ten in the evening
    await tick(app)
    assert await states(app, chat) == [("03-09", "missed"), ("03-10", "missed")]


async def test_weekdays_and_pause(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, days=frozenset({0, 2}))  # Monday, Wednesday; the ninth of March 2026 is a Monday
    for day in range(10, 17):
        clock.to(f"2026-03-{day} 01:00")
        await tick(app)
    assert [day for day, _ in await states(app, chat)] == ["03-11", "03-16"]
    async with app.db.write() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        until = datetime(2026, 3, 24, 16, tzinfo=clock.at.tzinfo)
        await prefer(tx, chat.person, replace(person.preferences, paused_until=until), clock.at)
    for day in range(17, 31):
        clock.to(f"2026-03-{day} 01:00")
        await tick(app)
    assert [day for day, _ in await states(app, chat)] == ["03-11", "03-16", "03-25", "03-30"]


async def test_off_is_off_and_a_changed_hour_makes_no_second_drill_that_day(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    await tick(app)
    async with app.db.write() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        await prefer(tx, chat.person, replace(person.preferences, drill_at=time(20)), clock.at)
    clock.to("2026-03-10 13:00")
    assert await tick(app) == 0
    clock.to("2026-03-11 12:00")
    assert await tick(app) == 1
    async with app.db.write() as tx:
        await prefer(tx, chat.person, replace(person.preferences, drill_at=None), clock.at)
    clock.to("2026-03-12 12:00")
    assert await tick(app) == 0
    assert [day for day, _ in await states(app, chat)] == ["03-10", "03-11"]


async def test_turned_on_after_its_hour_it_begins_tomorrow(app: AppContext, clock: Clock) -> None:
    clock.to("2026-03-10 07:00")
    chat = await someone(app)
    await tick(app)
    assert await states(app, chat) == []
    clock.to("2026-03-11 01:00")
    await tick(app)
    assert await states(app, chat) == [("03-11", "offered")]


async def test_somebody_who_left_telegram_is_missed_not_asked(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    async with app.db.write() as tx:
        from storage import chats

        await chats.gone(tx, chat.id, clock.at, "blocked the bot")
    clock.to("2026-03-10 01:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "planned")]
    clock.to("2026-03-12 00:30")
    await tick(app)
    assert await states(app, chat) == [("03-10", "missed"), ("03-11", "planned")]
    assert await offers(app, chat) == []


async def test_nothing_to_ask_is_recorded_and_not_said(db: Database, clock: Clock) -> None:
    app = context_of(db, clock)
    app.bank_view.bank = app.bank_view.files.with_edits([], ["a", "b", "c"])
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "empty")]
    assert await offers(app, chat) == []


async def test_planning_is_the_same_for_two_hundred_people_in_as_many_wishes(app: AppContext, clock: Clock) -> None:
    chats = [
        await someone(app, zone=zone, at=time(n % 24, n % 60))
        for n, zone in enumerate(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"] * 50)
    ]
    for hour in range(0, 49, 3):
        clock.at = datetime(2026, 3, 10, tzinfo=clock.at.tzinfo) + timedelta(hours=hour)
        await tick(app, limit=500)
    for chat in chats:
        days = [day for day, _ in await states(app, chat)]
        assert "03-10" in days and 2 <= len(set(days)) == len(days) <= 3


async def test_reviews_and_minutes_make_the_offer(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, minutes=5)
    await learned(app, chat, ("a", "p0"), ("b", "p0"), ("b", "p1"))
    clock.to("2026-03-10 01:00")
    await tick(app)
    offer = (await offers(app, chat))[0]
    assert replace(offer, drill=0) == DrillOffered(0, points=2, fresh=0, minutes=4, days=-1, late=False)
    assert [label for label, _ in keyboards.drill_offer(offer.drill, "en")[0]] == ["Start", "Later", "Not today"]
