"""A stored grade replays to its mark from its verdicts and false statements alone."""

from __future__ import annotations

from dataclasses import replace

from grader.judge.receipt import replay
from tests.unit.grader.build import judged, weighing


def test_a_grade_replays_to_its_mark() -> None:
    """10·3/6 − 10·0.25·2/6 − 0.5 = 3.67, whatever was stored as score, range and deductions."""
    points = weighing(3, 2, 1)
    grade = judged(points, "CXM", "minor")
    tampered = replace(grade, score=9.9, low=9.0, high=10.0, penalties=())
    assert replay(tampered, points) == replay(grade, points) == grade
    assert grade.score == 3.7
