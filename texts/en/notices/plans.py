"""Notices about the plan to a date: English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from app.messages.plans import (
    NoPlan,
    PlanDropped,
    PlanEmpty,
    PlanNotice,
    PlanOutlook,
    PlanPast,
    PlanPoints,
    PlanToday,
    PlanTooFar,
    PlanUsage,
)
from texts import topic_name
from texts.en.plural import count

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def plan(notice: PlanNotice) -> str:
    match notice:
        case PlanUsage():
            return (
                "Which day is that? Dec 21, next Friday or in 3 weeks will do: /plan Dec 21. /plan off drops the plan."
            )
        case PlanDropped():
            return "The plan is dropped; reviews go on at their usual pace."
        case NoPlan():
            return (
                "There is no plan yet. Tell me the day of your interview and reviews will lean towards it: /plan Dec 21, or"
                " /plan in 3 weeks."
            )
        case PlanPast(day):
            return f"{_day(day)} is in the past. Which day do you mean?"
        case PlanToday():
            return "That is today: too late for a plan. /drill now reviews what matters most. Good luck!"
        case PlanTooFar(day):
            return f"{_day(day)} is too far off; a plan reaches two years at most."
        case PlanEmpty(day, days):
            return (
                f"Interview on {_day(day)}, {count(days, 'day')} left. You haven't practised any points yet: do a few"
                " questions first, and the plan will fill up."
            )
        case PlanOutlook():
            return "\n".join(_outlook(notice))
        case _:
            assert_never(notice)


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def _outlook(plan: PlanOutlook) -> Iterator[str]:
    can = f"{plan.fits} of {count(plan.heavy, 'important point')} can be reviewed"
    none = "you haven't practised an important point yet, so do a few more questions for a fuller plan"
    yield f"Interview on {_day(plan.day)}, {count(plan.days, 'day')} left; {can if plan.heavy else none}."
    yield (
        f"With {count(plan.drills, 'drill')} of about {plan.minutes} min: closer together towards the day, and every important"
        " point once more in the last 72 hours."
    )
    if plan.assumed:
        yield "(Daily drills are off; this counts one a day. /drill 21:30 turns them on.)"
    if plan.fits < plan.heavy:
        yield f"\nThe time is too short. Important points that do not fit: {plan.heavy - plan.fits}"
        yield _listed(plan.left_out)
        if plan.enough:
            yield f"About {plan.enough} min a day in the last three days would do: /drill minutes {plan.enough}."
    if plan.dropped.count:
        yield f"\nLighter points to leave aside: {plan.dropped.count}\n{_listed(plan.dropped)}"
    if plan.unsure.count:
        yield f"\nPoints likely to be unsure on the day: {plan.unsure.count}\n{_listed(plan.unsure)}"


def _listed(points: PlanPoints) -> str:
    """The points that are shown, one a line, and how many more there are."""
    lines = [f"· {topic_name(point.topic, 'en')}: {point.text}" for point in points.shown]
    rest = points.count - len(points.shown)
    return "\n".join(lines + ([f"… and {rest} more"] if rest else []))
