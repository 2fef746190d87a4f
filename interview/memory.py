"""Memory of key points: FSRS-6 (package `fsrs`, default parameters, whole days, no fuzz) folded over the reviews of a card.

A card has no state of its own: it is a fold over all its reviews, so that a regraded or withdrawn review is applied by
folding again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, reduce

import fsrs

from interview.marks import MarkSource
from interview.review import Rating

RETENTION = 0.9  # the share of due points that should still be known
LONGEST = 365  # days; nobody prepares for an interview further off
NIGHT = timedelta(hours=8)  # reviews 16 h apart count as a day apart: a daily drill may be opened early


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one key point in one interview, at an aware instant."""

    at: datetime
    rating: Rating
    source: MarkSource
    interview: str = ""


@dataclass(frozen=True, slots=True)
class MemoryCard:
    """The state of memory after all reviews of one key point.

    stability: days until recall falls to 90 %. difficulty: 1–10. due: at a retention of 0.9. lapses: reviews rated "again".
    source: SELF if any review is a self-rating, else JUDGE.
    """

    stability: float
    difficulty: float
    last: datetime
    due: datetime
    reviews: int
    lapses: int
    source: MarkSource


def fold(reviews: Iterable[Review]) -> MemoryCard | None:
    """The card after these reviews, in the order of their instants; None for none."""
    return reduce(reviewed, sorted(reviews, key=lambda review: (review.at, review.interview)), None)


def reviewed(card: MemoryCard | None, review: Review) -> MemoryCard:
    """The card after one more review; `card` is unchanged. ValueError for a review that is an estimate or has no source."""
    if review.source not in (MarkSource.JUDGE, MarkSource.SELF):
        raise ValueError(f"a {review.source.value} is no review")
    at = review.at.astimezone(UTC)
    after, _ = _scheduler().review_card(_fsrs(card), fsrs.Rating(int(review.rating)), at)
    assert after.stability is not None and after.difficulty is not None
    return MemoryCard(
        stability=after.stability,
        difficulty=after.difficulty,
        last=at,
        due=after.due,
        reviews=(card.reviews if card else 0) + 1,
        lapses=(card.lapses if card else 0) + (review.rating is Rating.AGAIN),
        source=MarkSource.SELF if card and card.source is MarkSource.SELF else review.source,
    )


@cache
def _scheduler() -> fsrs.Scheduler:
    """FSRS without learning steps: intervals are whole days, a point never returns in the same interview."""
    return fsrs.Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _fsrs(card: MemoryCard | None) -> fsrs.Card:
    """The library's card. Its last review is dated `NIGHT` earlier, because the library counts whole days only."""
    if card is None:
        return fsrs.Card(card_id=0)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last - NIGHT,
    )


def recall(card: MemoryCard, at: datetime) -> float:
    """Probability (0–1) of recall at an instant: (1 + F·days/stability)^−decay, FSRS-6; days are whole."""
    days = max(0, (at - card.last + NIGHT).days)
    return float((1 + _factor() * days / card.stability) ** -_decay())


def due(card: MemoryCard, retention: float = RETENTION) -> datetime:
    """When recall falls to `retention` (0–1): the inverse of `recall`, in whole days, clamped to 1–365."""
    days = card.stability / _factor() * (retention ** (-1 / _decay()) - 1)
    return card.last + timedelta(days=min(max(round(days), 1), LONGEST))


def is_due(card: MemoryCard, at: datetime, retention: float = RETENTION) -> bool:
    """Whether the card is due at this instant, up to `NIGHT` early."""
    return due(card, retention) <= at + NIGHT


def _decay() -> float:
    return float(_scheduler().parameters[20])


@cache
def _factor() -> float:
    return float(0.9 ** (-1 / _decay()) - 1)
