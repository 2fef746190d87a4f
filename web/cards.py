"""The order of the conversation: messages where they stand, later ones in the place of those they replace, answers between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.messages.interview import (
    DebriefMessage,
    GradeMessage,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    SummaryMessage,
    WithdrawnMessage,
)
from app.messages.loops import ScorecardMessage
from app.messages.values import Envelope, NewButtons, Removal
from interview.model import Turn, TurnState

if TYPE_CHECKING:
    from app.page import SaidMessage, Talk


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece: a message or, without one, the person's answer to a turn."""

    id: str
    envelope: Envelope | None
    turn: Turn | None = None


def placed(talk: Talk) -> list[Placed]:
    """The pieces of a conversation, oldest first."""
    pieces = list(_messages(talk).values())
    interview = talk.interview
    for turn in interview.turns if interview else ():
        has_said = turn.draft.parts or turn.answer or turn.state in (TurnState.UNKNOWN, TurnState.SKIPPED)
        if interview is not None and has_said and turn.state is not TurnState.WITHDRAWN:
            place = next((n for n, piece in enumerate(pieces) if _is_after(piece, turn, interview.id)), len(pieces))
            pieces.insert(place, Placed(f"a-{interview.id}-{turn.number}", None, turn))
    return pieces


def _messages(talk: Talk) -> dict[str, Placed]:
    """What is on the screen after all that was said, by the id of its element."""
    shown: dict[str, Placed] = {}
    for said in talk.said:
        message, id = said.envelope.message, _id(said)
        match message:
            case Removal():
                shown.pop(_named(said.envelope.replaces), None)
                continue
            case NewButtons():
                continue
            case WithdrawnMessage() if (taken := _named(said.envelope.replaces)) in shown:
                shown[taken] = Placed(taken, said.envelope)
                continue
            case QuestionMessage() | ProbeMessage():
                shown.pop(id, None)  # asked again: it is what comes last
            case ResultMessage() | SummaryMessage() | DebriefMessage() | ScorecardMessage() if id in shown:
                if not getattr(message, "replaces", False):
                    shown.pop(id)
            case ResultMessage() | SummaryMessage() | ScorecardMessage() if message.replaces:
                continue  # corrects what nobody sees
        shown[id] = Placed(id, said.envelope)
    return shown


def _id(said: SaidMessage) -> str:
    return _named(said.key) if said.key else f"m-{said.number}"


def _named(key: str | None) -> str:
    return "m-" + (key or "").replace(":", "-")


def _is_after(piece: Placed, turn: Turn, interview: str) -> bool:
    """Whether a piece came after the answer to a turn: its grade, its question's result, or anything of a later turn."""
    if piece.turn is not None:
        return piece.turn.number > turn.number
    message = piece.envelope.message if piece.envelope else None
    if getattr(message, "interview", interview) != interview:
        return False
    match message:
        case GradeMessage(turn=number):
            return number >= turn.number
        case QuestionMessage(turn=number) | ProbeMessage(turn=number) | WithdrawnMessage(turn=number):
            return number > turn.number
        case ResultMessage(number=number):
            return number > turn.item
        case SummaryMessage() | DebriefMessage() | ScorecardMessage():
            return True
        case _:
            return False
