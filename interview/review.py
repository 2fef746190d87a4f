"""FSRS ratings of root key points from a closed question: one rating per card and interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from grader.grade import Verdict
from interview.marks import HINTED_AT_MOST, MarkSource, PointMark, points
from interview.model import Interview


class Rating(IntEnum):
    """FSRS's numbers. "Easy" (4) is not given: an interview cannot tell it from "good"."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating and its source, JUDGE or SELF."""

    rating: Rating
    source: MarkSource


def ratings(interview: Interview, item: int) -> Mapping[str, Rated]:
    """Ratings per root key point of one item; points without one are left out.

    AGAIN: contradicted, or missing after a probe. HARD: partial, or covered only after a probe or hint. GOOD: covered unprompted.
    None: missing and never probed, unjudged, or decided by an estimate. In a drill that asks a probe alone, a strong answer
    covers its point unprompted.
    """
    rated = {mark.point: _rated(mark) for mark in points(interview, item)}
    return {point: rating for point, rating in rated.items() if rating is not None}


def ratings_of(interview: Interview, question: str) -> Mapping[str, Rated]:
    """Ratings per root key point over all items of one question.

    A drill can ask two probes of a question as two items; each rates the point that it is aimed at.
    """
    items = (number for number, item in enumerate(interview.items) if item.question.id == question)
    return {point: rated for number in items for point, rated in ratings(interview, number).items()}


def _rated(mark: PointMark) -> Rated | None:
    """A rating that no probe can change has the source of the first answer's verdict alone."""
    match mark.verdict:
        case Verdict.CONTRADICTED:
            rating, source = Rating.AGAIN, mark.first_source
        case Verdict.COVERED if (mark.unprompted or 0) > HINTED_AT_MOST:
            rating, source = Rating.GOOD, mark.first_source
        case Verdict.UNJUDGED:
            return None
        case _ if mark.unprompted:
            rating, source = Rating.HARD, mark.first_source
        case _ if mark.after is None or (mark.after == 0 and not mark.probed):
            return None
        case _:
            rating, source = (Rating.HARD if mark.after else Rating.AGAIN), mark.source
    return Rated(rating, source) if source in (MarkSource.JUDGE, MarkSource.SELF) else None
