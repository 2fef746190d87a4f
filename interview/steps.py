"""Steps of a key point: met, kept, and told in answer to another wording; and how good predictions of keeping it were.

A point is *learned* once it was earned at all; *kept* when it was told unprompted on a later day; *transferred* when that was in
answer to a differently worded prompt, at least seven days after it came up last, or three when the interview is within 21 days.
Forgotten, it is learned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from interview.memory import NIGHT
from interview.review import Rating

DAY = timedelta(days=1)
APART, APART_SOON = timedelta(days=7), timedelta(days=3)
SOON = timedelta(days=21)
BINS = 5


class PointStep(IntEnum):
    """How far a point has come."""

    NONE = 0
    LEARNED = 1
    KEPT = 2
    TRANSFERRED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One review of a point. prompt: the probe that asked for it, "" the whole question."""

    at: datetime
    rating: Rating
    prompt: str


def step_of(reviews: Iterable[Told], target: datetime | None = None) -> PointStep:
    """The step after these reviews; `target`: the day of the interview."""
    step, before = PointStep.NONE, list[Told]()
    for review in sorted(reviews, key=lambda one: one.at):
        step = _after(step, review, before, target)
        before.append(review)
    return step


def _after(step: PointStep, review: Told, before: Sequence[Told], target: datetime | None) -> PointStep:
    if review.rating is Rating.AGAIN:
        return min(step, PointStep.LEARNED)
    if review.rating is Rating.HARD or not before:
        return max(step, PointStep.LEARNED)
    gap = review.at - before[-1].at
    soon = target is not None and review.at < target <= review.at + SOON
    if review.prompt not in {one.prompt for one in before} and gap + NIGHT >= (APART_SOON if soon else APART):
        return PointStep.TRANSFERRED
    return max(step, PointStep.KEPT if gap + NIGHT >= DAY else PointStep.LEARNED)


# -- predictions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForecastOutcome:
    """The chance (0–1) that was predicted for a point, and whether it stood."""

    chance: float
    stood: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of like chance: how many, their mean chance, the share that stood."""

    n: int
    chance: float
    stood: float


@dataclass(frozen=True, slots=True)
class BrierScore:
    """brier: mean squared error of the chances, 0 is best; base: that of always saying the share that stood."""

    n: int
    brier: float
    base: float
    bins: tuple[Bin, ...]


def score(outcomes: Sequence[ForecastOutcome]) -> BrierScore | None:
    """How good predictions were (Brier 1950), with bins of equal numbers for a calibration plot; None for none."""
    if not outcomes:
        return None
    n = len(outcomes)
    share = sum(one.stood for one in outcomes) / n
    brier = sum((one.chance - one.stood) ** 2 for one in outcomes) / n
    ordered = sorted(outcomes, key=lambda one: one.chance)
    parts = [ordered[n * k // BINS : n * (k + 1) // BINS] for k in range(BINS)]
    return BrierScore(n, brier, share * (1 - share), tuple(_bin(part) for part in parts if part))


def _bin(part: Sequence[ForecastOutcome]) -> Bin:
    return Bin(len(part), sum(one.chance for one in part) / len(part), sum(one.stood for one in part) / len(part))
