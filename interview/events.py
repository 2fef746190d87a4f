"""Events: everything that can happen to an interview. All but `Started` and `Stopped` name their turn."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grade import Grade, PointVerdict
from interview.model import Tick


@dataclass(frozen=True, slots=True)
class Started:
    """The first question is to be asked."""


@dataclass(frozen=True, slots=True)
class PartSaid:
    """A message of an answer, gathered in the turn's draft until that settles; a known `key` replaces its part.

    turn: the open one, the one being graded, or the one answered last while the next has no answer yet. seen: a verdict or
    follow-up to this turn was on the screen when it was said; concerns answers that are graded already.
    """

    turn: int
    key: str
    text: str
    spoken: bool = False
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """The person is done with what was said, by a tap or by silence; `changes` names the draft's state that is meant."""

    turn: int
    changes: int


@dataclass(frozen=True, slots=True)
class Adding:
    """The person wants to add to the answer given last: what is said next belongs to it, until that settles."""

    turn: int


@dataclass(frozen=True, slots=True)
class PartMoved:
    """Message `key` of the open turn's draft belongs to the answer given before."""

    turn: int
    key: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The answer given last is taken back and its question asked again, once a turn; `seen` as in `PartSaid`."""

    turn: int
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer to the open question, with what its draft holds before it; `spoken`: it was dictated."""

    turn: int
    text: str
    spoken: bool = False


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
    """The person gives up the planned question of the open turn; `parked`: to come back to it, so nothing of it is told."""

    turn: int
    parked: bool = False


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


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The person goes on with an interview that was stopped."""


Event = (
    Started
    | PartSaid
    | Settled
    | Adding
    | PartMoved
    | TakenBack
    | Answered
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
    | TakenUp
)
