"""The answer to `/why`: what led to a turn."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grade import PointVerdict
from interview.marks import effective
from interview.model import Interview, Reason, Turn
from interview.probing import depth_of


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """Why a turn was asked.

    turn: its number. point: the root key point a probe is aimed at. led_by: number of the turn whose answer led to it.
    verdict: the verdict in force on that turn for the point; None when it was not graded on it. probe: position among the
    question's probes, from 1, of at most `depth`; 0 for the question itself.
    """

    turn: int
    reason: Reason
    item: int
    point: str | None
    led_by: int | None
    verdict: PointVerdict | None
    probe: int
    depth: int


def why(interview: Interview, number: int) -> WhyAsked | None:
    """Why turn `number` was asked; None when there is no such turn."""
    turn = interview.turn(number)
    if turn is None:
        return None
    leading = led_by(interview, turn)
    led = effective(leading) if leading else None
    probes = [t.number for t in interview.turns_of(turn.item) if t.probe is not None]
    return WhyAsked(
        turn=number,
        reason=turn.reason,
        item=turn.item,
        point=turn.aims_at,
        led_by=leading.number if leading else None,
        verdict=led.verdict(turn.aims_at) if led and turn.aims_at and leading and leading.probe is None else None,
        probe=probes.index(number) + 1 if number in probes else 0,
        depth=depth_of(interview, turn.item),
    )


def led_by(interview: Interview, turn: Turn) -> Turn | None:
    """The turn before for a deeper probe, the question's own turn for any other, None for a planned one."""
    match turn.reason:
        case Reason.DRAWN | Reason.DUE:
            return None
        case Reason.DEEPER:
            return next((t for t in reversed(interview.turns_of(turn.item)) if t.number < turn.number), None)
        case _:
            return interview.turns_of(turn.item)[0]
