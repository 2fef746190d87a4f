"""Hints in the order in which they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from interview.model import Interview, Turn
from questions.model import KeyPoint


@dataclass(frozen=True, slots=True)
class Hint:
    """point: the root key point it leads to."""

    point: str
    text: str


def hints(interview: Interview, turn: Turn) -> tuple[Hint, ...]:
    """Every hint of a turn, heaviest point first; on a probe its own, else that of the point it is aimed at."""
    question, language = interview.items[turn.item].question, interview.language
    if turn.probe is not None and turn.aims_at is not None:
        probe = question.probe(turn.probe)
        own = _by_weight(probe.key_points, probe.hints.get(language))
        if own:
            return tuple(Hint(turn.aims_at, text) for _, text in own)
    listed = _by_weight(question.key_points, question.hints.get(language))
    return tuple(Hint(point.id, text) for point, text in listed if turn.aims_at in (None, point.id))


def next_hint(interview: Interview, turn: Turn, *, easiest: bool = False) -> Hint | None:
    """The first hint that was not shown on the turn; None without one.

    easiest: on a question, towards the point that is named most easily: questions list their points from what comes first
    to mind to what is added, and a quantity is harder than a statement.
    """
    found = hints(interview, turn)
    if easiest and turn.probe is None:
        points = interview.items[turn.item].question.key_points
        places = {point.id: (point.check is not None, place) for place, point in enumerate(points)}
        found = tuple(sorted(found, key=lambda hint: places[hint.point]))
    shown = Counter(turn.hints)
    for hint in found:
        if not shown[hint.point]:
            return hint
        shown[hint.point] -= 1
    return None


def last_hint(interview: Interview, turn: Turn) -> Hint:
    """The hint that was shown last on a turn; there is one."""
    point = turn.hints[-1]
    of_point = [hint for hint in hints(interview, turn) if hint.point == point]
    return of_point[turn.hints.count(point) - 1]


def _by_weight(points: tuple[KeyPoint, ...], texts: tuple[str, ...]) -> list[tuple[KeyPoint, str]]:
    """Points with their hints, heaviest first; those without a hint are left out."""
    return sorted(((p, text) for p, text in zip(points, texts, strict=False) if text), key=lambda pair: -pair[0].weight)
