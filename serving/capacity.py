"""How many people one judge serves, from what `interviewer judge bench` has measured."""

from __future__ import annotations

PEAK = 3.0  # the busiest minutes against the mean of the hours in which people practise
SECONDS_BETWEEN_ANSWERS = 150.0  # reading the question, thinking and writing; an assumption to be replaced by your own


def people_served(answers_per_second: float, *, between: float = SECONDS_BETWEEN_ANSWERS, peak: float = PEAK) -> int:
    """People who can be interviewed at the same time: answers per second · seconds between two answers of one person / peak."""
    return int(answers_per_second * between / peak)
