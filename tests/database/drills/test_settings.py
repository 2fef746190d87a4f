"""What people type after /drill and /plan, and what is made of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from app import drill_settings, study_plan
from app.context import AppContext
from app.drill_settings import WrongWishError, as_days, as_minutes, as_pause, as_quiet, as_time
from app.messages.drills import WrongTime
from app.messages.interview import QuestionMessage
from app.messages.values import Notice
from interview.occurrence import Quiet
from interview.review import Rating
from storage import people
from storage import plans as kept
from storage.chats import Chat
from storage.people import Person
from testing.drills import Clock, context_of, learned, said, someone, tick
from testing.memories import question
from texts import messages

TODAY = date(2026, 3, 10)
EVERYTHING = "0123456"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21:30", "21:30"), ("9:05", "09:05"), ("21：30", "21:30"), ("9点半", "09:30"), ("21点", "21:00"),
        (" 7.15 ", "07:15"), ("0:00", "00:00"), ("8点05分", "08:05"),
    ],
)  # fmt: skip
def test_times(typed: str, meant: str) -> None:
    assert as_time(typed) == time.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed", ["", "24:00", "12:60", "noon", "12", "1:5", "-1:00", "21:30 tomorrow", "9" * 500, "２５:００"]
)
def test_wrong_times(typed: str) -> None:
    with pytest.raises(WrongWishError) as wrong:
        as_time(typed)
    assert isinstance(wrong.value.notice, WrongTime) and len(wrong.value.notice.said) <= 60


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1-5", "01234"), ("daily", EVERYTHING), ("每天", EVERYTHING), ("工作日", "01234"), ("weekend", "56"),
        ("周末", "56"), ("1,3,5", "024"), ("一三五", "024"), ("周一、周三", "02"), ("周一至周五", "01234"),
        ("6-2", "0156"), ("7", "6"), ("星期日", "6"),
    ],
)  # fmt: skip
def test_weekdays(typed: str, meant: str) -> None:
    assert "".join(str(day) for day in sorted(as_days(typed))) == meant


@pytest.mark.parametrize("typed", ["", "0", "8", "1-9", "Monday-ish", "5-", "一百"])
def test_wrong_weekdays(typed: str) -> None:
    with pytest.raises(WrongWishError):
        as_days(typed)


@pytest.mark.parametrize(("typed", "meant"), [("15", 15), ("15 min", 15), ("15分钟", 15), ("120", 120), ("2", 2)])
def test_minutes(typed: str, meant: int) -> None:
    assert as_minutes(typed) == meant


@pytest.mark.parametrize("typed", ["", "1", "121", "-5", "many", "10.5", "99999999"])
def test_wrong_minutes(typed: str) -> None:
    with pytest.raises(WrongWishError):
        as_minutes(typed)


def test_quiet_hours() -> None:
    assert as_quiet("22:00-07:00") == as_quiet("22点到7点") == as_quiet("22:00 – 7:00") == Quiet(time(22), time(7))
    assert as_quiet("off") is as_quiet("关") is as_quiet("9:00-9:00") is None
    for typed in ("", "22", "22-7", "22:00", "22:00-", "late"):
        with pytest.raises(WrongWishError):
            as_quiet(typed)


def test_pauses() -> None:
    assert as_pause("7", TODAY) == as_pause("7天", TODAY) == as_pause("2026-03-17", TODAY) == date(2026, 3, 17)
    assert as_pause("off", TODAY) is None
    for typed in ("", "0", "-3", "2026-03-10", "2025-01-01", "2026-02-30", "366", "9" * 50, "soon"):
        with pytest.raises(WrongWishError):
            as_pause(typed, TODAY)


async def person_of(app: AppContext, chat: Chat) -> Person:
    async with app.db.read() as tx:
        found = await people.get(tx, chat.person)
    assert found is not None
    return found


async def told(app: AppContext, chat: Chat) -> tuple[str, str]:
    """The kind and the words of what was said last, in the language it was said in."""
    notice = (await said(app, chat))[-1]
    assert isinstance(notice, Notice)
    return notice.content.kind, messages.told(notice)


async def test_a_time_turns_drills_on_and_says_when_the_next_comes(app: AppContext, clock: Clock) -> None:
    chat = await someone(app, at=None)
    await drill_settings.command(app, chat.id, "")
    assert (await told(app, chat))[0] == "off"
    await drill_settings.command(app, chat.id, "21:30")
    assert await told(app, chat) == (
        "status",
        "Daily drill: every day at 21:30 (Asia/Shanghai), about 10 min.\nNext: 2026-03-09 21:30.",
    )
    await drill_settings.command(app, chat.id, "days 1-5")
    await drill_settings.command(app, chat.id, "minutes 15")
    await drill_settings.command(app, chat.id, "quiet 21:00-07:00")
    assert (await told(app, chat))[0] == "moved_by_quiet"
    found = (await person_of(app, chat)).preferences
    assert (found.drill_at, found.minutes, sorted(found.weekdays)) == (time(21, 30), 15, [0, 1, 2, 3, 4])
    clock.to("2026-03-09 23:00")
    await tick(app)
    await drill_settings.command(app, chat.id, "pause 7")
    after = await person_of(app, chat)
    assert after.next_drill is not None and after.next_drill.day == date(2026, 3, 17)
    await drill_settings.command(app, chat.id, "pause off")
    assert (await person_of(app, chat)).preferences.paused_until is None
    await drill_settings.command(app, chat.id, "off")
    assert (await told(app, chat))[0] == "off"
    assert (await person_of(app, chat)).next_drill is None


@pytest.mark.parametrize("typed", ["25:00", "days 9", "minutes 0", "quiet 22", "pause yesterday", "every now and then"])
async def test_what_cannot_be_read_changes_nothing_and_is_said(app: AppContext, typed: str) -> None:
    chat = await someone(app)
    before = await person_of(app, chat)
    await drill_settings.command(app, chat.id, typed)
    name, words = await told(app, chat)
    assert name.startswith("wrong_") and "\n" not in words
    assert await person_of(app, chat) == before


async def test_drill_now_and_help(app: AppContext) -> None:
    chat = await someone(app, at=None)
    await drill_settings.command(app, chat.id, "now")
    assert isinstance((await said(app, chat))[-1], QuestionMessage)
    await drill_settings.command(app, chat.id, "help")
    assert (await told(app, chat))[0] == "usage"


# -- the plan --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("2026-03-08", "plan_past"), ("2026-03-09", "plan_today"), ("2031-01-01", "plan_far"), ("soon", "plan_usage"),
        ("", "plan_none"), ("off", "plan_off"), ("0001-01-01", "plan_past"), ("9999-12-31", "plan_far"),
    ],
)  # fmt: skip
async def test_a_date_that_is_none_makes_no_plan(app: AppContext, typed: str, name: str) -> None:
    chat = await someone(app)
    await study_plan.command(app, chat.id, typed)
    assert (await told(app, chat))[0] == name
    async with app.db.read() as tx:
        assert await kept.day_of(tx, chat.person) is None


async def test_today_is_the_persons_own(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-09 16:30")  # already the tenth in Shanghai
    await study_plan.command(app, chat.id, "2026-03-10")
    assert (await told(app, chat))[0] == "plan_today"


async def test_a_person_without_answers_is_told_to_begin(app: AppContext) -> None:
    chat = await someone(app)
    await study_plan.command(app, chat.id, "2026-03-12")
    assert await told(app, chat) == (
        "plan_empty",
        "Interview on Thursday, 12 March 2026, 3 days left. You haven't practised any points yet: do a few"
        " questions first, and the plan will fill up.",
    )


async def test_three_days_that_are_too_short_say_so(clock: Clock, db: object) -> None:
    many = [question(f"q{n:02}") for n in range(41)]
    app = context_of(db, clock, many)  # type: ignore[arg-type]  # the fixture's own database
    chat = await someone(app, at=time(21), minutes=12)
    await learned(app, chat, *[(q.id, "p0") for q in many], *[(q.id, "p2") for q in many[:3]], ago=timedelta(days=9))
    await study_plan.command(app, chat.id, "2026-03-12")
    _, words = await told(app, chat)
    assert words.startswith(
        "Interview on Thursday, 12 March 2026, 3 days left; 18 of 41 important points can be reviewed."
    )
    assert "With 3 drills of about 12 min" in words
    assert "Important points that do not fit: 23" in words and "… and 17 more" in words
    assert "About 28 min a day" in words
    assert "Lighter points to leave aside: 3" in words
    async with app.db.write() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        await people.prefer(
            tx, chat.person, type(person.preferences)(language="zh", zone=person.zone, drill_at=time(21), minutes=12)
        )
    await study_plan.command(app, chat.id, "")
    assert (await told(app, chat))[1].startswith(
        "面试日期 2026 年 3 月 12 日（周四），还剩 3 天，41 个重点能复习 18 个。"
    )


async def test_a_plan_without_drills_counts_one_a_day_and_says_so(app: AppContext) -> None:
    chat = await someone(app, at=None)
    await learned(app, chat, ("a", "p0"), rating=Rating.GOOD)
    await study_plan.command(app, chat.id, "2026-03-20")
    _, words = await told(app, chat)
    assert "1 of 1 important point can be reviewed" in words and "/drill 21:30" in words


async def test_the_plan_ends_with_its_day(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    await learned(app, chat, ("a", "p0"))
    await study_plan.command(app, chat.id, "2026-03-12")
    clock.to("2026-03-12 01:00")
    await study_plan.command(app, chat.id, "")
    assert (await told(app, chat))[0] == "plan_none"
    await study_plan.command(app, chat.id, "off")
    assert (await told(app, chat))[0] == "plan_off"
