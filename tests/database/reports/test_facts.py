"""What a report says of people with no answers, one, and ten thousand, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.progress import Facts, forecast, gather
from interview.marks import MarkSource
from questions.bank import Bank
from questions.model import Question
from reports.sections import calendar, sections
from reports.text import text
from storage import progress
from storage.database import Database
from storage.people import Person
from testing.histories import NOW, history, person, remembered
from testing.query_plans import Watch


async def told(db: Database, bank: Bank, somebody: Person, now: datetime = NOW, language: str = "zh") -> Facts:
    async with db.read() as tx:
        return await gather(tx, bank, somebody, now, language)  # type: ignore[arg-type]  # zh or en


async def test_nobody_has_answered(db: Database, bank: Bank) -> None:
    async with db.write() as tx:
        _, me = await person(tx)
    facts = await told(db, bank, me)
    assert facts.lead is None and facts.streak == 0 and not facts.marks
    said = text(facts, quotes=True)
    assert "还没有回答过题目" in said
    assert not any(digit in said.replace("2026-11-24", "") for digit in "0123456789")


async def test_one_answer_claims_nothing(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some, 1, first=9.0)
    facts = await told(db, bank, me)
    assert facts.lead is not None
    assert facts.lead.first.error is None and facts.lead.change is None
    (topic,) = facts.lead.topics
    assert topic.first == 9.0 and topic.ability.n == 1
    assert topic.ability.mean < 8 and topic.ability.sd > 1  # one answer moves the expectation, it does not make it
    said = text(facts, quotes=True)
    assert "才答了一题，还看不出水平" in said and "nan" not in said.lower()
    assert "连续" not in said


async def test_ten_thousand_answers_are_told_from_a_few_queries(db: Database, bank: Bank) -> None:
    every = list(bank.questions.values())
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, every, 10_000)
        await remembered(tx, chat, every, ago=timedelta(days=3))
    watch = Watch()
    with watch.on(db):
        facts = await told(db, bank, me)
    assert text(facts, quotes=True)
    assert watch.times <= 40
    assert facts.totals.answers == 10_000 and sum(facts.days.values()) == 10_000
    assert facts.lead is not None and facts.lead.first.n == 10_000
    assert len(facts.lead.weakest) == 10


async def test_sources_are_never_mixed(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some, 20, source="judge", first=2.0)
        await history(tx, chat, some, 30, source="self", first=8.0)
        await history(tx, chat, some, 7, source="estimate", first=10.0)
    facts = await told(db, bank, me)
    by = {marks.source: marks for marks in facts.marks}
    assert set(by) == {MarkSource.JUDGE, MarkSource.SELF}
    assert (by[MarkSource.JUDGE].first.value, by[MarkSource.JUDGE].first.n) == (2.0, 20)
    assert (by[MarkSource.SELF].first.value, by[MarkSource.SELF].first.n) == (8.0, 30)
    assert {week.first.value for week in by[MarkSource.JUDGE].weeks} == {2.0}
    assert {week.first.value for week in by[MarkSource.SELF].weeks} == {8.0}
    assert max(t.ability.mean for t in by[MarkSource.JUDGE].topics) < min(
        t.ability.mean for t in by[MarkSource.SELF].topics
    )
    assert facts.estimated == 7
    said = text(facts, quotes=True)
    assert "另有 7 题还没核实对错" in said and "首答 10.0" not in said


async def test_only_estimates_make_no_figure(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some, 7, source="estimate")
    facts = await told(db, bank, me)
    assert facts.lead is None
    assert [section.key for section in sections(facts)] == ["overview", "forecast"]


async def test_a_change_says_whether_it_may_be_chance(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some, 20, first=3.0, end=NOW - timedelta(days=29), days=25, seed=1)
        await history(tx, chat, some, 20, first=7.0, days=25, seed=2)
        chat, other = await person(tx, "other")
        await history(tx, chat, some, 80, days=80)
    facts = await told(db, bank, me, language="en")
    assert facts.lead is not None and facts.lead.change == (pytest.approx(4.0), pytest.approx(0.0))
    assert "+4.0 ± 0.0" in text(facts, quotes=True) and "chance" not in text(facts, quotes=True)
    drift = await told(db, bank, other, language="en")
    assert drift.lead is not None and drift.lead.change is not None
    by, error = drift.lead.change
    assert ("chance" in text(drift, quotes=True)) == (abs(by) <= 2 * error)


async def test_answers_stay_private_where_quotes_are_not_wanted(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx, "77")
        await history(tx, chat, some, 12)
    facts = await told(db, bank, me)
    assert "softmax" in text(facts, quotes=True) and "根号" in text(facts, quotes=True)
    assert "<b>softmax" not in text(facts, quotes=False) and "没有说到根号" not in text(facts, quotes=False)


async def test_questions_that_left_the_bank_are_not_shown_by_id(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some[:2], 10, first=1.0)
    smaller = Bank({some[0].id: some[0]})
    facts = await told(db, smaller, me)
    assert facts.lead is not None and {weak.question for weak in facts.lead.weakest} == {some[0].id}


# -- days ------------------------------------------------------------------------------------------------------------


async def test_a_streak_runs_over_a_change_of_clocks(db: Database, bank: Bank, some: list[Question]) -> None:
    """Answers at half past midnight and at half past eleven in the evening, in New York, over 1 November 2026."""
    zone = ZoneInfo("America/New_York")
    async with db.write() as tx:
        chat, me = await person(tx, zone=zone.key)
        for number, day in enumerate(range(-3, 4)):
            hour = 23 if number % 2 else 0
            at = datetime(2026, 11, 1, hour, 30, tzinfo=zone) + timedelta(days=day)
            await history(tx, chat, some, 1, end=at.astimezone(UTC), seed=100 + number)
    now = datetime(2026, 11, 4, 12, tzinfo=zone)
    facts = await told(db, bank, me, now)
    assert facts.streak == 7
    assert facts.days == Counter({date(2026, 10, 29) + timedelta(days=n): 1 for n in range(7)})


async def test_days_are_those_of_the_zone_a_person_lives_in_now(db: Database, bank: Bank, some: list[Question]) -> None:
    """Every noon in Shanghai is an evening in Los Angeles; moving there shifts the days and breaks no streak."""
    from dataclasses import replace

    async with db.write() as tx:
        chat, me = await person(tx)
        for n in range(5):
            await history(tx, chat, some, 1, end=datetime(2026, 11, 20 + n, 4, tzinfo=UTC), seed=200 + n)
    moved = replace(me, preferences=replace(me.preferences, zone="America/Los_Angeles"))
    here, there = await told(db, bank, me), await told(db, bank, moved)
    assert (here.today, here.streak) == (date(2026, 11, 24), 5)
    assert (there.today, there.streak) == (date(2026, 11, 23), 5)
    assert max(there.days) == date(2026, 11, 23)


async def test_a_zone_this_machine_does_not_know_is_read_as_utc(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx, zone="Mars/Olympus")
        await history(tx, chat, some, 3)
    assert (await told(db, bank, me)).zone.key == "UTC"


def test_streaks_tell_no_guilt() -> None:
    today = date(2026, 11, 24)
    assert progress.streak([today - timedelta(days=n) for n in (1, 2, 3)], today) == 3
    assert progress.streak([today - timedelta(days=n) for n in (2, 3)], today) == 0


def test_what_comes_back_is_counted_by_local_day() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    due = [
        NOW - timedelta(days=9),
        datetime(2026, 11, 24, 15, 59, tzinfo=UTC),  # 23:59 there
        datetime(2026, 11, 24, 16, 1, tzinfo=UTC),  # the day after
        NOW + timedelta(days=60),
    ]
    found = forecast(due, NOW, zone)
    assert found.today == 2
    assert found.days[0] == (date(2026, 11, 25), 1)
    assert found.later == 1 and len(found.days) == 14


async def test_the_calendar_ends_today(db: Database, bank: Bank, some: list[Question]) -> None:
    async with db.write() as tx:
        chat, me = await person(tx)
        await history(tx, chat, some, 24, days=2)
    lines = [entry[0] for entry in calendar(await told(db, bank, me)).entries]
    assert len(lines) == 7
    assert lines[1].endswith("█") or lines[0].endswith("█")  # twelve or more answers on one day
    assert len(lines[2]) == len(lines[1]) - 1  # Wednesday has not come yet
