from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.marks import MarkSource
from interview.memory import RETENTION, MemoryCard, Review, recall, reviewed
from interview.model import Item
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
from testing.memories import DAY, NOW, held, question, stable


def asked(drill: Content) -> list[tuple[str, str | None]]:
    return [(pick.question, pick.probe) for pick in drill.picks]


def test_nothing_is_due() -> None:
    assert content([], {}, 10, NOW) == Content((), 0, ())
    assert content([stable("a", "p0")], {"a": question("a")}, 10, NOW) == Content((), 0, ())


def test_one_due_point_is_asked_by_the_probe_aimed_at_it() -> None:
    bank = {"a": question("a")}
    drill = content([held("a", "p1"), stable("a", "p0")], bank, 10, NOW)
    assert asked(drill) == [("a", "p1-1")]
    assert (drill.minutes, drill.left) == (PROBE_MINUTES, ())
    assert drill.items(bank) == (Item(bank["a"], "p1-1"),)


def test_two_due_points_are_two_probes_and_three_the_whole_question() -> None:
    bank = {"a": question("a")}
    two = content([held("a", "p0"), held("a", "p2")], bank, 10, NOW)
    assert sorted(asked(two)) == [("a", "p0-0"), ("a", "p2-2")]
    three = content([held("a", p) for p in ("p0", "p1", "p2")], bank, 10, NOW)
    assert asked(three) == [("a", None)]
    assert three.minutes == QUESTION_MINUTES and len(three.picks[0].points) == 3


def test_a_due_point_without_a_probe_takes_the_whole_question() -> None:
    drill = content([held("a", "p0"), held("a", "p1")], {"a": question("a", probed=("p0",))}, 10, NOW)
    assert asked(drill) == [("a", None)]


def test_several_probes_of_a_point_take_turns() -> None:
    bank = {"a": question("a", probed=("p0", "p0", "p0"))}
    first = held("a", "p0")
    second = replace(first, card=reviewed(first.card, Review(NOW - 5 * DAY, Rating.AGAIN, MarkSource.JUDGE)))
    probes = [content([h], bank, 10, NOW).picks[0].probe for h in (first, second)]
    assert probes == ["p0-1", "p0-2"]


def test_a_question_that_is_gone_is_left_out() -> None:
    drill = content([held("gone", "p0"), held("a", "p0")], {"a": question("a")}, 10, NOW)
    assert asked(drill) == [("a", "p0-0")]
    assert drill.left == ()


def test_the_minutes_hold_and_what_does_not_fit_is_told() -> None:
    bank = {id: question(id) for id in "abcdef"}
    drill = content(
        [held(id, "p0", weight) for id, weight in zip("abcdef", (1, 3, 2, 3, 1, 2), strict=True)], bank, 7, NOW
    )
    assert asked(drill) == [("b", "p0-0"), ("d", "p0-0"), ("c", "p0-0")]
    assert drill.minutes == 6
    assert sorted(h.question for h in drill.left) == ["a", "e", "f"]


def test_the_first_always_fits() -> None:
    drill = content([held("a", p) for p in ("p0", "p1", "p2")], {"a": question("a")}, 1, NOW)
    assert asked(drill) == [("a", None)] and drill.minutes == QUESTION_MINUTES


def test_what_weighs_more_and_is_more_forgotten_comes_first() -> None:
    light, heavy = held("a", "p0", 1), held("b", "p0", 3)
    assert urgency(heavy, NOW) == pytest.approx(3 * urgency(light, NOW))
    assert urgency(held("a", "p0", ago=30), NOW) > urgency(held("a", "p0", ago=3), NOW)
    assert asked(content([light, heavy], {"a": question("a"), "b": question("b")}, 20, NOW))[0][0] == "b"


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["p0", "p1", "p2"]), st.floats(0.5, 60)),
        unique_by=lambda t: t[:2],
    ),
    st.integers(1, 40),
    st.sampled_from([None, 2, 20, 200]),
)
@settings(max_examples=200, deadline=None)
def test_every_due_point_is_asked_once_or_left(
    listed: list[tuple[str, str, float]], minutes: int, days: int | None
) -> None:
    bank = {id: question(id, probed=("p0", "p1")) for id in "abcd"}
    memory = [held(q, p, int(p[1]) + 1, ago=ago) for q, p, ago in listed]
    drill = content(memory, bank, minutes, NOW, NOW + days * DAY if days else None)
    in_it = [(h.question, h.point) for pick in drill.picks for h in pick.points]
    left = [(h.question, h.point) for h in drill.left]
    assert len(set(in_it + left)) == len(in_it) + len(left)
    assert drill.minutes == sum(pick.minutes for pick in drill.picks)
    assert drill.minutes <= minutes or len(drill.picks) == 1
    assert not left or drill.picks
    for pick in drill.picks:
        probed = bank[pick.question].probe(pick.probe).aims_at if pick.probe else None
        assert probed in (None, pick.points[0].point)


@pytest.mark.parametrize(("minutes", "new"), [(1, 0), (2, 0), (5, 0), (6, 1), (9, 1), (10, 2), (60, 2)])
def test_new_questions_take_the_minutes_that_are_left(minutes: int, new: int) -> None:
    drill = content([held("a", "p0")], {"a": question("a")}, minutes, NOW)
    assert room(drill, minutes, NOW, NOW + 30 * DAY) == new
    assert room(drill, minutes, NOW, NOW + 2 * DAY) == 0


def test_a_day_with_nothing_due_has_a_new_question() -> None:
    assert [room(Content((), 0, ()), minutes, NOW) for minutes in (1, 5, 8, 60)] == [1, 1, 2, 2]


# -- towards a date --------------------------------------------------------------------------------------------------


def test_retention_rises_towards_the_date_and_falls_back_after_it() -> None:
    target = NOW + 60 * DAY
    wanted = [retention(target - left, target) for left in (60 * DAY, RISING, RISING / 2, timedelta(seconds=1))]
    assert wanted[:2] == [RETENTION, RETENTION]
    assert wanted[2] == pytest.approx((RETENTION + AT_THE_DATE) / 2)
    assert wanted[3] == pytest.approx(AT_THE_DATE)
    assert retention(target, target) == retention(NOW, None) == RETENTION


def test_near_the_date_points_come_back_that_would_otherwise_wait() -> None:
    memory, bank = [stable("a", "p1", ago=20, stability=40)], {"a": question("a")}
    assert content(memory, bank, 10, NOW).picks == ()
    assert content(memory, bank, 10, NOW, NOW + 60 * DAY).picks == ()
    assert asked(content(memory, bank, 10, NOW, NOW + 2 * DAY)) == [("a", "p1-1")]


def test_in_the_last_stretch_every_heavy_point_has_right_of_way_once() -> None:
    bank = {"a": question("a"), "b": question("b")}
    known_well, forgotten = stable("a", "p0", HEAVY, ago=10), held("b", "p1", 2, ago=30)
    target = NOW + 2 * DAY
    assert asked(content([known_well, forgotten], bank, 2, NOW, target)) == [("a", "p0-0")]
    had = replace(known_well, card=replace(known_well.card, last=NOW - timedelta(hours=20)))
    assert asked(content([had, forgotten], bank, 2, NOW, target)) == [("b", "p1-1")]
    assert asked(content([known_well, forgotten], bank, 2, NOW, NOW + 4 * DAY)) == [("b", "p1-1")]


def mornings(days: int) -> list[datetime]:
    return [NOW + n * DAY for n in range(days)]


def test_three_days_are_too_short_and_that_is_said() -> None:
    bank = {f"q{n}": question(f"q{n}") for n in range(41)}
    memory = [held(id, "p0", HEAVY, ago=9) for id in bank]
    found = outlook(memory, bank, mornings(3), 12, NOW + 3 * DAY)
    assert (found.drills, found.heavy, found.fits) == (3, 41, 18)
    assert len(found.left_out) == 23 and set(found.left_out) <= set(found.open)
    assert found.minutes == 28  # 41 probes of two minutes in three drills
    enough = outlook(memory, bank, mornings(3), found.minutes, NOW + 3 * DAY)
    assert (enough.fits, enough.left_out) == (41, ())
    assert all(recall(h.card, NOW + 3 * DAY) < KNOWN for h in enough.open)


def test_light_points_that_are_never_reached_are_named_to_drop() -> None:
    bank = {f"q{n}": question(f"q{n}") for n in range(8)}
    memory = [held(f"q{n}", "p0", HEAVY) for n in range(6)] + [held("q6", "p2", 1), held("q7", "p2", 1)]
    found = outlook(memory, bank, mornings(3), 4, NOW + 3 * DAY)
    assert found.fits == 6 and found.left_out == ()
    assert {h.question for h in found.drop} == {"q6", "q7"}
    assert outlook(memory, bank, mornings(3), 10, NOW + 3 * DAY).drop == ()


def test_time_enough_leaves_nothing_out() -> None:
    bank = {f"q{n}": question(f"q{n}") for n in range(10)}
    memory = [held(id, f"p{n}", 3 - n) for id in bank for n in range(3)]
    found = outlook(memory, bank, mornings(30), 20, NOW + 30 * DAY)
    assert (found.heavy, found.fits, found.left_out, found.drop) == (10, 10, (), ())
    assert found.open == ()


def test_nothing_learned_and_no_drill_left() -> None:
    empty = outlook([], {}, mornings(3), 10, NOW + 3 * DAY)
    assert (empty.heavy, empty.fits, empty.minutes, empty.open) == (0, 0, 0, ())
    late = outlook([held("a", "p0", HEAVY)], {"a": question("a")}, [], 10, NOW + timedelta(hours=3))
    assert (late.drills, late.heavy, late.fits, late.minutes) == (0, 1, 0, 0)
    assert [h.question for h in late.left_out] == ["a"]


def test_what_the_plan_promises_is_what_the_drills_then_do() -> None:
    """Doing every drill as the forecast assumes brings up exactly the points that it said would fit."""
    bank = {f"q{n}": question(f"q{n}") for n in range(30)}
    memory = {(id, p): held(id, p, w, ago=3 + n % 9) for n, id in enumerate(bank) for p, w in (("p0", 3), ("p1", 2))}
    target = NOW + 6 * DAY
    promised = outlook(list(memory.values()), bank, mornings(6), 10, target)
    for at in mornings(6):
        for pick in content(memory.values(), bank, 10, at, target).picks:
            for key in [
                k for k in memory if k[0] == pick.question and (pick.probe is None or k[1] == pick.points[0].point)
            ]:
                known = recall(memory[key].card, at) >= 0.5
                rating = Rating.GOOD if known else Rating.HARD
                memory[key] = replace(
                    memory[key], card=reviewed(memory[key].card, Review(at, rating, MarkSource.JUDGE))
                )
    came_up = [h for h in memory.values() if h.weight >= HEAVY and h.card.last >= target - LAST_STRETCH]
    assert len(came_up) == promised.fits < promised.heavy


@pytest.mark.slow
def test_what_comes_up_of_a_large_memory_and_what_does_not_add_up() -> None:
    bank = {f"q{n}": question(f"q{n}") for n in range(900)}
    memory = [held(id, f"p{n}", 3 - n, ago=1 + int(id[1:]) % 50) for id in bank for n in range(3)]
    found = outlook(memory, bank, mornings(30), 60, NOW + 30 * DAY)
    assert found.heavy == 900 and found.fits < 200 and len(found.left_out) + found.fits == found.heavy


def test_a_card_is_a_value() -> None:
    memory = [held("a", "p0", HEAVY)]
    before: MemoryCard = memory[0].card
    outlook(memory, {"a": question("a")}, mornings(3), 10, NOW + 3 * DAY)
    assert memory[0].card is before


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
