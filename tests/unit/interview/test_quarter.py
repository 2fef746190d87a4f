"""Ninety days of a simulated person: reviews stay bounded, what was forgotten comes back, the plan does what it says."""

from __future__ import annotations

from statistics import mean, median

import pytest

from testing.quarter import Person, Quarter, quarter

pytestmark = pytest.mark.slow
SEEDS = (1, 2, 3)


def due(found: Quarter, first: int, last: int) -> float:
    return mean(morning.due for morning in found.mornings[first:last])


@pytest.mark.parametrize("minutes", [6, 15, 30])
@pytest.mark.parametrize("pace", [0.5, 1.0])
def test_points_due_a_morning_stay_bounded(minutes: int, pace: float) -> None:
    for seed in SEEDS:
        found = quarter(Person(minutes=minutes, pace=pace, seed=seed, plans=False))
        assert max(morning.due for morning in found.mornings) <= 3 * minutes
        assert due(found, 60, 90) <= 1.5 * minutes
        assert all(morning.minutes <= minutes for morning in found.mornings)


@pytest.mark.parametrize("minutes", [6, 15])
def test_what_was_forgotten_comes_back(minutes: int) -> None:
    for seed in SEEDS:
        found = quarter(Person(minutes=minutes, seed=seed, plans=False))
        assert len(found.returned) > 10
        assert median(found.returned) <= 2
        assert sum(days > 7 for days in found.returned) <= 0.05 * len(found.returned)
        assert found.waiting <= 4


@pytest.mark.parametrize("minutes", [6, 15, 30])
def test_the_plan_does_what_it_said_three_days_before(minutes: int) -> None:
    for seed in SEEDS:
        found = quarter(Person(minutes=minutes, seed=seed))
        assert found.promised is not None
        assert found.came_up == found.promised.fits
        assert found.promised.heavy == found.heavy
        assert len(found.promised.left_out) == found.heavy - found.promised.fits


def test_with_a_plan_more_is_known_on_the_day() -> None:
    planned, unplanned = ([quarter(Person(seed=seed, plans=plans)) for seed in SEEDS] for plans in (True, False))
    assert mean(q.known for q in planned) > mean(q.known for q in unplanned) + 0.01
    assert sum(q.came_up for q in planned) > sum(q.came_up for q in unplanned)


def test_a_person_who_seldom_comes_is_not_buried() -> None:
    found = quarter(Person(comes=0.3, plans=False))
    assert due(found, 60, 90) <= 40
    assert all(morning.fresh == 0 or morning.minutes <= 15 for morning in found.mornings)
