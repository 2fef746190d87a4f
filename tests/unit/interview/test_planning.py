from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

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
    content,
    outlook,
    retention,
    room,
    urgency,
)
from interview.review import Rating
from testing.memories import DAY, NOW, asked, held, mornings, question, stable


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
