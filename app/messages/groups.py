"""Notices in groups and about them: quizzes, and what an organiser asks people to work through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizAsked:
    """quiz: its number, by which replies find it. topic: its id. answers: so far."""

    quiz: int
    topic: str
    text: str
    minutes: int
    answers: int
    kind: Literal["quiz"] = "quiz"


@dataclass(frozen=True, slots=True)
class QuizOpenAlready:
    kind: Literal["quiz_open_already"] = "quiz_open_already"


@dataclass(frozen=True, slots=True)
class QuizClosed:
    kind: Literal["quiz_closed"] = "quiz_closed"


@dataclass(frozen=True, slots=True)
class QuizAnsweredBefore:
    name: str
    kind: Literal["quiz_twice"] = "quiz_twice"


@dataclass(frozen=True, slots=True)
class QuizUsage:
    """near: topics that may have been meant."""

    near: str
    kind: Literal["quiz_usage"] = "quiz_usage"


@dataclass(frozen=True, slots=True)
class QuizPlace:
    """mark: 0–10. touched: how many of the question's key points were talked about."""

    name: str
    mark: float
    touched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizTable:
    """best: at most three, the best first. mean: of everybody who was marked, None for nobody.

    estimated: nobody judged, so what was touched of the `points` counts and no mark is shown.
    """

    answers: int
    best: tuple[QuizPlace, ...]
    mean: float | None
    estimated: bool
    reference: str
    points: int = 0
    kind: Literal["quiz_table"] = "quiz_table"


@dataclass(frozen=True, slots=True)
class AssignmentTold:
    """topic: its id. group: "" when one person was asked."""

    topic: str
    day: date
    group: str
    kind: Literal["told_assignment"] = "told_assignment"


GroupNotice = QuizAsked | QuizOpenAlready | QuizClosed | QuizAnsweredBefore | QuizUsage | QuizTable | AssignmentTold
