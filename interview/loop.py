"""A whole interview (self-introduction, project, knowledge, code, questions back): its time and its stages.

One clock runs through all stages. A stage is over at the end of its share of the time, counted from the beginning, and ends
when the answer that is being given then has been graded: what one stage takes too long is taken from the next, and what it
leaves is left to that. Every stage asks one question at least. Only time in which the person has a question before them
counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate

from interview.events import (
    Adding,
    Answered,
    Event,
    HintAsked,
    PartSaid,
    Skipped,
    Started,
    TakenBack,
    TakenUp,
    Unknown,
)
from interview.model import Interview, Loop, Phase, Stage

MINUTES = (20, 45, 60)
SHARES = {Stage.INTRO: 1, Stage.PROJECT: 4, Stage.KNOWLEDGE: 4, Stage.CODE: 5, Stage.QUESTIONS: 1}  # of 15
LULL = timedelta(minutes=10)  # a silence that is longer counts as that long: who left without a word loses no more
BY_PERSON = (Started, PartSaid, Adding, TakenBack, Answered, Unknown, HintAsked, Skipped, TakenUp)


def budget(minutes: int, stages: Collection[Stage]) -> dict[Stage, int]:
    """The seconds of each of these stages, in the order of the interview; whole minutes that add up to `minutes`.

    Stages share by `SHARES`; what rounding leaves goes to the largest remainders, the earlier stage first, and every
    stage has a minute at least. ValueError for less than a minute a stage.
    """
    chosen = [stage for stage in Stage if stage in stages]
    if minutes < len(chosen):
        raise ValueError(f"{minutes} minutes are too few for {len(chosen)} stages")
    whole = sum(SHARES[stage] for stage in chosen)
    exact = {stage: minutes * SHARES[stage] / whole for stage in chosen}
    given = {stage: max(1, int(exact[stage])) for stage in chosen}
    while sum(given.values()) != minutes:
        most = sum(given.values()) > minutes
        pick = min if most else max
        open_to = [stage for stage in chosen if not most or given[stage] > 1]
        given[pick(open_to, key=lambda stage: exact[stage] - given[stage])] += -1 if most else 1
    return {stage: 60 * given[stage] for stage in chosen}


# -- the clock -------------------------------------------------------------------------------------------------------


def clocked(interview: Interview, event: Event, now: datetime) -> Interview:
    """The interview with its clock put forward to an event. A clock that stands goes on when the person does something."""
    loop = interview.loop
    if loop is None or interview.phase is Phase.FINISHED:
        return interview
    if loop.since is None:
        return _with(interview, replace(loop, since=now)) if isinstance(event, BY_PERSON) else interview
    return forward(interview, now)


def forward(interview: Interview, now: datetime) -> Interview:
    """The interview with its clock put forward, if it runs."""
    loop = interview.loop
    if loop is None or loop.since is None:
        return interview
    return _with(interview, replace(loop, spent=_spent(interview, loop, now), since=now))


def _spent(interview: Interview, loop: Loop, now: datetime) -> float:
    """Seconds on the clock; while an answer is graded it stands."""
    if loop.since is None or interview.phase is not Phase.ASKING:
        return loop.spent
    return loop.spent + max(0.0, min(now - loop.since, LULL).total_seconds())


def _with(interview: Interview, loop: Loop) -> Interview:
    return replace(interview, loop=loop)


def paused(interview: Interview, now: datetime) -> Interview:
    """The interview with its clock standing; the same where it stands or there is none."""
    loop = interview.loop
    if loop is None or loop.since is None:
        return interview
    return _with(interview, replace(loop, spent=_spent(interview, loop, now), since=None))


def standing(interview: Interview) -> Interview:
    """The interview with its clock standing since the last event: what passed since then was no time of the interview."""
    return interview if interview.loop is None else _with(interview, replace(interview.loop, since=None))


def ends(loop: Loop) -> int:
    """At how many seconds on the clock the stage that is held is over; 0 before the first."""
    return list(accumulate(one.seconds for one in loop.rounds))[loop.begun - 1] if loop.begun else 0


def left(interview: Interview, now: datetime | None = None) -> float:
    """Seconds that the stage which is held has left, negative when it is over; as of the last event without `now`."""
    loop = interview.loop
    assert loop is not None
    return ends(loop) - (_spent(interview, loop, now) if now else loop.spent)


def is_over(interview: Interview) -> bool:
    """Whether the time of the stage that is held is over; never without stages."""
    return interview.loop is not None and interview.loop.begun > 0 and left(interview) <= 0


# -- stages ----------------------------------------------------------------------------------------------------------


def moved_on(interview: Interview) -> Interview:
    """The interview in the next stage that has a question, if the one that is held is over or has none left; else the same.

    When the time of the last one is over nothing is left to ask.
    """
    loop = interview.loop
    if loop is None:
        return interview
    asked = bool(loop.begun) and bool(items_of_stage(interview))
    if interview.places and not (asked and is_over(interview)):
        return interview
    if not loop.ahead:
        return replace(interview, ramp=replace(interview.ramp, count=0) if interview.ramp else None)
    ramp = loop.ahead[0].ramp
    begun = replace(interview, loop=replace(loop, begun=loop.begun + 1, told=0))
    return moved_on(replace(begun, ramp=replace(ramp, count=len(interview.items) + ramp.count)))


def items_of_stage(interview: Interview) -> list[int]:
    """Indices of the items of the stage that is held; of all items where there are no stages."""
    loop = interview.loop
    if loop is None:
        return list(range(len(interview.items)))
    stage = loop.current.stage if loop.current else None
    return [place for place, item in enumerate(interview.items) if item.stage is stage]


def opens_stage(interview: Interview, number: int) -> bool:
    """Whether a turn is the first of its stage."""
    turn = interview.turns[number - 1]
    stage = interview.items[turn.item].stage
    before = interview.turns[: number - 1]
    return stage is not None and all(interview.items[one.item].stage is not stage for one in before)


# -- signals ---------------------------------------------------------------------------------------------------------


class Signal(StrEnum):
    """What is said about the time of a stage, never in the middle of a message."""

    NEARLY = "nearly"
    OVER = "over"


def notice(seconds: int) -> int:
    """How many seconds before its end a stage of that length is said to be nearly over: five minutes of ten or more, else one."""
    return 300 if seconds >= 600 else 60


def next_signal(interview: Interview) -> tuple[Signal, float] | None:
    """The next signal of the stage that is held, and the seconds until it as of the last event; None for none."""
    loop = interview.loop
    if loop is None or loop.current is None or loop.since is None or interview.phase is not Phase.ASKING:
        return None
    match loop.told:
        case 0:
            return Signal.NEARLY, left(interview) - notice(loop.current.seconds)
        case 1:
            return Signal.OVER, left(interview)
        case _:
            return None


def signalled(interview: Interview) -> tuple[Interview, Signal | None]:
    """The signal that is due, and the interview in which it was given; an earlier one that was not given is passed over."""
    due, signal = interview, None
    while (coming := next_signal(due)) is not None and coming[1] <= 0 and due.loop is not None:
        due, signal = _with(due, replace(due.loop, told=due.loop.told + 1)), coming[0]
    return due, signal
