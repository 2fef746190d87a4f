"""One drill per local day, whatever zones and clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from app.context import AppContext
from app.drill_settings import prefer
from storage import people
from storage.chats import Chat
from testing.drills import Clock, offers, rows, someone, states, tick


async def moved(app: AppContext, chat: Chat, zone: str) -> None:
    async with app.db.write() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        await prefer(tx, chat.person, replace(person.preferences, zone=zone), app.now())


async def test_a_zone_that_is_changed_twice_on_drill_day_makes_no_second_drill(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    await tick(app)
    for hours, zone in ((1, "America/New_York"), (2, "Asia/Shanghai")):
        clock.at += timedelta(hours=hours)
        await moved(app, chat, zone)
        await tick(app)
    for _ in range(15):
        clock.at += timedelta(hours=1)
        await tick(app)
    assert await states(app, chat) == [("03-10", "offered")]
    clock.to("2026-03-11 01:00")
    await tick(app)
    assert await states(app, chat) == [("03-10", "offered"), ("03-11", "offered")]


@pytest.mark.parametrize("path", [
    ("Asia/Shanghai", "America/New_York", "Pacific/Auckland"),
    ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Kiritimati"),
    ("America/Los_Angeles", "Asia/Tokyo", "Europe/Berlin"),
])  # fmt: skip
async def test_flying_never_makes_two_drills_within_twelve_hours(
    app: AppContext, clock: Clock, path: tuple[str, ...]
) -> None:
    """Hour by hour for six days, with a new zone every seven hours."""
    chat = await someone(app, zone=path[0])
    for step in range(6 * 24):
        clock.at += timedelta(hours=1)
        if step % 7 == 6:
            await moved(app, chat, path[(step // 7) % 3])
        await tick(app)
    async with app.db.read() as tx:
        found = sorted(await rows(tx, chat.person), key=lambda row: row.due_at)
    assert len({row.local_day for row in found}) == len(found) >= 2
    assert all(b.due_at - a.due_at >= timedelta(hours=12) for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("zone", "wall", "start", "days"),
    [
        ("Europe/Berlin", time(2, 30), "2026-03-27 12:00", 2),
        ("Europe/Berlin", time(2, 30), "2026-10-23 12:00", 2),
        ("America/Sao_Paulo", time(0), "2018-11-02 12:00", 2),
        ("Pacific/Apia", time(9), "2011-12-29 00:00", 2),
        ("Australia/Lord_Howe", time(2, 15), "2026-10-03 00:00", 2),
    ],
)
async def test_one_drill_a_day_through_changed_clocks(
    app: AppContext, clock: Clock, zone: str, wall: time, start: str, days: int
) -> None:
    clock.to(start)
    chat = await someone(app, zone=zone, at=wall)
    end = clock.at + timedelta(days=days)
    while clock.at < end:
        clock.at += timedelta(minutes=30)
        await tick(app)
    async with app.db.read() as tx:
        found = await rows(tx, chat.person)
    local = [row.due_at.astimezone(ZoneInfo(zone)) for row in found]
    assert len(found) == days and [row.state for row in found] == ["offered"] * days
    assert [moment.date() for moment in local] == [row.local_day for row in found]
    assert all(moment.replace(tzinfo=None).time() >= wall for moment in local)
    assert len(await offers(app, chat)) == days


async def test_a_clock_that_goes_back_makes_no_second_drill(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    await tick(app)
    clock.to("2026-03-08 01:00")
    for _ in range(4 * 24):
        clock.at += timedelta(hours=1)
        await tick(app)
    assert [day for day, _ in await states(app, chat)] == ["03-10", "03-11", "03-12"]


async def test_a_clock_that_was_years_ahead_for_a_while_does_not_end_drills(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2031-03-10 01:00")
    await tick(app)
    clock.to("2026-03-10 02:00")
    await tick(app)
    clock.to("2026-03-11 01:00")
    await tick(app)
    assert ("03-11", "offered") in await states(app, chat)


async def test_a_zone_this_machine_does_not_know_is_taken_as_utc(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, at=None)
    async with app.db.write() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        await people.prefer(tx, chat.person, replace(person.preferences, drill_at=time(9), zone="Mars/Base"))
    other = await someone(app)
    clock.to("2026-03-10 09:00")
    for _ in range(2):
        await tick(app)
    clock.to("2026-03-11 09:00")
    await tick(app)
    assert ("03-11", "offered") in await states(app, chat)
    assert ("03-10", "offered") in await states(app, other)
