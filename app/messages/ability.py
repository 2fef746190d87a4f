"""Notices about the test of ability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AbilityOpening:
    """Said first. before: whether a test with a result went before. judged: a judge marks; else only own ticks count."""

    at_most: int
    before: bool
    judged: bool
    kind: Literal["test_opening"] = "test_opening"


@dataclass(frozen=True, slots=True)
class AbilityChange:
    """By how much the ability differs from that of the test before, with a 90 % interval, in marks."""

    by: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AbilityResult:
    """Ability in marks of ten with its 90 % interval. self_rated: by own ticks, of which a judge knows nothing."""

    interview: str
    mean: float
    low: float
    high: float
    answers: int
    self_rated: bool
    change: AbilityChange | None = None
    kind: Literal["test_result"] = "test_result"


@dataclass(frozen=True, slots=True)
class NoAbility:
    """answers: those with verdicts or ticks; needed: from how many on there is a result."""

    interview: str
    answers: int
    needed: int
    kind: Literal["test_without_result"] = "test_without_result"


@dataclass(frozen=True, slots=True)
class AbilityImpossible:
    """The bank has too few questions that the person was never asked."""

    kind: Literal["test_impossible"] = "test_impossible"


AbilityNotice = AbilityOpening | AbilityResult | NoAbility | AbilityImpossible
