"""What can happen to an interview. Every event but `Started` and `Stopped` names the turn it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grade import Grade, PointVerdict
from interview.model import Tick


@dataclass(frozen=True, slots=True)
class Started:
    pass


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
    """ "I don't know", by button or as the whole message."""

    turn: int
    text: str = ""
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class HintAsked:
    turn: int


@dataclass(frozen=True, slots=True)
class Skipped:
    turn: int


@dataclass(frozen=True, slots=True)
class Estimated:
    """Similarity's view of an answer that a judge is still to grade."""

    turn: int
    revision: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class WaitedLong:
    """The verdict is taking too long; the interview goes on with the estimate."""

    turn: int
    revision: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade of answer `revision`. `generation` is one more than that of the grade it replaces."""

    turn: int
    revision: int
    generation: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class GradingFailed:
    """The answer could not be graded for good; it stays ungraded, never 0."""

    turn: int
    revision: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """The person confirmed or corrected the pre-ticked points of a provisional grade."""

    turn: int
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Appealed:
    turn: int
    point: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """A second, independent judgement of one point of the same answer; `grade` is the whole grade with it applied."""

    turn: int
    point: str
    verdict: PointVerdict
    grade: Grade


@dataclass(frozen=True, slots=True)
class Stopped:
    pass


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
