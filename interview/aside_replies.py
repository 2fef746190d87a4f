"""What an aside is answered with: a plain function of the interview, the turn on the screen, and the kind of aside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from interview.asides import AsideKind
from interview.events import Event, HintAsked, Skipped, Stopped, Unknown
from interview.marks import effective
from interview.model import Interview, Mode, Turn


class AsideReply(StrEnum):
    """What is said."""

    SCOPE = "scope"  # what the question means, and what may be assumed: authored
    EXPLAINED = "explained"  # the same in a judge's words
    ASSUME = "assume"  # nothing is settled: assume, and say so
    HINT = "hint"
    NO_HINT = "no_hint"
    NO_HINT_IN_EXAM = "no_hint_in_exam"
    EASIER = "easier"  # offers to go on to the next question
    REVEAL = "reveal"  # offers to close the question and to show its answer
    REVEAL_AFTER_EXAM = "reveal_after_exam"
    GIVE_UP = "give_up"  # offers to go on without an answer
    STOP = "stop"  # offers to end the interview
    APPEAL = "appeal"  # asks which point of the latest verdict is contested
    RATE_YOURSELF = "rate_yourself"  # the latest grade is an estimate, which the person's own ticks correct
    NO_VERDICT = "no_verdict"
    AFTER_EXAM = "after_exam"
    TAKE_YOUR_TIME = "take_your_time"
    QUESTION = "question"  # the question once more
    CHAT = "chat"
    META = "meta"
    WHICH = "which"  # not clear whether it is an aside


OFFERS = frozenset(
    {AsideReply.EASIER, AsideReply.REVEAL, AsideReply.GIVE_UP, AsideReply.STOP}
)  # done when a tap confirms them


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply. text: of the bank, in the interview's language. verdict_of: the turn whose verdict may be contested."""

    reply: AsideReply
    text: str = ""
    verdict_of: int | None = None


def reply_to(interview: Interview, turn: Turn, kind: AsideKind) -> Spoken | HintAsked:
    """The reply to an aside while `turn` is open, or the event whose result is the reply."""
    exam = interview.mode is Mode.EXAM
    match kind:
        case AsideKind.CLARIFY:
            scope = interview.items[turn.item].question.scope.get(interview.language)
            return Spoken(AsideReply.SCOPE, scope) if scope else Spoken(AsideReply.ASSUME)
        case AsideKind.HINT:
            return Spoken(AsideReply.NO_HINT_IN_EXAM) if exam else HintAsked(turn.number)
        case AsideKind.IDK:
            return Spoken(AsideReply.GIVE_UP) if exam or turn.hints else HintAsked(turn.number)
        case AsideKind.EASIER:
            return Spoken(AsideReply.EASIER)
        case AsideKind.REVEAL:
            return Spoken(AsideReply.REVEAL_AFTER_EXAM if exam else AsideReply.REVEAL)
        case AsideKind.STOP:
            return Spoken(AsideReply.STOP)
        case AsideKind.DISPUTE:
            return _dispute(interview)
        case AsideKind.WAIT:
            return Spoken(AsideReply.TAKE_YOUR_TIME)
        case AsideKind.REPEAT:
            return Spoken(AsideReply.QUESTION)
        case AsideKind.CHAT:
            return Spoken(AsideReply.CHAT)
        case AsideKind.META:
            return Spoken(AsideReply.META)
        case _:
            assert_never(kind)


def without_hint(kind: AsideKind) -> Spoken:
    """The reply where there is no hint (left) to give."""
    return Spoken(AsideReply.GIVE_UP if kind is AsideKind.IDK else AsideReply.NO_HINT)


def confirmed(interview: Interview, turn: Turn, kind: AsideKind) -> Event | None:
    """What one tap does that confirms an aside; None where a reply is all there is to it."""
    match kind:
        case AsideKind.REVEAL if interview.mode is Mode.EXAM:
            return None
        case AsideKind.EASIER | AsideKind.REVEAL:
            return Skipped(turn.number)
        case AsideKind.STOP:
            return Stopped()
        case AsideKind.IDK:
            return Unknown(turn.number)
        case _:
            return None


def _dispute(interview: Interview) -> Spoken:
    """Which verdict is contested: the one shown last."""
    if interview.mode is Mode.EXAM:
        return Spoken(AsideReply.AFTER_EXAM)
    graded = next((turn for turn in reversed(interview.turns) if effective(turn) is not None), None)
    if graded is None:
        return Spoken(AsideReply.NO_VERDICT)
    grade = effective(graded)
    contestable = grade is not None and not grade.is_estimate and graded.grade is not None
    return Spoken(AsideReply.APPEAL if contestable else AsideReply.RATE_YOURSELF, verdict_of=graded.number)
