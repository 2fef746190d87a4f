"""Planning: what a drill asks within the person's minutes, and a forecast of the memory on the day of an interview.

A drill takes due key points by urgency, weight · (1 − recall). One or two due points of a question are asked by the
probe aimed at each of them, more by the whole question. Before a target date the desired retention rises, and in the last
72 hours every heavy point not yet reviewed in them comes first. The forecast is deterministic: a point with recall of at
least 0.5 is simulated as rated "good", any other as "hard".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from types import MappingProxyType

from interview.marks import MarkSource
from interview.memory import RETENTION, MemoryCard, Review, is_due, recall, reviewed
from interview.model import Item
from interview.review import Rating
from questions.model import Kind, Question

HEAVY = 3  # weight from which a key point is reviewed in the last stretch whatever its recall
QUESTION_MINUTES, PROBE_MINUTES = 4, 2
PROBED_AT_MOST = 2  # due points of one question that are asked one by one
AT_THE_DATE = 0.97  # retention wanted on the day itself
RISING = timedelta(days=21)  # how long before the date retention begins to rise
LAST_STRETCH = timedelta(hours=72)
KNOWN = 0.8  # recall below which a point is still open on the day
NEW_AT_MOST = 2  # new questions a day; each brings three to six points that come back

Key = tuple[str, str]  # question and point
NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Held:
    """A key point that a person has been asked about, with its memory card."""

    question: str
    point: str
    weight: int
    card: MemoryCard

    @property
    def key(self) -> Key:
        """Question and point."""
        return self.question, self.point

    @property
    def is_heavy(self) -> bool:
        """Whether the point is reviewed once in the last 72 h whatever its recall."""
        return self.weight >= HEAVY


@dataclass(frozen=True, slots=True)
class Pick:
    """One item of a drill: a probe, or a whole question (`probe` None), with the due points it reviews and its minutes."""

    question: str
    probe: str | None
    points: tuple[Held, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Content:
    """A drill: its picks, most urgent first, their sum in minutes, and the due points that did not fit."""

    picks: tuple[Pick, ...]
    minutes: int
    left: tuple[Held, ...]

    def items(self, questions: Mapping[str, Question]) -> tuple[Item, ...]:
        """The picks as items of an interview."""
        return tuple(Item(questions[pick.question], pick.probe) for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Forecast for the day of the interview; lists of points are ordered by recall on that day, lowest first.

    drills: drills until then. heavy: number of heavy points; fits: how many of them are reviewed in the last 72 h;
    left_out: the others. drop: lighter points that fall due and are never reviewed. open: points with recall below 0.8.
    minutes: length of a drill that would let every heavy point fit; 0 when no drill lies in the last 72 h.
    """

    drills: int
    heavy: int
    fits: int
    left_out: tuple[Held, ...]
    drop: tuple[Held, ...]
    open: tuple[Held, ...]
    minutes: int


def retention(now: datetime, target: datetime | None) -> float:
    """Desired retention (0–1): 0.9, rising linearly to 0.97 over the 21 days before the target, 0.9 again after it."""
    if target is None or not now < target:
        return RETENTION
    near = max(0.0, 1 - (target - now) / RISING)
    return RETENTION + (AT_THE_DATE - RETENTION) * near


def content(
    held: Iterable[Held],
    questions: Mapping[str, Question],
    minutes: int,
    now: datetime,
    target: datetime | None = None,
    times: Mapping[str, float] = NOTHING,
) -> Content:
    """The drill at `now` within `minutes`; its first pick is taken whatever its length. Unknown questions are ignored.

    times: how many times as urgent the points of a topic are, for the topics that the person prepares for.
    """
    wanted = retention(now, target)
    asked = [h for h in held if h.question in questions and (_owed(h, now, target) or is_due(h.card, now, wanted))]
    picks = sorted(
        _picks(asked, questions),
        key=lambda pick: _rank(pick, now, target, times.get(questions[pick.question].topic, 1.0)),
    )
    taken: list[Pick] = []
    spent = 0
    for pick in picks:
        if not taken or spent + pick.minutes <= minutes:
            taken.append(pick)
            spent += pick.minutes
    in_it = {h.key for pick in taken for h in pick.points}
    return Content(tuple(taken), spent, tuple(h for h in asked if h.key not in in_it))


def room(drill: Content, minutes: int, now: datetime, target: datetime | None = None) -> int:
    """Number of new questions that fit after the due points: at most 2, at least 1 when nothing is due, 0 in the last 72 h."""
    if target is not None and target - LAST_STRETCH <= now < target:
        return 0
    fits = min(NEW_AT_MOST, (minutes - drill.minutes) // QUESTION_MINUTES)
    return max(fits, 0 if drill.picks else 1)


def _owed(held: Held, now: datetime, target: datetime | None) -> bool:
    """Whether `now` is in the last 72 h before the target and this heavy point was not reviewed in them."""
    if target is None or not held.is_heavy:
        return False
    return target - LAST_STRETCH <= now < target and held.card.last < target - LAST_STRETCH


def _picks(due: Sequence[Held], questions: Mapping[str, Question]) -> list[Pick]:
    by_question: dict[str, list[Held]] = {}
    for held in due:
        by_question.setdefault(held.question, []).append(held)
    return [pick for id, points in by_question.items() for pick in _of_question(questions[id], points)]


def _of_question(question: Question, points: list[Held]) -> list[Pick]:
    probes = [_probe(question, held) for held in points]
    if question.kind is Kind.OPEN:  # a story is not told again in a drill; its heaviest open points are asked about
        aimed = [(held, probe) for held, probe in zip(points, probes, strict=True) if probe is not None]
        aimed.sort(key=lambda one: -one[0].weight)
        return [Pick(question.id, probe, (h,), PROBE_MINUTES) for h, probe in aimed[:PROBED_AT_MOST]]
    if len(points) > PROBED_AT_MOST or None in probes:
        return [Pick(question.id, None, tuple(points), QUESTION_MINUTES)]
    return [Pick(question.id, probe, (h,), PROBE_MINUTES) for probe, h in zip(probes, points, strict=True)]


def _probe(question: Question, held: Held) -> str | None:
    """The id of a top-level probe aimed at the point, rotating with the number of reviews; None when there is none."""
    aimed = [probe.id for probe in question.probes if probe.aims_at == held.point]
    return aimed[held.card.reviews % len(aimed)] if aimed else None


def _rank(pick: Pick, now: datetime, target: datetime | None, times: float) -> tuple[bool, float]:
    """Sort key: picks with an owed point first, then by urgency per minute, `times` that of another topic."""
    owed = any(_owed(h, now, target) for h in pick.points)
    return not owed, -times * sum(urgency(h, now) for h in pick.points) / pick.minutes


def urgency(held: Held, now: datetime) -> float:
    """Weight · (1 − recall at `now`): at least 0, at most the weight."""
    return held.weight * (1 - recall(held.card, now))


def outlook(
    held: Sequence[Held],
    questions: Mapping[str, Question],
    drills: Sequence[datetime],
    minutes: int,
    target: datetime,
    times: Mapping[str, float] = NOTHING,
) -> Outlook:
    """Simulates drills at these instants, each of `minutes` and completed, and reports the memory on the target date."""
    before = {h.key: h for h in held if h.question in questions}
    after, overdue = _simulated(before, questions, drills, minutes, target, times)
    by_recall = sorted(after.values(), key=lambda h: recall(h.card, target))
    stretch = target - LAST_STRETCH
    heavy = [h for h in by_recall if h.is_heavy]
    left_out = tuple(h for h in heavy if h.card.last < stretch)
    missed = {key for key in overdue if after[key].card is before[key].card}
    return Outlook(
        drills=len(drills),
        heavy=len(heavy),
        fits=len(heavy) - len(left_out),
        left_out=left_out,
        drop=tuple(h for h in by_recall if not h.is_heavy and h.key in missed),
        open=tuple(h for h in by_recall if recall(h.card, target) < KNOWN),
        minutes=_minutes(heavy, questions, sum(at >= stretch for at in drills)),
    )


def chances(
    held: Sequence[Held],
    questions: Mapping[str, Question],
    drills: Sequence[datetime],
    minutes: int,
    target: datetime,
    times: Mapping[str, float] = NOTHING,
) -> dict[Key, float]:
    """The chance (0–1) that each point is recalled when the last stretch before the day begins, with these drills until then."""
    begins = target - LAST_STRETCH
    before = {h.key: h for h in held if h.question in questions}
    after, _ = _simulated(before, questions, [at for at in drills if at < begins], minutes, target, times)
    return {key: recall(h.card, max(begins, h.card.last)) for key, h in after.items()}


def _simulated(
    held: Mapping[Key, Held],
    questions: Mapping[str, Question],
    drills: Sequence[datetime],
    minutes: int,
    target: datetime,
    times: Mapping[str, float],
) -> tuple[dict[Key, Held], set[Key]]:
    """The points after all drills, and the keys of those that were due in some drill and did not fit."""
    known, overdue = dict(held), set[Key]()
    by_question: dict[str, list[Key]] = {}
    for key in known:
        by_question.setdefault(key[0], []).append(key)
    for at in drills:
        drill = content(known.values(), questions, minutes, at, target, times)
        overdue |= {h.key for h in drill.left}
        for key in _reviewed_by(drill, by_question):
            known[key] = _answered(known[key], at)
    return known, overdue


def _reviewed_by(drill: Content, by_question: Mapping[str, list[Key]]) -> set[Key]:
    """The points a drill reviews: the target of a probe, every held point of a whole question."""
    whole = {key for pick in drill.picks if pick.probe is None for key in by_question[pick.question]}
    return whole | {h.key for pick in drill.picks for h in pick.points}


def _answered(held: Held, at: datetime) -> Held:
    """The point after a simulated review: "good" from a recall of 0.5, else "hard"."""
    rating = Rating.GOOD if recall(held.card, at) >= 0.5 else Rating.HARD
    return replace(held, card=reviewed(held.card, Review(at, rating, MarkSource.JUDGE)))


def _minutes(heavy: Sequence[Held], questions: Mapping[str, Question], drills: int) -> int:
    """Minutes of each of `drills` drills in which all these points are reviewed once; 0 for no drills."""
    return ceil(sum(pick.minutes for pick in _picks(heavy, questions)) / drills) if drills else 0
