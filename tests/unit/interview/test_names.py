"""Names of turns: what they are called, and how what people type is read."""

from __future__ import annotations

import pytest

from app.self_ratings import TypedAppeal, read_appeal, read_check, read_why
from interview.model import Item
from interview.names import name_of, turn_called
from tests.unit.interview.build import followed, interview, question, root

TALK = interview(
    root("MXM"),
    followed("b1", "CC"),
    followed("a1", None),
    root("CCC", item=1),
    items=[Item(question("q0")), Item(question("q1"))],
)


def test_every_turn_has_a_name_that_finds_it() -> None:
    names = [name_of(TALK, turn) for turn in TALK.turns]
    assert names == ["1", "1.1", "1.2", "2"]
    assert [turn_called(TALK, name) for name in names] == list(TALK.turns)


@pytest.mark.parametrize("name", ["", "0", "3", "1.3", "2.1", "x", "1.", "1.1.1", "-1"])
def test_other_names_find_nothing(name: str) -> None:
    assert turn_called(TALK, name) is None


@pytest.mark.parametrize(
    ("typed", "name", "ticks"),
    [
        ("", "", {}),
        ("1=1 2=0.5", "", {1: 1.0, 2: 0.5}),
        ("2 1=0", "2", {1: 0.0}),
        ("2.1 1=1 2=0.5 3=0", "2.1", {1: 1.0, 2: 0.5, 3: 0.0}),
        ("2.1", "2.1", {}),
        ("2.1 nonsense", "2.1", None),
        ("2 = 1", "", {2: 1.0}),
        ("2．1 1＝½", "2．1", {1: 0.5}),
    ],
)
def test_ticks_may_name_a_turn(typed: str, name: str, ticks: dict[int, float] | None) -> None:
    assert read_check(typed) == (name, ticks)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2 I said it", TypedAppeal("", 2, "I said it")),
        ("2.1 3 I said it", TypedAppeal("2.1", 3, "I said it")),
        ("2 3 I said it", TypedAppeal("2", 3, "I said it")),
        ("2.1 3", TypedAppeal("2.1", 3, "")),
        ("", None),
        ("I said it", None),
    ],
)
def test_an_appeal_may_name_a_turn(typed: str, expected: TypedAppeal | None) -> None:
    assert read_appeal(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("", False)),
        ("2.1", ("2.1", False)),
        ("2.1 details", ("2.1", True)),
        ("details", ("", True)),
        ("why", ("", False)),
    ],
)
def test_details_are_asked_for_by_word(typed: str, expected: tuple[str, bool]) -> None:
    assert read_why(typed) == expected
