"""Notices about answers, their grades, ticks and appeals, in every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.grade import GradedBy
from interview.effects import Refusal
from interview.model import Mode, Reason
from questions.model import Purpose


@dataclass(frozen=True, slots=True)
class Welcome:
    """about: the words its questions were found by, "" for a topic or anything."""

    questions: int
    mode: Mode
    about: str = ""
    kind: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class AnswerTooLong:
    """characters: the most that are taken."""

    characters: int
    kind: Literal["too_long"] = "too_long"


@dataclass(frozen=True, slots=True)
class AnsweringTooFast:
    """minute: the most answers in one."""

    minute: int
    kind: Literal["too_many"] = "too_many"


@dataclass(frozen=True, slots=True)
class RefusalTold:
    reason: Refusal
    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class NoHintInExam:
    kind: Literal["no_hint_in_exam"] = "no_hint_in_exam"


@dataclass(frozen=True, slots=True)
class SilentInExam:
    kind: Literal["after_exam"] = "after_exam"


@dataclass(frozen=True, slots=True)
class Listening:
    """The card that stands while messages of an answer gather. adding: to an answer that was graded already.

    unclear: code of the message that may belong to the answer before, "" for none.
    """

    interview: str
    turn: int
    adding: bool
    unclear: str = ""
    kind: Literal["listening"] = "listening"


@dataclass(frozen=True, slots=True)
class WrittenTooEarly:
    """A text that came before any question was on the screen."""

    kind: Literal["written_too_early"] = "written_too_early"


@dataclass(frozen=True, slots=True)
class VerdictsUnchanged:
    """An amended answer has the verdicts it had."""

    kind: Literal["verdicts_unchanged"] = "verdicts_unchanged"


@dataclass(frozen=True, slots=True)
class JudgedEnough:
    """count: judged answers of a day."""

    count: int
    kind: Literal["judged_enough"] = "judged_enough"


@dataclass(frozen=True, slots=True)
class JudgeSpent:
    """The judge has read and written what it may in a day, for everybody together."""

    kind: Literal["judge_spent"] = "judge_spent"


@dataclass(frozen=True, slots=True)
class QuestionReported:
    kind: Literal["reported"] = "reported"


AnswerNotice = (
    Welcome
    | AnswerTooLong
    | AnsweringTooFast
    | RefusalTold
    | NoHintInExam
    | SilentInExam
    | Listening
    | WrittenTooEarly
    | VerdictsUnchanged
    | JudgedEnough
    | JudgeSpent
    | QuestionReported
)


# -- second thoughts about a grade -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckUsage:
    """count: points of the latest graded answer."""

    count: int
    kind: Literal["check_wrong"] = "check_wrong"


@dataclass(frozen=True, slots=True)
class TicksRecorded:
    """mark: 0–10, None when too few points were ticked. turn: its name. probes: names of follow-ups ticked with it."""

    mark: float | None
    turn: str = ""
    probes: tuple[str, ...] = ()
    kind: Literal["checked"] = "checked"


@dataclass(frozen=True, slots=True)
class NoSuchTurn:
    """last: the name of the latest turn."""

    name: str
    last: str
    kind: Literal["no_such_turn"] = "no_such_turn"


@dataclass(frozen=True, slots=True)
class AppealUsage:
    count: int
    kind: Literal["appeal_usage"] = "appeal_usage"


@dataclass(frozen=True, slots=True)
class AppealReceived:
    """turn: its name. point: its number there, from 1."""

    turn: str = ""
    point: int = 0
    kind: Literal["appeal_received"] = "appeal_received"


@dataclass(frozen=True, slots=True)
class AppealWaiting:
    """No judge is configured. turn, point: as in `AppealReceived`."""

    turn: str = ""
    point: int = 0
    kind: Literal["appeal_waiting"] = "appeal_waiting"


@dataclass(frozen=True, slots=True)
class AppealUnjudged:
    kind: Literal["appeal_unjudged"] = "appeal_unjudged"


@dataclass(frozen=True, slots=True)
class AppealOfEstimate:
    kind: Literal["appeal_estimate"] = "appeal_estimate"


@dataclass(frozen=True, slots=True)
class WhyQuestion:
    """topic: its id."""

    reason: Reason
    topic: str
    kind: Literal["why_question"] = "why_question"


@dataclass(frozen=True, slots=True)
class WhyProbe:
    """point: the key point it is after, in words. probe: its place among at most `depth`."""

    reason: Reason
    point: str
    probe: int
    depth: int
    kind: Literal["why"] = "why"


@dataclass(frozen=True, slots=True)
class WhyOpenProbe:
    """While a follow-up is open: what it is for, not what it is after. probe: its place among at most `depth`."""

    reason: Reason
    purpose: Purpose
    probe: int
    depth: int
    kind: Literal["why_open"] = "why_open"


@dataclass(frozen=True, slots=True)
class GradeReceipt:
    """What a grade rests on. prompt: hash of the judge's prompt, "" without one. revision: the question's.

    turn: its name. proven: points whose verdict rests on the person's own words, of `points`. details: hashes are wanted.
    """

    graded_by: GradedBy
    prompt: str
    samples: int
    revision: str
    turn: str = ""
    proven: int = 0
    points: int = 0
    own: bool = False
    details: bool = False
    kind: Literal["receipt"] = "receipt"


FeedbackNotice = (
    CheckUsage
    | NoSuchTurn
    | TicksRecorded
    | AppealUsage
    | AppealReceived
    | AppealWaiting
    | AppealUnjudged
    | AppealOfEstimate
    | WhyQuestion
    | WhyProbe
    | WhyOpenProbe
    | GradeReceipt
)
