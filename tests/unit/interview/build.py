"""Interviews for tables, as values: one question with key points a, b, c of weights 3, 2, 1 and probes aimed at them.

The question lists its points as c, a, b, so that a rule that goes by weight can be told from one that goes by place.
Verdicts are written as one letter per point, in the order a, b, c (`tests.unit.grader.build`). Every probe has two key points
k, l of weight 1: a probe's answer of "CM" earns the share ½, "CP" ¾, which is the least that is strong.

    probes: c1, b1, a1 (then a1+, then a1++), a2, a3
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.grade import Grade
from interview.model import Interview, Item, Mode, Phase, Reason, Tick, Turn, TurnState
from questions.model import KeyPoint, Kind, Lines, Probe, Purpose, Question, Text
from tests.unit.grader.build import estimated, judged, not_known

POINTS = (KeyPoint("c", Text(en="c"), 1), KeyPoint("a", Text(en="a"), 3), KeyPoint("b", Text(en="b"), 2))
PROBE_POINTS = (KeyPoint("k", Text(en="k"), 1), KeyPoint("l", Text(en="l"), 1))
HINTS = Lines(en=("towards c", "towards a", "towards b"))
UNKNOWN = "?"  # the answer "I don't know"


def probe(id: str, *then: Probe) -> Probe:
    """A probe whose name begins with the point that it is aimed at."""
    return Probe(id, id[0], Purpose.CAUSE, Text(en=id), Text(en=f"answer to {id}"), PROBE_POINTS, then)


PROBES = (probe("c1"), probe("b1"), probe("a1", probe("a1+", probe("a1++"))), probe("a2"), probe("a3"))


def question(id: str = "q", probes: Sequence[Probe] = PROBES, topic: str = "rag", hints: Lines = HINTS) -> Question:
    text = Text(en=id)
    return Question(id, topic, 3, Kind.CONCEPT, text, text, POINTS, hints, tuple(probes), revision="r1")


def ticked(said: str) -> tuple[Tick, ...]:
    """The person's ticks, written as "a=1 b=0.5"."""
    return tuple(Tick(point, float(credit)) for point, credit in (tick.split("=") for tick in said.split()))


def graded(turn: Turn, said: str | Grade | None) -> Turn:
    """A turn with the judge's verdicts as letters, "?" for "I don't know", a grade as it is, or nothing yet."""
    points = POINTS if turn.probe is None else PROBE_POINTS
    match said:
        case None:
            return turn
        case "?":
            return replace(turn, state=TurnState.UNKNOWN, revision=1, generation=1, grade=not_known(points))
        case str():
            return replace(turn, state=TurnState.ANSWERED, revision=1, generation=1, grade=judged(points, said))
        case _:
            return replace(turn, state=TurnState.ANSWERED, revision=1, generation=1, grade=said)


def root(said: str | Grade | None, hints: str = "", ticks: str = "", item: int = 0) -> Turn:
    """The turn of the question itself; `hints`: the points towards which hints were shown."""
    turn = Turn(1, item, hints=tuple(hints), ticks=ticked(ticks))
    return graded(turn, said)


def followed(id: str, said: str | Grade | None, hints: str = "", ticks: str = "") -> Turn:
    """The turn of a probe, aimed at the point it is named after."""
    turn = Turn(1, 0, id, id[0], Reason.MISSING, hints=tuple(hints), ticks=ticked(ticks))
    return graded(turn, said)


def drilled(id: str, said: str | Grade | None, hints: str = "", ticks: str = "") -> Turn:
    """The turn of a drill that asks a probe alone."""
    return replace(followed(id, said, hints, ticks), reason=Reason.DUE)


def interview(
    *turns: Turn, items: Sequence[Item] | None = None, phase: Phase = Phase.FINISHED, depth: int = 3
) -> Interview:
    """An interview with these turns, numbered from 1; a drill when the first turn is a probe."""
    numbered = tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))
    listed = items or (Item(question(), turns[0].probe if turns else None),)
    return Interview("i", 1, "en", tuple(listed), Mode.COACH, depth, phase, numbered)


def guess(*credits: float | None, score: float | None = None, suspected: str = "") -> Grade:
    """An estimate of the question's points a, b, c."""
    return estimated(POINTS, credits, score, suspected=tuple(suspected))


def probe_guess(*credits: float | None, score: float | None = None) -> Grade:
    """An estimate of a probe's points k, l."""
    return estimated(PROBE_POINTS, credits, score)
