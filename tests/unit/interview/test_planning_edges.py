"""Figures and edges of a plan: worked out by hand, at the very instants and minutes at which something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from interview.marks import MarkSource
from interview.memory import Review, recall, reviewed
from interview.planning import (
    AT_THE_DATE,
    HEAVY,
    KNOWN,
    LAST_STRETCH,
    PROBE_MINUTES,
    QUESTION_MINUTES,
    RISING,
    Content,
    Held,
    content,
    outlook,
    retention,
    room,
    urgency,
)
from interview.review import Rating
from testing.memories import DAY, NOW, asked, held, mornings, question, stable

# -- figures and edges -----------------------------------------------------------------------------------------------


def test_the_figures_of_a_plan() -> None:
    assert (HEAVY, QUESTION_MINUTES, PROBE_MINUTES, AT_THE_DATE, KNOWN) == (3, 4, 2, 0.97, 0.8)
    assert (timedelta(days=21), timedelta(hours=72)) == (RISING, LAST_STRETCH)


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (timedelta(days=30), 0.9),
        (timedelta(days=21), 0.9),
        (timedelta(days=10.5), 0.935),  # half of the way from 0.9 to 0.97
        (timedelta(days=3), 0.96),  # 0.9 + 0.07·18/21
        (timedelta(0), 0.9),  # on the day it is over
        (timedelta(days=-1), 0.9),
    ],
)
def test_retention_in_figures(left: timedelta, wanted: float) -> None:
    assert round(retention(NOW, NOW + left), 6) == wanted


def well_known(question: str, point: str, weight: int, *, last: datetime) -> Held:
    """A point that is not due for a long time, last asked at an instant."""
    found = stable(question, point, weight)
    return replace(found, card=replace(found.card, last=last, due=last + timedelta(days=300)))


@pytest.mark.parametrize(
    ("left", "asked_before", "weight", "comes"),
    [
        (timedelta(hours=72), timedelta(days=9), 3, True),  # the stretch begins with its first instant
        (timedelta(hours=73), timedelta(days=9), 3, False),
        (timedelta(hours=1), timedelta(days=9), 3, True),
        (timedelta(0), timedelta(days=9), 3, False),  # the date itself is over
        (timedelta(hours=-1), timedelta(days=9), 3, False),
        (timedelta(hours=48), timedelta(hours=24), 3, False),  # asked at its beginning: once is enough
        (timedelta(hours=48), timedelta(hours=25), 3, True),  # asked just before
        (timedelta(hours=48), timedelta(days=9), 2, False),  # no heavy point
    ],
)
def test_who_is_owed_a_last_look(left: timedelta, asked_before: timedelta, weight: int, comes: bool) -> None:
    memory = [well_known("a", "p0", weight, last=NOW - asked_before)]
    assert bool(content(memory, {"a": question("a")}, 10, NOW, NOW + left).picks) is comes


def test_of_a_question_with_one_owed_point_the_whole_pick_has_right_of_way() -> None:
    bank = {"a": question("a", probed=()), "b": question("b")}
    memory = [well_known("a", "p0", HEAVY, last=NOW - 9 * DAY), held("a", "p2", 1), held("b", "p1", 2, ago=40)]
    assert asked(content(memory, bank, 4, NOW, NOW + 2 * DAY)) == [("a", None)]


def test_urgency_counts_by_the_minute() -> None:
    """Three points of weight 1 in four minutes are less urgent, each minute, than one of weight 2 in two."""
    bank = {"a": question("a"), "b": question("b")}
    memory = [held("a", f"p{n}", 1) for n in range(3)] + [held("b", "p0", 2)]
    assert asked(content(memory, bank, 2, NOW)) == [("b", "p0-0")]
    assert asked(content([*memory[:3], held("b", "p0", 1)], bank, 4, NOW)) == [("a", None)]  # ¾ against ½ a minute


def test_a_later_pick_that_is_short_enough_still_fits() -> None:
    bank = {"a": question("a"), "b": question("b", probed=()), "c": question("c")}
    memory = [held("a", "p0", 3), held("b", "p0", 3), held("c", "p0", 1)]
    drill = content(memory, bank, 4, NOW)
    assert (asked(drill), drill.minutes) == ([("a", "p0-0"), ("c", "p0-0")], 4)
    assert [h.key for h in drill.left] == [("b", "p0")]


def test_urgency_in_figures() -> None:
    """A card of stability 10, ten days on: recall 0.9."""
    card = replace(held("a", "p0").card, stability=10.0, last=NOW - 10 * DAY)
    assert urgency(Held("a", "p0", 2, card), NOW) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("minutes", "drill", "new"),
    [
        (8, Content((), 0, ()), 2),
        (7, Content((), 0, ()), 1),
        (99, Content((), 0, ()), 2),
        (0, Content((), 0, ()), 1),  # nothing is due: one at least
    ],
)
def test_room_for_new_questions(minutes: int, drill: Content, new: int) -> None:
    assert room(drill, minutes, NOW) == new
    assert room(drill, minutes, NOW, NOW + timedelta(hours=73)) == new
    assert room(drill, minutes, NOW, NOW + timedelta(hours=72)) == 0
    assert room(drill, minutes, NOW, NOW) == new, "the date is over"


def test_a_forecast_takes_the_likelier_branch() -> None:
    """Stability 1: after 30 days recall is 30.41^−0.1542 = 0.59, after 400 days 0.40. Known is answered, the other with help."""
    bank = {"a": question("a"), "b": question("b")}
    known, forgotten = (
        Held(id, "p0", 2, replace(held(id, "p0").card, stability=1.0, last=NOW - ago * DAY))
        for id, ago in (("a", 30), ("b", 400))
    )
    found = outlook([known, forgotten], bank, [NOW], 99, NOW + 400 * DAY)
    expected = [
        replace(h, card=reviewed(h.card, Review(NOW, rating, MarkSource.JUDGE)))
        for h, rating in ((known, Rating.GOOD), (forgotten, Rating.HARD))
    ]
    by_recall = sorted(expected, key=lambda h: recall(h.card, NOW + 400 * DAY))
    assert list(found.open) == by_recall


def test_what_is_open_on_the_day_is_ordered_by_how_little_is_known() -> None:
    bank = {id: question(id) for id in "abc"}
    memory = [
        replace(held(id, "p0", 3), card=replace(held(id, "p0").card, stability=s))
        for id, s in zip("abc", (3, 1, 2), strict=True)
    ]
    found = outlook(memory, bank, [], 10, NOW + 30 * DAY)
    assert [h.question for h in found.open] == [h.question for h in found.left_out] == ["b", "c", "a"]
    assert (found.drills, found.heavy, found.fits, found.drop, found.minutes) == (0, 3, 0, (), 0)


def test_a_point_asked_at_the_first_instant_of_the_stretch_fits() -> None:
    bank, target = {"a": question("a")}, NOW + 3 * DAY
    found = outlook([held("a", "p0", HEAVY)], bank, [target - LAST_STRETCH], 10, target)
    assert (found.fits, found.left_out, found.minutes) == (1, (), 2)


def test_minutes_are_rounded_up() -> None:
    """Three heavy points of a question are one whole question, four minutes: over three drills two minutes each."""
    bank, target = {"a": question("a", weights=(3, 3, 3))}, NOW + 3 * DAY
    found = outlook([held("a", f"p{n}", HEAVY) for n in range(3)], bank, mornings(3), 10, target)
    assert found.minutes == 2


def test_points_of_questions_that_are_gone_are_in_no_forecast() -> None:
    found = outlook([held("gone", "p0", HEAVY), held("a", "p0", 1)], {"a": question("a")}, [], 10, NOW + 9 * DAY)
    assert (found.heavy, [h.question for h in found.open]) == (0, ["a"])


def test_a_whole_question_brings_up_all_that_is_held_of_it() -> None:
    """Two points due and one not, no probes: asking the question reviews all three."""
    bank = {"a": question("a", probed=())}
    memory = [held("a", "p0", 3), held("a", "p1", 3), well_known("a", "p2", 3, last=NOW - DAY)]
    found = outlook(memory, bank, [NOW], 10, NOW + 2 * DAY)
    assert (found.fits, found.left_out) == (3, ())


def test_a_light_point_that_came_too_late_once_is_not_dropped() -> None:
    """It did not fit on the first morning and came up on the second."""
    bank = {"a": question("a"), "b": question("b")}
    memory = [held("a", "p0", 3), held("b", "p2", 1)]
    assert outlook(memory, bank, mornings(2), 2, NOW + 40 * DAY).drop == ()
    assert [h.question for h in outlook(memory, bank, mornings(1), 2, NOW + 40 * DAY).drop] == ["b"]
