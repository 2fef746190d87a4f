"""Notices about the plan to the date of an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class PlanUsage:
    kind: Literal["plan_usage"] = "plan_usage"


@dataclass(frozen=True, slots=True)
class PlanDropped:
    kind: Literal["plan_off"] = "plan_off"


@dataclass(frozen=True, slots=True)
class NoPlan:
    kind: Literal["plan_none"] = "plan_none"


@dataclass(frozen=True, slots=True)
class PlanPast:
    day: date
    kind: Literal["plan_past"] = "plan_past"


@dataclass(frozen=True, slots=True)
class PlanToday:
    kind: Literal["plan_today"] = "plan_today"


@dataclass(frozen=True, slots=True)
class PlanTooFar:
    day: date
    kind: Literal["plan_far"] = "plan_far"


@dataclass(frozen=True, slots=True)
class PlanEmpty:
    """days: until the day."""

    day: date
    days: int
    kind: Literal["plan_empty"] = "plan_empty"


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """A key point in words, under its topic's id."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanPoints:
    """The first few of `count` points."""

    count: int
    shown: tuple[PlanPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutlook:
    """What the drills until `day` can do.

    heavy, fits: points of the greatest weight, and how many of them can be reviewed in the last 72 hours.
    enough: minutes a day that would do, 0 when none are missing or none would. assumed: drills are off, one a day is counted.
    """

    day: date
    days: int
    drills: int
    minutes: int
    heavy: int
    fits: int
    enough: int
    assumed: bool
    unsure: PlanPoints
    left_out: PlanPoints
    dropped: PlanPoints
    kind: Literal["plan"] = "plan"


PlanRefusal = PlanUsage | PlanPast | PlanTooFar
PlanNotice = PlanRefusal | PlanDropped | NoPlan | PlanToday | PlanEmpty | PlanOutlook
