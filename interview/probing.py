"""Choice of the next probe from the verdicts so far, and the end of probing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from grader.grade import Verdict
from interview.marks import STRONG, MarkSource, as_it_stands, earned, effective, points, standing
from interview.model import Interview, Reason, Turn, TurnState
from interview.ramp import is_too_easy
from questions.model import Kind, Probe, Purpose, Question

TRIES_PER_POINT = 2  # authored rungs aimed at one point that is not getting better
DRILL_DEPTH = 1  # probes after a drill that asked a probe alone
OF_A_PROJECT = 3  # probes at least, however well it was told
URGENCY = {Reason.CONTRADICTED: 0, Reason.SUSPECTED: 0, Reason.MISSING: 1, Reason.PARTIAL: 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """The id of the next probe, why it is asked, and the root key point it is aimed at."""

    probe: str
    reason: Reason
    point: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A root key point without full credit, and the reason to probe it."""

    point: str
    reason: Reason


def next_probe(interview: Interview, item: int) -> Choice | None:
    """The next probe of a planned question; None when no point is open, the depth is reached, or no probe is left.

    Order: contradicted or suspected before missing before partial, then by weight; under pressure a point's challenging
    probes come before its others. A strong answer (share of at least 0.75) to a probe leads to its follow-up (`then`); one to
    a question of level 1 needs no probe. No probe is asked twice, a withdrawn one neither, and none before the points are made
    that it needs. After "I don't know" to the question itself one probe is asked, on the heaviest point that has any.
    """
    interview = as_it_stands(interview)
    turns = interview.turns_of(item)
    question = interview.items[item].question
    asked = {turn.probe for turn in interview.turns if turn.item == item and turn.probe is not None}
    if _used(turns) >= depth_of(interview, item) or is_too_easy(interview, item):
        return None
    last = turns[-1]
    unfit = asked | _presuming(interview, item)
    if turns[0].state is TurnState.UNKNOWN and turns[0].probe is None:
        return _easier(interview, question, unfit) if len(turns) == 1 else None
    deeper = _deeper(interview, question, last, unfit)
    if interview.items[item].probe is not None:
        return deeper
    return deeper or _open_rung(interview, item, unfit) or _reward(interview, item, unfit)


def _used(turns: tuple[Turn, ...]) -> int:
    """Probes asked so far; a probe that was the item itself does not count."""
    return sum(turn.probe is not None for turn in turns[1:])


def depth_of(interview: Interview, item: int) -> int:
    """Probes per item at most; an open question has at least one for each of its criteria, where the interview probes at all."""
    planned, most = interview.items[item], interview.depth
    if planned.probe is not None:
        return min(most, DRILL_DEPTH)
    return max(most, len(planned.question.key_points)) if most and planned.question.kind is Kind.OPEN else most


def _presuming(interview: Interview, item: int) -> set[str]:
    """Ids of the probes that build on points which the person has not made."""
    made = {mark.point for mark in points(interview, item) if mark.verdict is Verdict.COVERED}
    made |= {turn.aims_at for turn in interview.turns_of(item)[1:] if turn.aims_at and _is_strong(interview, turn)}
    return {probe.id for probe in interview.items[item].question.all_probes() if not made.issuperset(probe.needs)}


def _is_strong(interview: Interview, turn: Turn) -> bool:
    return (earned(interview, turn) or 0) >= STRONG


def _heaviest(question: Question) -> list[str]:
    """Ids of the root key points, heaviest first."""
    return [p.id for p in sorted(question.key_points, key=lambda p: -p.weight)]


def _easier(interview: Interview, question: Question, asked: set[str]) -> Choice | None:
    for point in _heaviest(question):
        for probe in _rungs(interview, question, point, asked):
            return Choice(probe.id, Reason.UNKNOWN, point)
    return None


def _rungs(interview: Interview, question: Question, point: str, asked: set[str]) -> Iterator[Probe]:
    """Top-level probes aimed at the point that were not asked; under pressure those that challenge first."""
    rungs = [probe for probe in question.probes if probe.aims_at == point and probe.id not in asked]
    if interview.loop is not None and interview.loop.pressure:
        rungs.sort(key=lambda probe: probe.purpose is not Purpose.CHALLENGE)
    return iter(rungs)


def _deeper(interview: Interview, question: Question, last: Turn, asked: set[str]) -> Choice | None:
    if last.probe is None or last.state is not TurnState.ANSWERED or not _is_strong(interview, last):
        return None
    for probe in question.probe(last.probe).then:
        if probe.id not in asked:
            return Choice(probe.id, Reason.DEEPER, probe.aims_at)
    return None


def still_open(interview: Interview, item: int) -> list[OpenPoint]:
    """The root key points to probe, most urgent first; unjudged points are left out."""
    question = interview.items[item].question
    root = interview.turns_of(item)[0]
    grade = effective(root)
    suspected = grade.suspected if grade is not None and standing(root).source is MarkSource.ESTIMATE else ()
    found: list[OpenPoint] = []
    for mark in points(interview, item):
        reason = _reason(mark.verdict, mark.unprompted, mark.point in suspected)
        if reason is not None and not _closed(interview, item, mark.point):
            found.append(OpenPoint(mark.point, reason))
    return sorted(found, key=lambda o: (URGENCY[o.reason], -question.key_point(o.point).weight))


def _reason(verdict: Verdict, credit: float | None, suspected: bool) -> Reason | None:
    """The reason to probe a point with this verdict; None for no reason."""
    match verdict:
        case Verdict.CONTRADICTED:
            return Reason.CONTRADICTED
        case _ if suspected and credit is not None:
            return Reason.SUSPECTED
        case Verdict.MISSING:
            return Reason.MISSING
        case Verdict.PARTIAL:
            return Reason.PARTIAL
        case _:
            return None


def _closed(interview: Interview, item: int, point: str) -> bool:
    """Whether a point is not probed again: a probe on it was strong or not known, or two were asked."""
    tries = [turn for turn in interview.turns_of(item)[1:] if turn.aims_at == point]
    return len(tries) >= TRIES_PER_POINT or any(
        turn.state is TurnState.UNKNOWN or _is_strong(interview, turn) for turn in tries
    )


def _open_rung(interview: Interview, item: int, asked: set[str]) -> Choice | None:
    question = interview.items[item].question
    entries = still_open(interview, item)
    if question.kind is Kind.OPEN:  # a story is gone through before any part of it is asked about again
        aims = Counter(turn.aims_at for turn in interview.turns_of(item)[1:])
        entries.sort(key=lambda entry: aims[entry.point])
    for entry in entries:
        for probe in _rungs(interview, question, entry.point, asked):
            return Choice(probe.id, entry.reason, entry.point)
    return None


def _reward(interview: Interview, item: int, asked: set[str]) -> Choice | None:
    """A probe on the heaviest point after a strong first answer that left nothing open; of a project, several."""
    turns = interview.turns_of(item)
    question = interview.items[item].question
    most = OF_A_PROJECT if question.topic == "project" else 1
    if len(turns) > most or not _is_strong(interview, turns[0]):
        return None
    aimed = {turn.aims_at for turn in turns[1:]}
    for point in sorted(_heaviest(question), key=lambda point: point in aimed):
        for probe in _rungs(interview, question, point, asked):
            return Choice(probe.id, Reason.DEEPER, point)
    return None
