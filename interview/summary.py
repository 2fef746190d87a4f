"""The summary of an interview: counts, mean marks by topic, strongest and weakest points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interview.marks import HINTED_AT_MOST, MarkSource, PointMark, QuestionMarks, is_touched, marks, points
from interview.model import Interview, Turn, TurnState

SHOWN_POINTS = 3  # strongest and weakest points of a summary


@dataclass(frozen=True, slots=True)
class TopicMarks:
    """Mean marks of the questions of one topic ("" for all topics) that have one source; `questions` is their number.

    touched, of: how many of their key points were talked about.
    """

    topic: str
    source: MarkSource
    questions: int
    unprompted: float
    after: float
    touched: int
    of: int


@dataclass(frozen=True, slots=True)
class InterviewSummary:
    """Figures of an interview; `strongest` and `weakest` are (item, point), by credit after probing, and disjoint.

    taken_back: answers that were taken back when a verdict had been shown. untouched: the heaviest points that an estimate
    does not find in the answers; estimates are in neither of the others.
    """

    asked: int
    answered: int
    skipped: int
    ungraded: int
    taken_back: int
    overall: tuple[TopicMarks, ...]
    topics: tuple[TopicMarks, ...]
    strongest: tuple[tuple[int, PointMark], ...]
    weakest: tuple[tuple[int, PointMark], ...]
    untouched: tuple[tuple[int, PointMark], ...]


def summary(interview: Interview) -> InterviewSummary:
    """The figures of the whole interview as it stands."""
    roots = {turn.item: turn for turn in reversed(interview.turns) if turn.state is not TurnState.WITHDRAWN}
    found = {item: marks(interview, item) for item in sorted(roots)}
    ranked = _ranked(interview, found)
    decided = [entry for entry in ranked if entry[1].source is not MarkSource.ESTIMATE]
    estimated = [entry for entry in reversed(ranked) if entry[1].source is MarkSource.ESTIMATE]
    return InterviewSummary(
        asked=len(roots),
        answered=sum(_is_answered(root) for root in roots.values()),
        skipped=sum(root.state is TurnState.SKIPPED for root in roots.values()),
        ungraded=sum(_is_answered(root) and found[item].unprompted is None for item, root in roots.items()),
        taken_back=sum(turn.taken_back and turn.first is not None for turn in interview.turns),
        overall=_means(interview, (("", item, mark) for item, mark in found.items())),
        topics=_means(interview, ((interview.items[item].question.topic, item, mark) for item, mark in found.items())),
        strongest=tuple(e for e in decided if (e[1].after or 0) > HINTED_AT_MOST)[:SHOWN_POINTS],
        weakest=tuple(e for e in reversed(decided) if (e[1].after or 0) <= HINTED_AT_MOST)[:SHOWN_POINTS],
        untouched=tuple(e for e in estimated if not is_touched(e[1]))[:SHOWN_POINTS],
    )


def _is_answered(root: Turn) -> bool:
    """Whether an answer was given, one that was taken back after its verdict included."""
    return root.is_answered or root.first is not None


def _ranked(interview: Interview, items: Iterable[int]) -> list[tuple[int, PointMark]]:
    """(item, point) of every point with a credit, best first; the heaviest points stand at both ends."""

    def place(entry: tuple[int, PointMark]) -> tuple[float, int]:
        after, weight = entry[1].after or 0.0, interview.items[entry[0]].question.key_point(entry[1].point).weight
        return -after, -weight if after > HINTED_AT_MOST else weight

    return sorted(((i, p) for i in items for p in points(interview, i) if p.after is not None), key=place)


def _means(interview: Interview, marked: Iterable[tuple[str, int, QuestionMarks]]) -> tuple[TopicMarks, ...]:
    groups: dict[tuple[str, MarkSource], list[tuple[int, float, float]]] = {}
    for topic, item, mark in marked:
        if mark.unprompted is not None and mark.after is not None:
            groups.setdefault((topic, mark.source), []).append((item, mark.unprompted, mark.after))
    return tuple(_mean_of(interview, *group, found) for group, found in groups.items())


def _mean_of(interview: Interview, topic: str, source: MarkSource, found: list[tuple[int, float, float]]) -> TopicMarks:
    known = [point for item, _, _ in found for point in points(interview, item)]
    return TopicMarks(
        topic=topic,
        source=source,
        questions=len(found),
        unprompted=_mean(first for _, first, _ in found),
        after=_mean(after for _, _, after in found),
        touched=sum(map(is_touched, known)),
        of=len(known),
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 1)
