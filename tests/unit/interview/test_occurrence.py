from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.occurrence import (
    APART,
    Occurrence,
    Quiet,
    Rhythm,
    UnknownZoneError,
    instant,
    local_day,
    next_after,
    occurrences,
    offer_at,
    quiet_end,
    zone_called,
)

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Nuuk",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Cairo",
    "Asia/Beirut",
    "UTC",
)
days = st.dates(date(2008, 1, 1), date(2030, 12, 31))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2008, 1, 2), datetime(2030, 12, 1), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "expected"),
    [
        ("Asia/Shanghai", "2026-03-10", "09:00", "2026-03-10 01:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:00"),  # gap: the instant after it, 03:00 summer time
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),  # overlap: the first of the two
        ("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04 03:00"),  # midnight that was not
        ("America/Sao_Paulo", "2018-02-17", "23:30", "2018-02-18 01:30"),
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-31 01:00"),  # the gap reaches into the next day
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),  # half an hour only
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
        ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29 19:00"),
        ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30 10:00"),
    ],
)
def test_a_wall_time_becomes_one_instant(zone: str, day: str, wall: str, expected: str) -> None:
    assert instant(date.fromisoformat(day), time.fromisoformat(wall), zone_called(zone)) == at(expected)


def test_samoa_had_no_thirtieth_of_december_and_no_drill_on_it() -> None:
    assert instant(date(2011, 12, 30), time(9), zone_called("Pacific/Apia")) is None
    found = occurrences(Rhythm(time(9), "Pacific/Apia"), at("2011-12-28 00:00"), at("2012-01-01 00:00"))
    assert [o.day.isoformat()[5:] for o in found] == ["12-28", "12-29", "12-31", "01-01"]


@given(days, times, zones)
@settings(max_examples=500, deadline=None)
def test_the_clock_shows_the_wish_or_the_first_moment_after_a_gap(day: date, wall: time, name: str) -> None:
    zone = ZoneInfo(name)
    found = instant(day, wall, zone)
    if found is None:
        assert (name, day) == ("Pacific/Apia", date(2011, 12, 30))
        return
    assert found.tzinfo is UTC
    shown, just_before = found.astimezone(zone), (found - timedelta(seconds=1)).astimezone(zone)
    wish = datetime.combine(day, wall)
    assert shown.replace(tzinfo=None) >= wish
    assert shown.replace(tzinfo=None) == wish or just_before.replace(tzinfo=None) < wish
    assert shown.fold == 0


@given(instants, times, zones)
@settings(max_examples=200, deadline=None)
def test_three_weeks_have_one_instant_per_local_day_in_order(start: datetime, wall: time, name: str) -> None:
    found = occurrences(Rhythm(wall, name), start, start + timedelta(days=21))
    assert 19 <= len(found) <= 22
    assert len({o.day for o in found}) == len(found)
    assert all(a.at < b.at and a.day < b.day for a, b in pairwise(found))
    gaps = {b.day - a.day for a, b in pairwise(found)}
    assert gaps <= {timedelta(days=1), timedelta(days=2)}
    assert timedelta(days=2) not in gaps or name == "Pacific/Apia"


@given(instants, times, times, zones, zones, st.sets(st.integers(0, 6), min_size=1))
@settings(max_examples=300, deadline=None)
def test_a_changed_zone_never_makes_a_second_drill_within_twelve_hours(
    start: datetime, wall: time, other: time, name: str, moved: str, weekdays: set[int]
) -> None:
    last = next_after(Rhythm(wall, name, frozenset(weekdays)), start)
    assert last is not None
    upcoming = next_after(Rhythm(other, moved, frozenset(weekdays)), last.at, last)
    assert upcoming is not None
    assert upcoming.day > last.day
    assert upcoming.at - last.at >= APART
    assert upcoming.day.weekday() in weekdays


def test_weekdays_are_the_persons_own() -> None:
    found = occurrences(
        Rhythm(time(8), "Asia/Shanghai", frozenset({0, 5})), at("2026-11-24 00:00"), at("2026-12-09 00:00")
    )
    assert [o.day.strftime("%a") for o in found] == ["Sat", "Mon", "Sat", "Mon"]
    assert found[0].at == at("2026-11-28 00:00")
    assert next_after(Rhythm(time(8), "UTC", frozenset()), at("2026-11-24 00:00")) is None


def test_the_exact_instant_is_over() -> None:
    rhythm = Rhythm(time(9), "UTC")
    assert next_after(rhythm, at("2026-11-24 09:00")) == Occurrence(date(2026, 11, 25), at("2026-11-25 09:00"))
    assert next_after(rhythm, at("2026-11-24 08:59")) == Occurrence(date(2026, 11, 24), at("2026-11-24 09:00"))


@pytest.mark.parametrize(
    ("wish", "start", "end", "held"),
    [
        ("23:00", "22:00", "07:00", "07:00"),
        ("06:59", "22:00", "07:00", "07:00"),
        ("07:00", "22:00", "07:00", "07:00"),
        ("12:30", "12:00", "14:00", "14:00"),
        ("14:00", "12:00", "14:00", "14:00"),
        ("09:00", "09:00", "09:00", "09:00"),
    ],
)
def test_a_wish_in_quiet_hours_means_their_end_on_the_same_day(wish: str, start: str, end: str, held: str) -> None:
    quiet = Quiet(time.fromisoformat(start), time.fromisoformat(end))
    rhythm = Rhythm(time.fromisoformat(wish), "UTC", quiet=quiet)
    found = next_after(rhythm, at("2026-11-24 00:00"))
    assert found == Occurrence(date(2026, 11, 24), at(f"2026-11-24 {held}"))


def test_flying_west_and_back_on_drill_day() -> None:
    """Nine in Shanghai, then New York, then Shanghai again: the day's drill was had, the next is tomorrow's."""
    had = Occurrence(date(2026, 3, 10), at("2026-03-10 01:00"))
    noon = at("2026-03-10 04:00")
    assert next_after(Rhythm(time(9), "America/New_York"), noon, had) == Occurrence(
        date(2026, 3, 11), at("2026-03-11 13:00")
    )
    assert next_after(Rhythm(time(9), "Asia/Shanghai"), noon, had) == Occurrence(
        date(2026, 3, 11), at("2026-03-11 01:00")
    )


def test_a_drill_that_would_come_too_soon_is_left_out() -> None:
    had = Occurrence(date(2026, 3, 10), at("2026-03-11 02:00"))  # nine in the evening of the tenth, New York
    assert next_after(Rhythm(time(9, 30), "Asia/Shanghai"), had.at, had) == Occurrence(
        date(2026, 3, 12), at("2026-03-12 01:30")
    )
    assert next_after(Rhythm(time(22), "Asia/Shanghai"), had.at, had) == Occurrence(
        date(2026, 3, 11), at("2026-03-11 14:00")
    )


@pytest.mark.parametrize(
    "name", ["", " ", "Mars/Base", "../etc/passwd", "/etc/passwd", "Asia", "\0", "localtime", "A" * 400]
)
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone_called(name)


@pytest.mark.parametrize("name", ["asia/shanghai", " Asia/Shanghai ", "ASIA/SHANGHAI"])
def test_a_zone_is_found_as_people_type_it(name: str) -> None:
    assert zone_called(name).key == "Asia/Shanghai"


def test_the_local_day_is_the_calendars() -> None:
    assert local_day(at("2026-11-24 16:30"), zone_called("Asia/Shanghai")) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2026-11-24 01:00", "2026-11-24 01:00"),  # nine in Shanghai
        ("2026-11-24 12:00", "2026-11-24 12:00"),  # late the same day
        ("2026-11-24 14:30", None),  # half past ten in the evening: quiet until the next day
        ("2026-11-24 16:00", None),  # the day is over
        ("2026-11-23 17:00", "2026-11-23 23:00"),  # one in the night: after the quiet hours
    ],
)
def test_a_late_drill_comes_the_same_day_and_never_in_quiet_hours(now: str, offered: str | None) -> None:
    rhythm = Rhythm(time(9), "Asia/Shanghai", quiet=Quiet(time(22), time(7)))
    due = Occurrence(date(2026, 11, 24), at("2026-11-24 01:00"))
    assert offer_at(rhythm, due, at(now)) == (at(offered) if offered else None)


def test_a_drill_whose_day_ends_in_a_gap_is_not_missed_by_that() -> None:
    rhythm = Rhythm(time(23, 30), "America/Nuuk")
    due = Occurrence(date(2024, 3, 30), at("2024-03-31 01:00"))
    assert offer_at(rhythm, due, due.at) == due.at


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-24 14:00", "2026-11-24 23:00"),  # ten in the evening in Shanghai: seven tomorrow
        ("2026-11-24 16:30", "2026-11-24 23:00"),  # half past midnight: seven today
        ("2026-11-24 22:59", "2026-11-24 23:00"),
        ("2026-11-24 23:00", None),  # the end is not quiet
        ("2026-11-24 13:59", None),
        ("2026-11-24 04:00", None),
    ],
)
def test_when_the_quiet_hours_that_hold_end(now: str, ends: str | None) -> None:
    quiet = Quiet(time(22), time(7))
    assert quiet_end(quiet, zone_called("Asia/Shanghai"), at(now)) == (at(ends) if ends else None)


def test_quiet_hours_in_the_day_end_on_that_day() -> None:
    quiet = Quiet(time(12), time(14))
    assert quiet_end(quiet, zone_called("UTC"), at("2026-11-24 13:00")) == at("2026-11-24 14:00")
    assert quiet_end(quiet, zone_called("UTC"), at("2026-11-24 14:30")) is None
