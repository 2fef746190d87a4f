"""How far an interview of two questions has come, as the events that brought it there."""

from __future__ import annotations

from grader.grade import Verdict, verdict_of
from interview.effects import (
    Effect,
    Refuse,
)
from interview.events import (
    Answered,
    AppealDecided,
    Appealed,
    Event,
    Graded,
    GradingFailed,
    PartSaid,
    Settled,
    Skipped,
    Started,
    Stopped,
)
from interview.model import Interview, Item, Mode
from interview.step import step
from questions.model import Lines
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, PROBE_POINTS, guess, question

ALL, NONE, HALF = judged(POINTS, "CCC"), judged(POINTS, "MMM"), judged(POINTS, "CMC")
STILL = judged(POINTS, "MPM")  # a1 is asked as after NONE
WELL, BADLY = judged(PROBE_POINTS, "CC"), judged(PROBE_POINTS, "MM")
ESTIMATE = guess(0.1, 0.9, 0.9)
FIRST = (Started(), Answered(1, "one"))
AMENDED = (*FIRST, PartSaid(1, "m", "x"), Settled(1, 1))  # while it is graded
PROBED = (*FIRST, Graded(1, 1, 1, NONE))  # turn 2 asks a1
SECOND = (*FIRST, Graded(1, 1, 1, HALF), Skipped(2))  # turn 3 asks the second question
ESTIMATED = (*FIRST, Graded(1, 1, 1, ESTIMATE))  # an estimate is all there is; turn 2 asks a1
APPEALED = (*PROBED, Appealed(1, "a", "I said it"))
FINISHED = (*SECOND, Answered(3, "three"), GradingFailed(3, 1))
ABANDONED = (*PROBED, Stopped())


def start(
    mode: Mode = Mode.COACH, items: tuple[Item, ...] = (), hints: Lines | None = None, depth: int = 1
) -> Interview:
    one = question("q0") if hints is None else question("q0", hints=hints)
    return Interview("i", 1, "en", items or (Item(one), Item(question("q1"))), mode, depth)


def played(interview: Interview, events: tuple[Event, ...]) -> tuple[Interview, tuple[Effect, ...]]:
    """The interview after all events, none of them refused, and what the last one asked for."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        interview, effects = step(interview, event)
        assert not any(isinstance(effect, Refuse) for effect in effects), event
    return interview, effects


DECIDED = AppealDecided(1, "a", verdict_of("a", Verdict.COVERED, "q"), HALF)
