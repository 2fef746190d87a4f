"""Notices about daily drills: English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from app.messages.drills import (
    DrillMoved,
    DrillNotice,
    DrillOffered,
    DrillOpenedBefore,
    DrillOver,
    DrillPutOff,
    DrillSettingNotice,
    DrillSkipped,
    DrillsOff,
    DrillStatus,
    DrillUsage,
    InterviewStillOpen,
    NoLaterToday,
    NothingToDrill,
    WrongDays,
    WrongMinutes,
    WrongPause,
    WrongQuiet,
    WrongTime,
)
from texts.en.plural import count

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def drill(notice: DrillNotice) -> str:
    match notice:
        case DrillOffered():
            return _offer(notice)
        case DrillPutOff(at):
            return f"All right, again at {at:%H:%M}."
        case NoLaterToday():
            return "There is no later today: it would be in your quiet hours, or tomorrow. “Start” above works all day."
        case DrillSkipped():
            return "No drill today, then. What is due waits for the next one."
        case DrillOpenedBefore():
            return "This drill has been started already."
        case DrillOver(local_day):
            return f"That was the drill for {local_day}, and that day is over. /drill now starts one right away."
        case InterviewStillOpen():
            return "An interview is still open: finish it, or end it with /stop, then start the drill."
        case NothingToDrill():
            return "Nothing is due now, and the bank has no new question that fits."
        case _:
            assert_never(notice)


def _offer(notice: DrillOffered) -> str:
    parts = [f"{count(notice.points, 'point')} to review"] if notice.points else []
    parts += [count(notice.fresh, "new question")] if notice.fresh else []
    left = f" {count(notice.days, 'day')} to the interview." if notice.days >= 0 else ""
    title = "Daily drill (late today)" if notice.late else "Daily drill"
    return f"{title}: {', '.join(parts)}, about {notice.minutes} min.{left}"


def setting(notice: DrillSettingNotice) -> str:
    match notice:
        case DrillStatus():
            return _status(notice)
        case DrillsOff():
            return "Daily drill: off. /drill 21:30 turns it on; /drill now practises now."
        case DrillUsage():
            return USAGE
        case WrongTime(said):
            return f"“{said}” is not a time of day; write it like 21:30."
        case WrongDays(said):
            return f"“{said}” does not name weekdays; write 1-5, 1,3,5 or daily (1 is Monday, 7 is Sunday)."
        case WrongMinutes(said, least, most):
            return f"“{said}” does not work here; minutes a day can be {least}–{most}."
        case WrongQuiet(said):
            return f"“{said}” is no stretch of hours; write it like 22:00-07:00, or off."
        case WrongPause(said):
            return f"“{said}” is neither a day after today nor 1–365 days; for example /drill pause 7."
        case DrillMoved(at, moved):
            return f"{at:%H:%M} lies in your quiet hours; the drill comes at {moved:%H:%M}."
        case _:
            assert_never(notice)


USAGE = (
    "/drill now practise now\n/drill 21:30 the time of day\n/drill off no more drills\n"
    "/drill days 1-5 weekdays (1 is Monday), or daily\n/drill minutes 15 minutes a day\n"
    "/drill quiet 22:00-07:00 quiet hours, or off\n/drill pause 2026-12-31 until a day, or a number of days, or off"
)


def _status(notice: DrillStatus) -> str:
    when, quiet = f"{weekdays(notice.days)} at {notice.at:%H:%M} ({notice.zone})", notice.quiet
    lines = [f"Daily drill: {when}, about {notice.minutes} min."]
    lines += [f"Quiet hours: {quiet.start:%H:%M}–{quiet.end:%H:%M}."] if quiet else []
    lines += [f"Paused until {notice.paused}."] if notice.paused else []
    lines += [f"Next: {notice.following:%Y-%m-%d %H:%M}."] if notice.following else []
    return "\n".join(lines)


def weekdays(days: Sequence[int]) -> str:
    """Weekdays in words; 0 is Monday."""
    if list(days) == list(range(7)):
        return "every day"
    if list(days) == list(range(5)):
        return "on weekdays"
    return "on " + ", ".join(DAYS[day] for day in days)
