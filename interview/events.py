"""Events: everything that can happen to an interview. All but `Started` and `Stopped` name their turn."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grade import Grade, PointVerdict
from interview.model import Tick


@dataclass(frozen=True, slots=True)
class Started:
    """The first question is to be asked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to the open question; `spoken`: it was dictated."""

    turn: int
    text: str
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Amended:
    """The whole answer as it is after a change (an edited message, a second part of a split one), while it is ungraded."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """ "I don't know", by button (`text` empty) or as the whole message."""

    turn: int
    text: str = ""
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class HintAsked:
    """The person asks for a hint on the open turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The person gives up the planned question of the open turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Estimated:
    """The similarity estimate of answer `revision`, while a judge is still to grade it."""

    turn: int
    revision: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class WaitedLong:
    """The judge exceeds the waiting time for answer `revision`; the interview goes on with the estimate."""

    turn: int
    revision: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade of answer `revision`; `generation` must be one more than that of the grade it replaces (0 without one)."""

    turn: int
    revision: int
    generation: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class GradingFailed:
    """Grading of answer `revision` was given up; the answer stays ungraded, which is not a mark of 0."""

    turn: int
    revision: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """Self-rating: the person confirms or corrects points of a provisional grade."""

    turn: int
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Appealed:
    """The person contests the verdict on one key point."""

    turn: int
    point: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """A second, independent verdict on one contested point; `grade` is the whole grade with it applied."""

    turn: int
    point: str
    verdict: PointVerdict
    grade: Grade


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person ends the interview early."""


Event = (
    Started
    | Answered
    | Amended
    | Unknown
    | HintAsked
    | Skipped
    | Estimated
    | WaitedLong
    | Graded
    | GradingFailed
    | Ticked
    | Appealed
    | AppealDecided
    | Stopped
)
