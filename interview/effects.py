"""Effects: what the caller of `step` has to store, compute or say. Adapters react to nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why an event changed nothing. Refusals are ordinary: double taps, old buttons, repeated updates."""

    OUTDATED = "outdated"  # another turn, another revision, or a grade of an older generation
    GRADING = "grading"  # the answer is being graded
    GRADED = "graded"  # too late to change the answer
    ONCE = "once"  # an answer is taken back once
    OVER = "over"  # the interview has ended
    NO_HINT = "no_hint"  # none left, or exam mode
    NO_POINT = "no_point"  # no such key point
    NOT_GRADED = "not_graded"  # nothing to tick or appeal yet
    ALREADY = "already"  # said before, changes nothing


@dataclass(frozen=True, slots=True)
class Ask:
    """Say the question or probe of this turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for more of the answer to this turn: silence ends the draft with an event `Settled` with these `changes`.

    opened: nothing was waited for before, so the person is to be told that they are heard. announced: nothing was said yet,
    and silence ends nothing.
    """

    turn: int
    changes: int
    opened: bool
    announced: bool = False


@dataclass(frozen=True, slots=True)
class StopListening:
    """Nothing more is waited for in this turn's draft."""

    turn: int


@dataclass(frozen=True, slots=True)
class ShowUnchanged:
    """Say that the amended answer of the turn has the verdicts it had."""

    turn: int


@dataclass(frozen=True, slots=True)
class ShowWithdrawn:
    """The question of this turn is taken off the screen."""

    turn: int


@dataclass(frozen=True, slots=True)
class RequestGrade:
    """Grade this revision of the answer; the result is an event `Graded` with this generation."""

    turn: int
    revision: int
    generation: int


@dataclass(frozen=True, slots=True)
class ShowHint:
    """Say the hint towards root key point `point`."""

    turn: int
    point: str


@dataclass(frozen=True, slots=True)
class ShowGrade:
    """Say the grade of the turn, or that grading failed; `replaces`: a result of this turn was said before."""

    turn: int
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class ShowQuestionResult:
    """A planned question is closed: say its two marks, model answer and sources."""

    item: int


@dataclass(frozen=True, slots=True)
class RequestAppeal:
    """Judge one point of the answer a second time; the result is an event `AppealDecided`."""

    turn: int
    point: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShowAppeal:
    """Say the outcome of the latest appeal of this point."""

    turn: int
    point: str


@dataclass(frozen=True, slots=True)
class RecordReviews:
    """Store the ratings of the question's root key points (`interview.review.ratings`), replacing earlier ones."""

    item: int


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """The interview has ended: say its summary."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The event changed nothing; always the only effect."""

    reason: Refusal


Effect = (
    Ask
    | Listen
    | StopListening
    | ShowUnchanged
    | ShowWithdrawn
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
