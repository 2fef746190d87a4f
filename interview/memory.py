"""How well each key point is remembered: FSRS over the reviews of one card, the card always a fold over all of them.

The formulas are those of the package `fsrs` (FSRS-6, default parameters, whole days, no fuzz); a review that is
judged anew or taken back changes the card by folding again, never by patching it.
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
NIGHT = timedelta(hours=8)  # sixteen hours apart are two days: a drill at nine may be opened at half past eight


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one key point in one interview, at an aware UTC instant."""

    at: datetime
    rating: Rating
    source: MarkSource
    interview: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What the reviews of one key point amount to.

    stability: days until recall falls to 90 %. difficulty: 1–10. due: at a retention of 0.9.
    lapses: reviews rated "again". source: the weakest of its reviews; SELF means that self-ratings are among them.
    """

    stability: float
    difficulty: float
    last: datetime
    due: datetime
    reviews: int
    lapses: int
    source: MarkSource


def fold(reviews: Iterable[Review]) -> Card | None:
    """The card after all these reviews, whatever order they come in; None without any."""
    return reduce(reviewed, sorted(reviews, key=lambda review: (review.at, review.interview)), None)


def reviewed(card: Card | None, review: Review) -> Card:
    """The card after one more review; the one before is left as it was. Estimates are no reviews: ValueError."""
    if review.source not in (MarkSource.JUDGE, MarkSource.SELF):
        raise ValueError(f"a {review.source.value} is no review")
    at = review.at.astimezone(UTC)
    after, _ = _scheduler().review_card(_fsrs(card), fsrs.Rating(int(review.rating)), at)
    assert after.stability is not None and after.difficulty is not None
    return Card(
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
    """Without steps of minutes: a point comes back on another day, never in the same interview."""
    return fsrs.Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _fsrs(card: Card | None) -> fsrs.Card:
    """The package's own card. Its last review is dated eight hours back, because the package counts whole days only."""
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


def recall(card: Card, at: datetime) -> float:
    """The chance, 0–1, that the point is known at an instant: (1 + F·days/stability)^−decay, FSRS-6."""
    days = max(0, (at - card.last + NIGHT).days)
    return float((1 + _factor() * days / card.stability) ** -_decay())


def due(card: Card, retention: float = RETENTION) -> datetime:
    """When recall falls to `retention`; the inverse of `recall` in whole days, at least one and at most a year."""
    days = card.stability / _factor() * (retention ** (-1 / _decay()) - 1)
    return card.last + timedelta(days=min(max(round(days), 1), LONGEST))


def is_due(card: Card, at: datetime, retention: float = RETENTION) -> bool:
    """Whether a drill at this instant asks the point again; the last eight hours before it is due count."""
    return due(card, retention) <= at + NIGHT


def _decay() -> float:
    return float(_scheduler().parameters[20])


@cache
def _factor() -> float:
    return float(0.9 ** (-1 / _decay()) - 1)
