"""Days as people write them: in figures, in Chinese words (our own grammar), in English ones (dateparser)."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from app.days_zh import chinese_day

SAID_AT_MOST = 60  # characters; a day takes no more
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = r"((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?)"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_FIGURES = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_AROUND = re.compile(
    r"^(?:(?:my|the|our)\s+)?(?:interview\s+)?(?:it'?s\s+|it\s+is\s+|is\s+|will\s+be\s+)?(?:(?:on|by|around|about|due)\s+)*"
    r"|(?<![\s,.!])[\s,.!]++$|(?<!\s)\s++(?:i think|probably|maybe|or so)$"
)


def day_in_words(said: str, today: date) -> date | None:
    """The day a text names; without a year the next such day. None where it names no day; a past day comes back as it is.

    The first English day of a process takes a quarter of a second: the library reads its tables.
    """
    plain = unicodedata.normalize("NFKC", said).strip()[: SAID_AT_MOST + 1]
    if not plain or len(plain) > SAID_AT_MOST:
        return None
    return _in_figures(plain, today) or (chinese_day(plain, today) if _is_chinese(plain) else _english(plain, today))


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _in_figures(text: str, today: date) -> date | None:
    """2026-12-24, 2026/12/24, 20261224; 12/24 and 12.24 (the month first, unless only the day can be)."""
    try:
        if m := _ISO.fullmatch(text):
            year, month, day = (m[1], m[3], m[4]) if m[1] else (m[5], m[6], m[7])
            return date(int(year), int(month), int(day))
        if m := _FIGURES.fullmatch(text):
            month, day = (m[1], m[2]) if int(m[1]) <= 12 else (m[2], m[1])
            return next(d for d in (_date(today.year + n, int(month), int(day)) for n in range(9)) if d and d >= today)
    except (ValueError, StopIteration):
        pass
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# -- English ---------------------------------------------------------------------------------------------------------


def _english(text: str, today: date) -> date | None:
    said, before = text.casefold(), ""
    while said != before:
        before, said = said, _AROUND.sub("", said)
    return _unread(said, today) or _by_library(said, today)


def _unread(said: str, today: date) -> date | None:
    """What the library does not read, or reads otherwise than people mean it."""
    if m := re.fullmatch(r"(?:the )?end of (?:the |this |(next ))?month", said):
        last = _last_of_month(today)
        return _last_of_month(last + timedelta(days=1)) if m[1] or last == today else last
    if m := re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of (?:this|the) month)?", said):
        ahead = (today + timedelta(days=n) for n in range(62))
        return next((day for day in ahead if day.day == int(m[1])), None)
    if m := re.fullmatch(rf"{DAY} next week|next week(?: on)? {DAY}|next {DAY}", said):
        return _of_week(today + timedelta(weeks=1), m[1] or m[2] or m[3])
    if m := re.fullmatch(rf"(?:this |coming |this coming )?{DAY}", said):
        return _coming(today, m[1])
    if m := re.fullmatch(rf"(?:a|one|1) week from (?:today|now|(tomorrow)|{DAY})", said):
        start = _coming(today, m[2]) if m[2] else today + timedelta(days=bool(m[1]))
        return start + timedelta(weeks=1)
    return None


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _of_week(day: date, weekday: str) -> date:
    return day + timedelta(days=WEEKDAYS.index(weekday[:3]) - day.weekday())


def _coming(today: date, weekday: str) -> date:
    return today + timedelta(days=(WEEKDAYS.index(weekday[:3]) - today.weekday()) % 7)


def _by_library(said: str, today: date) -> date | None:
    if not re.search(r"[a-z]", said):
        return None
    import dateparser  # a fifth of a second, and only for who writes a day in English

    noon = datetime.combine(today, time(12))
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": noon, "DATE_ORDER": "MDY", "REQUIRE_PARTS": ["day"]}
    found = dateparser.parse(said, languages=["en"], settings=settings)
    return found.date() if found else None
