"""What a person wants of drills: `/drill` with a time, weekdays, minutes, quiet hours or a pause."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app import learner
from app.apply import notify
from app.context import AppContext
from app.days import day_in_words
from app.drills import start_now
from app.messages.drills import (
    DrillMoved,
    DrillSettingNotice,
    DrillsOff,
    DrillStatus,
    DrillUsage,
    QuietHours,
    WrongDays,
    WrongMinutes,
    WrongPause,
    WrongQuiet,
    WrongTime,
    WrongWish,
)
from app.messages.values import Notice
from interview.occurrence import Quiet, Rhythm, instant, next_after
from questions.errors import InterviewerError
from storage import chats, drills, people
from storage.people import Person, Preferences

if TYPE_CHECKING:
    from storage.transaction import Tx

MINUTES = (2, 120)
PAUSE_AT_MOST = 365  # days
SHOWN = 60  # characters of what was typed, in an answer to it
DAYS = {
    "daily": "1-7", "every day": "1-7", "每天": "1-7", "weekdays": "1-5", "工作日": "1-5", "weekend": "6-7", "周末": "6-7",
}  # fmt: skip
OFF = ("off", "none", "关", "关闭")
ON_EACH = str.maketrans("一二三四五六日天", "12345677", "周星期每,，、 ")


class WrongWishError(InterviewerError):
    """Typed text that is no such setting; the message is that text, `notice` explains it."""

    def __init__(self, notice: WrongWish) -> None:
        self.notice = notice
        super().__init__(notice.said)


# -- reading what people type ----------------------------------------------------------------------------------------


def as_time(said: str) -> time:
    """21:30, 21：30, 9.05, 9点半 or 9点."""
    plain = unicodedata.normalize("NFKC", said).strip().replace("半", "30").removesuffix("分")
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2})|[点时h](\d{2})?)", plain)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise WrongWishError(WrongTime(said[:SHOWN]))
    return time(hour, minute)


def as_days(said: str) -> frozenset[int]:
    """1-5, 1,3,5, 一三五, weekdays, daily: 0 is Monday in what comes back."""
    plain = unicodedata.normalize("NFKC", said).strip().casefold()
    plain = DAYS.get(plain, plain).translate(ON_EACH)
    if span := re.fullmatch(r"([1-7])[-–~到至]([1-7])", plain):
        first, last = int(span[1]), int(span[2])
        listed = [*range(first, last + 1)] or [*range(first, 8), *range(1, last + 1)]
    else:
        listed = [int(digit) for digit in plain] if re.fullmatch(r"[1-7]+", plain) else []
    if not listed:
        raise WrongWishError(WrongDays(said[:SHOWN]))
    return frozenset(day - 1 for day in listed)


def as_minutes(said: str) -> int:
    digits = re.fullmatch(r"(\d{1,4})\s*(?:min|minutes|分|分钟)?", unicodedata.normalize("NFKC", said).strip())
    if not digits or not MINUTES[0] <= int(digits[1]) <= MINUTES[1]:
        raise WrongWishError(WrongMinutes(said[:SHOWN], *MINUTES))
    return int(digits[1])


def as_quiet(said: str) -> Quiet | None:
    """22:00-07:00, or off; equal ends mean none."""
    if said.strip().casefold() in OFF:
        return None
    start, dash, end = re.sub(r"[-–—~到至]", "|", unicodedata.normalize("NFKC", said)).partition("|")
    try:
        quiet = Quiet(as_time(start), as_time(end if dash else ""))
    except WrongWishError:
        raise WrongWishError(WrongQuiet(said[:SHOWN])) from None
    return quiet if quiet.start != quiet.end else None


def as_pause(said: str, today: date) -> date | None:
    """The first day with drills again: a date, a number of days, or off (None)."""
    plain = unicodedata.normalize("NFKC", said).strip().casefold().removesuffix("天")
    if plain in OFF:
        return None
    try:
        figures = plain.isascii() and plain.isdigit()
        day = today + timedelta(days=int(plain)) if figures else day_in_words(said, today)
    except OverflowError:
        day = None
    if day is None or not 1 <= (day - today).days <= PAUSE_AT_MOST:
        raise WrongWishError(WrongPause(said[:SHOWN]))
    return day


# -- keeping it ------------------------------------------------------------------------------------------------------


async def command(app: AppContext, chat: int, said: str) -> None:
    """`/drill` with whatever follows it; without anything it says what is set."""
    verb, _, rest = said.strip().partition(" ")
    match unicodedata.normalize("NFKC", verb).casefold():
        case "now" | "现在":
            await start_now(app, chat)
        case "":
            await _set(app, chat, lambda preferences: preferences)
        case word if word in OFF:
            await _set(app, chat, lambda preferences: replace(preferences, drill_at=None))
        case "days" | "星期":
            await _set(app, chat, lambda preferences: replace(preferences, weekdays=as_days(rest)))
        case "minutes" | "分钟":
            await _set(app, chat, lambda preferences: replace(preferences, minutes=as_minutes(rest)))
        case "quiet" | "安静":
            await _set(app, chat, lambda preferences: replace(preferences, quiet=as_quiet(rest)))
        case "pause" | "暂停":
            await _pause(app, chat, rest)
        case "help" | "?":
            await _usage(app, chat)
        case _:
            await _set(app, chat, lambda preferences: replace(preferences, drill_at=as_time(said)))


async def _pause(app: AppContext, chat: int, said: str) -> None:
    """The day is read outside any transaction: the library's first word of English is slow."""
    async with app.db.read() as tx:
        person = await people.get(tx, await chats.person_of(tx, chat))
    if person is None:
        return
    zone = learner.zone_of(person)
    try:
        day = await asyncio.to_thread(as_pause, said, app.now().astimezone(zone).date())
    except WrongWishError as wrong:
        async with app.db.write() as tx:
            await notify(tx, app, chat, Notice(wrong.notice, person.language))
        return
    until = instant(day, time(0), zone) if day is not None else None
    await _set(app, chat, lambda preferences: replace(preferences, paused_until=until))


async def _set(app: AppContext, chat: int, change: Callable[[Preferences], Preferences]) -> None:
    """Keeps changed wishes, finds the next drill and says how things stand; what cannot be read changes nothing."""
    async with app.db.write() as tx:
        person = await people.get(tx, await chats.person_of(tx, chat))
        if person is None:
            return
        try:
            preferences = change(person.preferences)
        except WrongWishError as wrong:
            await notify(tx, app, chat, Notice(wrong.notice, person.language))
            return
        if preferences != person.preferences:
            await prefer(tx, person.id, preferences, app.now())
        after = await people.get(tx, person.id)
        assert after is not None
        for content in _standing(after, app.now()):
            await notify(tx, app, chat, Notice(content, person.language))


async def prefer_in(app: AppContext, chat: int, person: int, preferences: Preferences) -> None:
    """Keeps what a person prefers; the chat speaks their language from then on."""
    async with app.db.write() as tx:
        await prefer(tx, person, preferences, app.now())
        await chats.speak(tx, chat, preferences.language)


async def prefer(tx: Tx, person: int, preferences: Preferences, now: datetime) -> None:
    """Keeps a person's preferences; whenever the wish for drills changes, the next one is after now."""
    before = await people.get(tx, person)
    await people.prefer(tx, person, preferences)
    if before is None or (before.preferences.rhythm, before.preferences.paused_until) == (
        preferences.rhythm,
        preferences.paused_until,
    ):
        return
    after = max(now, preferences.paused_until - timedelta(seconds=1)) if preferences.paused_until else now
    rhythm = replace(preferences.rhythm, zone=learner.zone_of(preferences).key) if preferences.rhythm else None
    upcoming = next_after(rhythm, after, await drills.last_of(tx, person)) if rhythm else None
    await drills.schedule_one(tx, person, upcoming)


def _standing(person: Person, now: datetime) -> list[DrillSettingNotice]:
    """What is said after a change: how drills are set, and when the next one comes."""
    rhythm = person.preferences.rhythm
    if rhythm is None:
        return [DrillsOff()]
    moved = [DrillMoved(rhythm.at, rhythm.hour)] if rhythm.hour != rhythm.at else []
    return [_status(person, rhythm, now), *moved]


def _status(person: Person, rhythm: Rhythm, now: datetime) -> DrillStatus:
    preferences, clock = person.preferences, learner.zone_of(person)
    paused = preferences.paused_until if preferences.paused_until and preferences.paused_until > now else None
    following = person.next_drill.at.astimezone(clock).replace(tzinfo=None) if person.next_drill else None
    return DrillStatus(
        at=rhythm.at,
        zone=preferences.zone,
        days=tuple(sorted(preferences.weekdays)),
        minutes=preferences.minutes,
        quiet=QuietHours(preferences.quiet.start, preferences.quiet.end) if preferences.quiet else None,
        paused=paused.astimezone(clock).date() if paused else None,
        following=following,
    )


async def _usage(app: AppContext, chat: int) -> None:
    async with app.db.write() as tx:
        language = (await chats.get(tx, chat)).language
        await notify(tx, app, chat, Notice(DrillUsage(), language))
