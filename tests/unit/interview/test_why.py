"""`/why`: what led to a turn, what stands for its point there, and which probe of how many it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Verdict
from interview.model import Interview, Item, Reason, Turn
from interview.why import WhyAsked, why
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, drilled, followed, guess, interview, question, root


def asked(id: str, said: str | None, reason: Reason) -> Turn:
    return replace(followed(id, said), reason=reason)


TALK = interview(
    root("MXM"),
    asked("b1", "CC", Reason.CONTRADICTED),
    asked("a1", "CC", Reason.MISSING),
    asked("a1+", None, Reason.DEEPER),
    replace(root("CCC"), item=1),
    replace(asked("c1", "MM", Reason.DEEPER), item=1),
    replace(drilled("b1", None), item=2),
    items=[Item(question("q0")), Item(question("q1")), Item(question("q2"), "b1")],
)


def shown(found: WhyAsked | None) -> tuple[object, ...]:
    assert found is not None
    stands = found.verdict.verdict.value if found.verdict else None
    return (found.reason.value, found.item, found.point, found.led_by, stands, found.probe)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        # reason, item, point, led by turn, what stands for the point there, number of the probe
        (1, ("drawn", 0, None, None, None, 0)),
        (2, ("contradicted", 0, "b", 1, "contradicted", 1)),
        (3, ("missing", 0, "a", 1, "missing", 2)),
        (4, ("deeper", 0, "a", 3, None, 3)),  # the turn before it was graded on a probe's own points
        (5, ("drawn", 1, None, None, None, 0)),
        (6, ("deeper", 1, "c", 5, "covered", 1)),  # after the question's own strong answer
        (7, ("due", 2, "b", None, None, 1)),
    ],
)
def test_why_a_turn_was_asked(turn: int, expected: tuple[object, ...]) -> None:
    assert shown(why(TALK, turn)) == expected


@pytest.mark.parametrize("number", [0, -1, 8])
def test_there_is_no_reason_for_a_turn_that_is_not(number: int) -> None:
    assert why(TALK, number) is None


def test_the_depth_is_told() -> None:
    found = why(interview(root("MMM"), followed("a1", None), depth=2), 2)
    assert found is not None and (found.probe, found.depth) == (1, 2)


def test_what_stands_now_is_told_not_what_stood_then() -> None:
    talk = interview(root("MMM"), followed("a1", None))
    regraded = replace(talk.turns[0], grade=judged(POINTS, "CMM"), generation=2)
    found = why(replace(talk, turns=(regraded, talk.turns[1])), 2)
    assert found is not None and found.verdict is not None
    assert (found.verdict.verdict, found.reason) == (Verdict.COVERED, Reason.MISSING)


def of_an_estimate() -> Interview:
    return interview(replace(root(None), estimate=guess(0.1, 0.9, 0.9)), followed("a1", None))


def test_an_estimate_stands_until_a_judge_has_spoken() -> None:
    found = why(of_an_estimate(), 2)
    assert found is not None and found.verdict is not None
    assert (found.led_by, found.verdict.verdict) == (1, Verdict.MISSING)


def test_a_probe_of_an_ungraded_question_has_no_verdict() -> None:
    found = why(interview(root(None), followed("a1", None)), 2)
    assert found is not None and (found.led_by, found.verdict) == (1, None)
