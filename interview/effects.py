"""What an interview asks of the world. The edges react to nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why an event changed nothing. Ordinary: double taps, old buttons, repeated updates."""

    OUTDATED = "outdated"  # another turn, another revision, or a grade of an older generation
    GRADING = "grading"  # the answer is being graded
    GRADED = "graded"  # too late to change the answer
    OVER = "over"  # the interview has ended
    NO_HINT = "no_hint"  # none left, or exam mode
    NO_POINT = "no_point"  # no such key point
    NOT_GRADED = "not_graded"  # nothing to tick or appeal yet
    ALREADY = "already"  # said before, changes nothing


@dataclass(frozen=True, slots=True)
class Ask:
    turn: int


@dataclass(frozen=True, slots=True)
class RequestGrade:
    turn: int
    revision: int
    generation: int


@dataclass(frozen=True, slots=True)
class ShowHint:
    """The hint towards root key point `point` belongs on the screen."""

    turn: int
    point: str


@dataclass(frozen=True, slots=True)
class ShowGrade:
    """A grade (or that grading failed) belongs on the screen; `replaces` when one was shown for this turn before."""

    turn: int
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class ShowQuestionResult:
    """A planned question is through: its two marks, model answer and sources belong on the screen."""

    item: int


@dataclass(frozen=True, slots=True)
class RequestAppeal:
    turn: int
    point: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShowAppeal:
    turn: int
    point: str


@dataclass(frozen=True, slots=True)
class RecordReviews:
    """The ratings of a planned question's root key points are to be (re)written from `interview.review.ratings`."""

    item: int


@dataclass(frozen=True, slots=True)
class ShowSummary:
    pass


@dataclass(frozen=True, slots=True)
class Refuse:
    reason: Refusal


Effect = (
    Ask
    | RequestGrade
    | ShowHint
    | ShowGrade
    | ShowQuestionResult
    | RequestAppeal
    | ShowAppeal
    | RecordReviews
    | ShowSummary
    | Refuse
)
