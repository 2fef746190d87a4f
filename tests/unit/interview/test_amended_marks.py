"""What is added to an answer, or said after it was taken back, once a verdict was seen: the first mark never rises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grade
from interview.marks import MarkSource, marks, points
from interview.model import Interview, Turn
from interview.review import Rating, ratings
from interview.summary import summary
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, PROBE_POINTS, drilled, followed, guess, interview, root


def amended(first: str | Grade, now: str | Grade | None, ticks: str = "") -> Turn:
    """The question's turn: its first grade, and the one of the answer as it is now; None while that is not graded."""
    was = judged(POINTS, first) if isinstance(first, str) else first
    return replace(root(now, ticks=ticks), first=was)


def credits(found: Interview) -> str:
    """Unprompted and after probing, per point a, b, c."""
    by_id = {p.point: p for p in points(found, 0)}
    return " ".join(f"{by_id[p].unprompted:g}/{by_id[p].after:g}" for p in "abc")


@pytest.mark.parametrize(
    ("first", "now", "expected"),
    [
        ("MMM", "CCC", "0/0.5 0/0.5 0/0.5"),
        ("MPC", "CCC", "0/0.5 0.5/0.5 1/1"),
        ("CCC", "MMM", "1/1 1/1 1/1"),  # nothing lowers
        ("XMM", "CMM", "0/0.5 0/0 0/0"),
        ("PMM", None, "0.5/0.5 0/0 0/0"),  # taken back, not yet answered again
    ],
)
def test_what_was_added_counts_half_after_and_nothing_at_first(first: str, now: str | None, expected: str) -> None:
    found = interview(amended(first, now))
    assert credits(found) == expected
    assert marks(found, 0).unprompted == marks(interview(root(first)), 0).unprompted


def test_what_was_added_turns_a_missing_point_into_a_hard_one_and_never_into_a_good_one() -> None:
    assert ratings(interview(amended("MMM", "CMM")), 0)["a"].rating is Rating.HARD
    assert ratings(interview(amended("XMM", "CMM")), 0)["a"].rating is Rating.AGAIN
    assert "b" not in ratings(interview(amended("MMM", "CMM")), 0), "nobody asked for it again"


def test_a_probe_beside_it_lifts_as_before() -> None:
    found = interview(amended("MMM", "PMM"), followed("a1", "CC"))
    assert credits(found).split()[0] == "0/0.5"


def test_a_tick_for_what_was_added_counts_no_more_at_first_than_the_first_estimate() -> None:
    found = interview(amended(guess(0.0, 0.5, 1.0, score=5.0), guess(1.0, 0.5, 1.0, score=8.0), ticks="a=1 b=1 c=1"))
    assert credits(found) == "0/0.5 1/1 1/1"
    assert marks(found, 0).source is MarkSource.SELF


def test_a_drill_s_first_mark_stays_too() -> None:
    turn = replace(drilled("a1", "CC"), first=judged(PROBE_POINTS, "MM"))
    found = marks(interview(turn), 0)
    assert (found.unprompted, found.after) == (0.0, 5.0)


def test_the_summary_counts_what_was_taken_back_after_its_verdict() -> None:
    back = replace(amended("MMM", "CCC"), taken_back=True)
    unseen = replace(root("CCC"), taken_back=True)
    assert summary(interview(back)).taken_back == 1
    assert summary(interview(unseen)).taken_back == 0
    assert summary(interview(replace(amended("MMM", None), taken_back=True))).answered == 1
