"""Weekly reports and digests: on the person's own Sunday evening, outside quiet hours, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update

from app import weekly_reports
from app.context import AppContext
from app.messages.values import Message, ReportMessage
from interview.occurrence import Quiet
from questions.bank import Bank
from questions.model import Question
from reports import message
from storage import groups, people
from storage.chats import Chat
from storage.database import Database
from storage.tables import interviews
from storage.tables import people as rows
from testing.drills import Clock, context_of, said
from testing.histories import history, person

SUNDAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)  # 19:00 in Shanghai


def weekly_of(messages: list[Message]) -> list[str]:
    return [report.title for report in messages if isinstance(report, ReportMessage)]


@pytest.fixture
def clock() -> Clock:
    return Clock(SUNDAY)


@pytest.fixture
def app(db: Database, clock: Clock, bank: Bank) -> AppContext:
    return context_of(db, clock, bank.questions.values())


async def active(app: AppContext, some: list[Question], address: str = "101", zone: str = "Asia/Shanghai") -> Chat:
    async with app.db.write() as tx:
        chat, _ = await person(tx, address, name=f"n{address}", zone=zone, language="en")
        await history(tx, chat, some, 10, end=SUNDAY - timedelta(days=1), days=5, seed=int(address))
    return chat


async def test_it_comes_once_on_sunday_evening(app: AppContext, clock: Clock, some: list[Question]) -> None:
    chat = await active(app, some)
    clock.at = SUNDAY - timedelta(minutes=1)
    assert await weekly_reports.tell_due(app, message) == 0
    clock.at = SUNDAY
    assert await weekly_reports.tell_due(app, message) == 1
    for minutes in (1, 60, 600, 60 * 24 * 3):
        clock.at = SUNDAY + timedelta(minutes=minutes)
        assert await weekly_reports.tell_due(app, message) == 0
    assert weekly_of(await said(app, chat)) == ["Your week up to 2026-11-22"]


async def test_two_processes_say_it_once(app: AppContext, clock: Clock, some: list[Question]) -> None:
    chats = [await active(app, some, str(number)) for number in range(201, 209)]
    other = replace(app, owner="other")
    assert sum(
        await asyncio.gather(weekly_reports.tell_due(app, message), weekly_reports.tell_due(other, message))
    ) == len(chats)
    for chat in chats:
        assert len(weekly_of(await said(app, chat))) == 1


async def test_each_zone_has_its_own_sunday(app: AppContext, clock: Clock, some: list[Question]) -> None:
    east = await active(app, some, "301", "Pacific/Auckland")
    west = await active(app, some, "302", "America/Los_Angeles")
    clock.at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)  # Sunday 19:00 in Auckland, Saturday evening in Los Angeles
    assert await weekly_reports.tell_due(app, message) == 1
    assert weekly_of(await said(app, east)) and not weekly_of(await said(app, west))
    clock.at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Sunday 19:00 in Los Angeles
    assert await weekly_reports.tell_due(app, message) == 1


async def test_a_move_on_sunday_makes_no_second_one(app: AppContext, clock: Clock, some: list[Question]) -> None:
    chat = await active(app, some)
    assert await weekly_reports.tell_due(app, message) == 1
    async with app.db.write() as tx:
        me = await people.get(tx, chat.person)
        assert me is not None
        await people.prefer(tx, me.id, replace(me.preferences, zone="America/Los_Angeles"))
    clock.at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert await weekly_reports.tell_due(app, message) == 0


async def test_quiet_hours_are_waited_for(app: AppContext, clock: Clock, some: list[Question]) -> None:
    chat = await active(app, some)
    async with app.db.write() as tx:
        me = await people.get(tx, chat.person)
        assert me is not None
        await people.prefer(tx, me.id, replace(me.preferences, quiet=Quiet(time(18), time(7, 30))))
    assert await weekly_reports.tell_due(app, message) == 0
    clock.at = datetime(2026, 11, 22, 23, 31, tzinfo=UTC)  # 7:31 on Monday
    assert await weekly_reports.tell_due(app, message) == 1


async def test_who_did_not_practise_is_left_alone(app: AppContext, clock: Clock, some: list[Question]) -> None:
    async with app.db.write() as tx:
        await person(tx, "401")
        chat, _ = await person(tx, "402")
        await history(tx, chat, some, 10, end=SUNDAY - timedelta(days=8), days=5)
        terminal, _ = await person(tx, "me")
        await history(tx, terminal, some, 3, end=SUNDAY, days=1)
    assert await weekly_reports.tell_due(app, message) == 0


async def test_nobody_gets_one_before_their_first_full_week(
    app: AppContext, clock: Clock, some: list[Question]
) -> None:
    chat = await active(app, some, "401")
    async with app.db.write() as tx:
        await tx.execute(update(rows).values(created_at=SUNDAY - timedelta(days=6)))
    assert await weekly_reports.tell_due(app, message) == 0
    clock.at = SUNDAY + timedelta(days=7)
    async with app.db.write() as tx:
        await history(tx, chat, some, 1, end=clock.at - timedelta(hours=1), days=1, seed=9)
    assert await weekly_reports.tell_due(app, message) == 1


async def test_nobody_is_interrupted_in_an_interview(app: AppContext, clock: Clock, some: list[Question]) -> None:
    chat = await active(app, some, "402")
    async with app.db.write() as tx:
        last = select(func.max(interviews.c.started_at)).scalar_subquery()
        open_one = interviews.update().where(interviews.c.started_at == last)
        await tx.execute(open_one.values(phase="asking", touched_at=SUNDAY - timedelta(minutes=5)))
    assert await weekly_reports.tell_due(app, message) == 0
    async with app.db.write() as tx:
        await tx.execute(interviews.update().values(phase="finished"))
    clock.at += timedelta(minutes=20)
    assert await weekly_reports.tell_due(app, message) == 1
    assert len(weekly_of(await said(app, chat))) == 1


async def test_the_organiser_reads_of_groups_on_monday_without_answers(
    app: AppContext, clock: Clock, some: list[Question]
) -> None:
    clock.at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 9:00 on Monday in Shanghai
    settings = app.settings.model_copy(update={"admins": (900, 901)})
    organised = replace(app, settings=settings)
    member = await active(app, some, "501")
    async with app.db.write() as tx:
        organiser, _ = await person(tx, "900", name="Org", language="en")
        number = await groups.ensure(tx, "Reading & <group>", clock.at)
        await groups.join(tx, number, member.person, clock.at)
    assert await weekly_reports._digests(organised, message) == 1
    assert await weekly_reports._digests(organised, message) == 0
    (report,) = [m for m in await said(organised, organiser) if isinstance(m, ReportMessage)]
    assert report.title == "Your study groups, 2026-11-23" and report.person == 0
    assert "1 of 1 member active" in str(report) and "softmax</b>" not in str(report)


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        (
            "Europe/Berlin",
            datetime(2026, 10, 25, 18, 0, tzinfo=UTC),
            date(2026, 10, 25),
        ),  # winter time since that morning
        ("Europe/Berlin", datetime(2026, 10, 25, 17, 59, tzinfo=UTC), None),
        ("Pacific/Kiritimati", datetime(2026, 11, 22, 5, 0, tzinfo=UTC), date(2026, 11, 22)),
        ("Asia/Shanghai", datetime(2026, 11, 23, 3, 59, tzinfo=UTC), date(2026, 11, 22)),
        ("Asia/Shanghai", datetime(2026, 11, 23, 4, 0, tzinfo=UTC), None),
        ("Nowhere/Land", datetime(2026, 11, 22, 19, 0, tzinfo=UTC), date(2026, 11, 22)),
    ],
)
def test_the_hour_follows_the_clocks(zone: str, now: datetime, day: date | None) -> None:
    due = weekly_reports.zones_due([zone], now, weekly_reports.SUNDAY, weekly_reports.EVENING)
    assert due == ({day: [zone]} if day else {})
