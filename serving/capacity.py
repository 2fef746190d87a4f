"""Number of people that one judge serves, from the throughput that `interviewer judge bench` measures."""

from __future__ import annotations

PEAK = 3.0  # the busiest minutes against the mean of the hours in which people practise
SECONDS_BETWEEN_ANSWERS = 150.0  # reading the question, thinking and writing; an assumption to be replaced by your own


def people_served(answers_per_second: float, *, between: float = SECONDS_BETWEEN_ANSWERS, peak: float = PEAK) -> int:
    """People interviewed at the same time: answers/s · seconds between two answers of a person / peak factor."""
    return int(answers_per_second * between / peak)
