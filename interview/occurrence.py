"""Schedule of drills: one instant per local day in the person's time zone, correct through DST and zone changes.

Wall times are resolved in the zone database for each day anew; an occurrence never drifts and never doubles.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from questions.errors import InterviewerError

APART = timedelta(hours=12)  # two drills of one person, whatever happens to zone and hour between them
EVERY_DAY = frozenset(range(7))
LOOK_AHEAD = 15  # days; a week, a deleted day and a drill that came too early, twice over
ONE_SECOND = timedelta(seconds=1)


class UnknownZoneError(InterviewerError):
    """The zone database has no zone called `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no time zone called {name!r}.")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours, [start, end) in local wall time; they span midnight when start > end, and are empty when equal."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a wall time lies in the quiet hours."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Wanted schedule: local wall time, IANA zone name, weekdays (0 is Monday), quiet hours."""

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    quiet: Quiet | None = None

    @property
    def hour(self) -> time:
        """The local wall time in force: `at`, or the end of the quiet hours that it lies in."""
        return self.quiet.end if self.quiet and self.quiet.holds(self.at) else self.at


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A drill's local day and the instant (aware, UTC) it is due."""

    day: date
    at: datetime


def zone_called(name: str) -> ZoneInfo:
    """The IANA zone called `name`, in any case and with spaces for underscores. UnknownZoneError for anything else."""
    try:
        return ZoneInfo(_names()[name.strip().replace(" ", "_").casefold()])
    except (KeyError, OSError, ValueError) as error:
        raise UnknownZoneError(name) from error


@cache
def _names() -> dict[str, str]:
    """Official spellings of all zones by their casefolded names."""
    return {name.casefold(): name for name in available_timezones() if name != "localtime"}


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The first instant (UTC) of local day `day` at which its clock shows `at` or later; None for a day that does not exist.

    In a DST gap it is the instant after the gap, in an overlap the earlier one. Example of a missing day: Samoa, 30 Dec 2011.
    """
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    resumed = _change(second, first, zone)
    before, after = ((resumed - ONE_SECOND).astimezone(zone).date(), resumed.astimezone(zone).date())
    return None if before < day < after else resumed


def _change(earlier: datetime, later: datetime, zone: ZoneInfo) -> datetime:
    """The instant in (earlier, later] at which the zone's offset changes; to the second."""
    old = earlier.astimezone(zone).utcoffset()

    def changed(second: int) -> bool:
        return (earlier + timedelta(seconds=second)).astimezone(zone).utcoffset() != old

    return earlier + timedelta(seconds=bisect_left(range(int((later - earlier).total_seconds())), True, key=changed))


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The local date at an instant."""
    return at.astimezone(zone).date()


def next_after(rhythm: Rhythm, after: datetime, last: Occurrence | None = None) -> Occurrence | None:
    """The first occurrence later than `after`; None without weekdays.

    It is on a later local day than `last` and at least 12 h after it: a change of zone or hour can skip a drill, never double it.
    """
    zone, day = zone_called(rhythm.zone), local_day(after, zone_called(rhythm.zone)) - timedelta(days=1)
    if last is not None:
        day = max(day, last.day + timedelta(days=1))
    for _ in range(LOOK_AHEAD):
        at = instant(day, rhythm.hour, zone) if day.weekday() in rhythm.weekdays else None
        if at is not None and at > after and (last is None or at - last.at >= APART):
            return Occurrence(day, at)
        day += timedelta(days=1)
    return None


def occurrences(
    rhythm: Rhythm, after: datetime, until: datetime, last: Occurrence | None = None
) -> tuple[Occurrence, ...]:
    """Every occurrence in (after, until), in order."""
    found: list[Occurrence] = []
    while (upcoming := next_after(rhythm, after, last)) is not None and upcoming.at < until:
        found.append(upcoming)
        after, last = upcoming.at, upcoming
    return tuple(found)


def offer_at(rhythm: Rhythm, due: Occurrence, now: datetime) -> datetime | None:
    """When a due drill may be offered: `now`, or the end of the quiet hours in force; None once its local day is over."""
    zone = zone_called(rhythm.zone)
    here = now.astimezone(zone)
    if here.date() > max(due.day, local_day(due.at, zone)):
        return None
    if rhythm.quiet is None or not rhythm.quiet.holds(here.time()):
        return now
    over = instant(here.date(), rhythm.quiet.end, zone)
    return over if over is not None and over > now else None


def quiet_end(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The instant at which the quiet hours that hold now end; None outside them."""
    if not quiet.holds(now.astimezone(zone).time()):
        return None
    today = local_day(now, zone)
    ends = (instant(day, quiet.end, zone) for day in (today, today + timedelta(days=1)))
    return next((end for end in ends if end is not None and end > now), None)
