"""Notices about daily drills: the offer, what its buttons lead to, and how drills are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

# -- the offer -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrillOffered:
    """drill: its number, which its buttons name. points, fresh: due points, new questions. days: to the date, or −1."""

    drill: int
    points: int
    fresh: int
    minutes: int
    days: int
    late: bool
    kind: Literal["offer"] = "offer"


@dataclass(frozen=True, slots=True)
class DrillPutOff:
    """at: on the person's clock."""

    at: time
    kind: Literal["postponed"] = "postponed"


@dataclass(frozen=True, slots=True)
class NoLaterToday:
    kind: Literal["no_later_today"] = "no_later_today"


@dataclass(frozen=True, slots=True)
class DrillSkipped:
    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class DrillOpenedBefore:
    kind: Literal["opened_already"] = "opened_already"


@dataclass(frozen=True, slots=True)
class DrillOver:
    local_day: date
    kind: Literal["offer_over"] = "offer_over"


@dataclass(frozen=True, slots=True)
class InterviewStillOpen:
    kind: Literal["busy"] = "busy"


@dataclass(frozen=True, slots=True)
class NothingToDrill:
    kind: Literal["nothing_to_drill"] = "nothing_to_drill"


DrillNotice = (
    DrillOffered
    | DrillPutOff
    | NoLaterToday
    | DrillSkipped
    | DrillOpenedBefore
    | DrillOver
    | InterviewStillOpen
    | NothingToDrill
)


# -- settings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietHours:
    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillStatus:
    """How drills are set, on the person's clock. days: weekdays, 0 is Monday. following: the next drill, without a zone."""

    at: time
    zone: str
    days: tuple[int, ...]
    minutes: int
    quiet: QuietHours | None
    paused: date | None
    following: datetime | None
    kind: Literal["status"] = "status"


@dataclass(frozen=True, slots=True)
class DrillsOff:
    kind: Literal["off"] = "off"


@dataclass(frozen=True, slots=True)
class DrillUsage:
    kind: Literal["usage"] = "usage"


@dataclass(frozen=True, slots=True)
class WrongTime:
    """said: what was typed, shortened."""

    said: str
    kind: Literal["wrong_time"] = "wrong_time"


@dataclass(frozen=True, slots=True)
class WrongDays:
    said: str
    kind: Literal["wrong_days"] = "wrong_days"


@dataclass(frozen=True, slots=True)
class WrongMinutes:
    said: str
    least: int
    most: int
    kind: Literal["wrong_minutes"] = "wrong_minutes"


@dataclass(frozen=True, slots=True)
class WrongQuiet:
    said: str
    kind: Literal["wrong_quiet"] = "wrong_quiet"


@dataclass(frozen=True, slots=True)
class WrongPause:
    said: str
    kind: Literal["wrong_pause"] = "wrong_pause"


@dataclass(frozen=True, slots=True)
class DrillMoved:
    """The hour wished for lies in quiet hours."""

    at: time
    moved: time
    kind: Literal["moved_by_quiet"] = "moved_by_quiet"


WrongWish = WrongTime | WrongDays | WrongMinutes | WrongQuiet | WrongPause
DrillSettingNotice = DrillStatus | DrillsOff | DrillUsage | WrongWish | DrillMoved
