"""The program's own words about drills and the plan to a date: English."""

from __future__ import annotations

from collections.abc import Sequence

DAYS: Sequence[str] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


# -- the offer -------------------------------------------------------------------------------------------------------


def offer(points: int, fresh: int, minutes: int, days: int, late: bool) -> str:
    parts = ([f"{_count(points, 'point')} to review"] if points else []) + (
        [_count(fresh, "new question")] if fresh else []
    )
    left = f" {_count(days, 'day')} to the interview." if days >= 0 else ""
    return f"{'Daily drill (late today)' if late else 'Daily drill'}: {', '.join(parts)}, about {minutes} min.{left}"


OPEN_BUTTON = "Start"
LATER_BUTTON = "Later"
SKIP_BUTTON = "Not today"


def postponed(time: str) -> str:
    return f"All right, again at {time}."


def no_later_today() -> str:
    return "There is no later today (quiet hours, or the next day). “Start” above works all day."


def skipped() -> str:
    return "No drill today, then. What is due waits for the next one."


def opened_already() -> str:
    return "This drill has been started already."


def offer_over(local_day: str) -> str:
    return f"That was the drill of {local_day}; its day is over. Send /drill now to practise now."


def busy() -> str:
    return "An interview is still open: finish it, or end it with /stop, then start the drill."


def nothing_to_drill() -> str:
    return "Nothing is due now, and the bank has no new question that fits."


# -- settings --------------------------------------------------------------------------------------------------------


def weekdays(days: str) -> str:
    if days == "0123456":
        return "every day"
    if days == "01234":
        return "on weekdays"
    return "on " + ", ".join(DAYS[int(day)] for day in days)


def status(at: str, zone: str, days: str, minutes: int, quiet: str, paused: str, following: str) -> str:
    lines = [f"Daily drill: {weekdays(days)} at {at} ({zone}), about {minutes} min."]
    lines += [f"Quiet hours: {quiet}."] if quiet else []
    lines += [f"Paused until {paused}."] if paused else []
    lines += [f"Next: {following}."] if following else []
    return "\n".join(lines)


def off() -> str:
    return "Daily drill: off. /drill 21:30 turns it on; /drill now practises now."


def usage() -> str:
    return (
        "/drill now practise now\n/drill 21:30 the time of day\n/drill off no more drills\n"
        "/drill days 1-5 weekdays (1 is Monday), or daily\n/drill minutes 15 minutes a day\n"
        "/drill quiet 22:00-07:00 quiet hours, or off\n/drill pause 2026-12-31 until a day, or a number of days, or off"
    )


def wrong_time(said: str) -> str:
    return f"“{said}” is not a time of day; write it like 21:30."


def wrong_days(said: str) -> str:
    return f"“{said}” are not weekdays; write 1-5, 1,3,5 or daily (1 is Monday, 7 is Sunday)."


def wrong_minutes(said: str, least: int, most: int) -> str:
    return f"“{said}” will not do; minutes a day are {least}–{most}."


def wrong_quiet(said: str) -> str:
    return f"“{said}” are not hours; write 22:00-07:00, or off."


def wrong_pause(said: str) -> str:
    return f"“{said}” is neither a day after today nor 1–365 days; for example /drill pause 7."


def moved_by_quiet(at: str, moved: str) -> str:
    return f"{at} lies in your quiet hours; the drill comes at {moved}."


# -- the plan to a date ----------------------------------------------------------------------------------------------


def plan_usage() -> str:
    return "Write the day of the interview, for example /plan 2026-12-24; /plan off drops the plan."


def plan_off() -> str:
    return "The plan is dropped; reviews go on at their usual pace."


def plan_none() -> str:
    return "There is no plan. /plan 2026-12-24 arranges reviews towards the day of an interview."


def plan_past(day: str) -> str:
    return f"{day} is in the past."


def plan_today() -> str:
    return "That is today: too late for a plan. /drill now reviews what matters most. Good luck!"


def plan_far(day: str) -> str:
    return f"{day} is too far off; a plan reaches two years at most."


def plan(
    day: str,
    days: int,
    drills: int,
    minutes: int,
    heavy: int,
    fits: int,
    enough: int,
    assumed: bool,
    open_count: int,
    open_points: str,
    left_out: str,
    drop_count: int,
    drop_points: str,
) -> str:
    can = f"{fits} of {_count(heavy, 'heavy point')} can be reviewed"
    none = "no heavy point has been practised yet, so interview some more for a fuller plan"
    lines = [f"Interview on {day}, {_count(days, 'day')} left; {can if heavy else none}."]
    lines += [
        f"With {_count(drills, 'drill')} of about {minutes} min: closer together towards the day, and every heavy point"
        " once more in the last 72 hours."
    ]
    lines += ["(Daily drills are off; this counts one a day. /drill 21:30 turns them on.)"] if assumed else []
    if fits < heavy:
        lines += ["", f"The time is too short. Heavy points that do not fit: {heavy - fits}", left_out]
        lines += (
            [f"About {enough} min a day in the last three days would do: /drill minutes {enough}."] if enough else []
        )
    if drop_count:
        lines += ["", f"Lighter points to leave aside: {drop_count}", drop_points]
    lines += ["", f"Points likely to be unsure on the day: {open_count}", open_points] if open_count else []
    return "\n".join(lines)


def plan_empty(day: str, days: int) -> str:
    return (
        f"Interview on {day}, {_count(days, 'day')} left. No point has been practised yet: start with /interview, and the"
        " plan has something to plan."
    )


def more(count: int) -> str:
    return f"… and {count} more"
