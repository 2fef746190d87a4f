"""One rating per key point and interview, from what became of the point: the table of rules that spaced repetition lives on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.model import Item, Turn
from interview.review import Rated, Rating, ratings, ratings_of
from tests.unit.interview.build import drilled, followed, guess, interview, probe_guess, question, root

RATINGS: list[tuple[str, tuple[Turn, ...], str]] = [
    # id, turns, the rating of point b and whose word it is ("" for no review)
    # contradicted → again, whatever follows
    ("contradicted", (root("CXC"),), "again judge"),
    ("contradicted-then-put-right", (root("CXC"), followed("b1", "CC")), "again judge"),
    ("contradicted-then-estimated", (root("CXC"), followed("b1", probe_guess(1.0, 1.0))), "again judge"),
    # missing: again after a probe in vain, hard after one that helped, nothing without one
    ("missing-never-probed", (root("CMC"),), ""),
    ("missing-other-point-probed", (root("MMC"), followed("a1", "MM")), ""),
    ("missing-probed-in-vain", (root("CMC"), followed("b1", "MM")), "again judge"),
    ("missing-probed-a-little", (root("CMC"), followed("b1", "PM")), "hard judge"),
    ("missing-probed-well", (root("CMC"), followed("b1", "CC")), "hard judge"),
    ("missing-probe-not-known", (root("CMC"), followed("b1", "?")), "again judge"),
    ("missing-probe-ungraded", (root("CMC"), followed("b1", None)), ""),
    ("missing-probe-estimated", (root("CMC"), followed("b1", probe_guess(1.0, 1.0))), ""),
    ("missing-probe-ticked", (root("CMC"), followed("b1", probe_guess(0.0, 0.0), ticks="k=1 l=1")), "hard self"),
    ("missing-hinted", (root("CMC", "b"),), ""),
    # partial → hard, and no probe can change that
    ("partial", (root("CPC"),), "hard judge"),
    ("partial-probed-in-vain", (root("CPC"), followed("b1", "MM")), "hard judge"),
    ("partial-probed-well", (root("CPC"), followed("b1", "CC")), "hard judge"),
    ("partial-probe-estimated", (root("CPC"), followed("b1", probe_guess(0.0, 0.0))), "hard judge"),
    # covered → good; with a hint → hard
    ("covered", (root("MCM"),), "good judge"),
    ("covered-hinted", (root("MCM", "b"),), "hard judge"),
    ("covered-other-point-hinted", (root("MCM", "a"),), "good judge"),
    ("covered-probed-in-vain", (root("MCM"), followed("b1", "MM")), "good judge"),
    ("covered-probe-estimated", (root("MCM"), followed("b1", probe_guess(0.0, 0.0))), "good judge"),
    ("covered-hinted-probe-estimated", (root("MCM", "b"), followed("b1", probe_guess(0.0, 0.0))), "hard judge"),
    # unjudged → nothing
    ("unjudged", (root("C-C"),), ""),
    ("unjudged-probed", (root("C-C"), followed("b1", "CC")), ""),
    ("ungraded", (root(None),), ""),
    # estimates rate nothing, ticks do
    ("estimated", (root(guess(1.0, 1.0, 1.0)),), ""),
    ("estimated-low", (root(guess(0.0, 0.0, 0.0)), followed("b1", "MM")), ""),
    ("ticked", (root(guess(0.0, 0.0, 0.0), ticks="b=1"),), "good self"),
    ("ticked-half", (root(guess(0.0, 0.0, 0.0), ticks="b=0.5"),), "hard self"),
    ("ticked-not", (root(guess(0.0, 1.0, 0.0), ticks="b=0"),), ""),
    ("ticked-not-and-probed", (root(guess(0.0, 1.0, 0.0), ticks="b=0"), followed("b1", "MM")), "again self"),
    ("other-point-ticked", (root(guess(0.0, 1.0, 0.0), ticks="a=1"),), ""),
    # "I don't know"
    ("not-known", (root("?"),), ""),
    ("not-known-twice", (root("?"), followed("b1", "?")), "again self"),
    ("not-known-then-probed-well", (root("?"), followed("b1", "CC")), "hard self"),
    # a drill's probe is the first answer to its point: strong from ¾
    ("drilled-well", (drilled("b1", "CP"),), "good judge"),
    ("drilled-half", (drilled("b1", "CM"),), "hard judge"),
    ("drilled-in-vain", (drilled("b1", "MM"),), "again judge"),
    ("drilled-contradicted", (drilled("b1", "CX"),), "again judge"),
    ("drilled-hinted", (drilled("b1", "CC", "b"),), "hard judge"),
    ("drilled-not-known", (drilled("b1", "?"),), "again self"),
    ("drilled-estimated", (drilled("b1", probe_guess(1.0, 1.0)),), ""),
    ("drilled-ticked", (drilled("b1", probe_guess(0.0, 0.0), ticks="k=1 l=1"),), "good self"),
    ("drilled-for-another-point", (drilled("a1", "CC"),), ""),
]  # fmt: skip


def in_words(rated: Rated | None) -> str:
    return f"{rated.rating.name.lower()} {rated.source.value}" if rated else ""


@pytest.mark.parametrize(("id", "turns", "expected"), RATINGS, ids=[r[0] for r in RATINGS])
def test_rating_of_a_point(id: str, turns: tuple[Turn, ...], expected: str) -> None:
    assert in_words(ratings(interview(*turns), 0).get("b")) == expected


def test_every_point_is_rated_for_itself() -> None:
    found = ratings(interview(root("CXP")), 0)
    assert {point: in_words(rated) for point, rated in found.items()} == {
        "a": "good judge",
        "b": "again judge",
        "c": "hard judge",
    }


def test_two_drills_of_one_question_rate_a_point_each() -> None:
    asked = question()
    items = [Item(asked, "a1"), Item(question("other"), "b1"), Item(asked, "b1")]
    turns = [
        replace(drilled(id, said), item=n) for n, (id, said) in enumerate([("a1", "MM"), ("b1", "CC"), ("b1", "CM")])
    ]
    found = ratings_of(interview(*turns, items=items), asked.id)
    assert {point: in_words(rated) for point, rated in found.items()} == {"a": "again judge", "b": "hard judge"}


def test_the_numbers_are_those_of_fsrs() -> None:
    assert [(rating.name, rating.value) for rating in Rating] == [("AGAIN", 1), ("HARD", 2), ("GOOD", 3)]
