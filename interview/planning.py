"""What a drill asks within the person's minutes, and how far drills get them until the date of an interview.

A drill takes what is most likely forgotten and weighs most. With one or two points of a question due it asks the
probe aimed at each of them, else the whole question. Towards a date more retention is wanted, and in the last 72
hours every heavy point has right of way once. Forecasts follow the likelier branch: a point whose recall is above one
half is taken as answered, any other as answered with help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from interview.marks import Source
from interview.memory import RETENTION, Card, Review, is_due, recall, reviewed
from interview.model import Item
from interview.review import Rating
from questions.model import Question

HEAVY = 3  # weight of a key point that an interviewer will not let pass
QUESTION_MINUTES, PROBE_MINUTES = 4, 2
PROBED_AT_MOST = 2  # due points of one question that are asked one by one
AT_THE_DATE = 0.97  # retention wanted on the day itself
RISING = timedelta(days=21)  # how long before the date retention begins to rise
LAST_STRETCH = timedelta(hours=72)
KNOWN = 0.8  # recall below which a point is still open on the day
NEW_AT_MOST = 2  # new questions a day; each brings three to six points that come back

Key = tuple[str, str]  # question and point


@dataclass(frozen=True, slots=True)
class Held:
    """A key point in somebody's memory."""

    question: str
    point: str
    weight: int
    card: Card


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing a drill asks: a probe, or a whole question (`probe` None), for the sake of these due points."""

    question: str
    probe: str | None
    points: tuple[Held, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Content:
    """A drill: what it asks, most urgent first, its length in minutes, and what is due and did not fit."""

    picks: tuple[Pick, ...]
    minutes: int
    left: tuple[Held, ...]

    def items(self, questions: Mapping[str, Question]) -> tuple[Item, ...]:
        return tuple(Item(questions[pick.question], pick.probe) for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far the drills until a date get.

    heavy: heavy points held; fits: how many of them come up in the last 72 h; left_out: the others, least known first.
    drop: lighter points that are due until then and are never reached. open: what will still not be known on the day.
    minutes: what a day would take to bring every heavy point up in the last stretch; 0 without a drill in it.
    """

    drills: int
    heavy: int
    fits: int
    left_out: tuple[Held, ...]
    drop: tuple[Held, ...]
    open: tuple[Held, ...]
    minutes: int


def retention(now: datetime, target: datetime | None) -> float:
    """The share of points that should be known, 0.9 and rising evenly to 0.97 over the 21 days before the date."""
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
) -> Content:
    """The drill of this moment; points of questions that are gone are left out. The first pick always fits."""
    wanted = retention(now, target)
    asked = [h for h in held if h.question in questions and (_owed(h, now, target) or is_due(h.card, now, wanted))]
    picks = sorted(_picks(asked, questions), key=lambda pick: _rank(pick, now, target))
    taken: list[Pick] = []
    spent = 0
    for pick in picks:
        if not taken or spent + pick.minutes <= minutes:
            taken.append(pick)
            spent += pick.minutes
    in_it = {(h.question, h.point) for pick in taken for h in pick.points}
    return Content(tuple(taken), spent, tuple(h for h in asked if (h.question, h.point) not in in_it))


def room(drill: Content, minutes: int, now: datetime, target: datetime | None = None) -> int:
    """How many new questions a drill has room for after what is due; none in the last stretch before the date.

    A drill with nothing due has one, however short the day's time.
    """
    if target is not None and target - LAST_STRETCH <= now < target:
        return 0
    fits = min(NEW_AT_MOST, (minutes - drill.minutes) // QUESTION_MINUTES)
    return max(fits, 0 if drill.picks else 1)


def _owed(held: Held, now: datetime, target: datetime | None) -> bool:
    """Whether a heavy point has not come up yet in the last stretch before the date."""
    if target is None or held.weight < HEAVY:
        return False
    return target - LAST_STRETCH <= now < target and held.card.last < target - LAST_STRETCH


def _picks(due: Sequence[Held], questions: Mapping[str, Question]) -> list[Pick]:
    by_question: dict[str, list[Held]] = {}
    for held in due:
        by_question.setdefault(held.question, []).append(held)
    return [pick for id, points in by_question.items() for pick in _of_question(questions[id], points)]


def _of_question(question: Question, points: list[Held]) -> list[Pick]:
    probes = [_probe(question, held) for held in points]
    if len(points) > PROBED_AT_MOST or None in probes:
        return [Pick(question.id, None, tuple(points), QUESTION_MINUTES)]
    return [Pick(question.id, probe, (h,), PROBE_MINUTES) for probe, h in zip(probes, points, strict=True)]


def _probe(question: Question, held: Held) -> str | None:
    """A probe aimed at the point that stands on the first rung; another one each time where there are several."""
    aimed = [probe.id for probe in question.probes if probe.aims_at == held.point]
    return aimed[held.card.reviews % len(aimed)] if aimed else None


def _rank(pick: Pick, now: datetime, target: datetime | None) -> tuple[bool, float]:
    return not any(_owed(h, now, target) for h in pick.points), -sum(
        urgency(h, now) for h in pick.points
    ) / pick.minutes


def urgency(held: Held, now: datetime) -> float:
    """What is at stake: the point's weight times the chance that it is forgotten."""
    return held.weight * (1 - recall(held.card, now))


def outlook(
    held: Sequence[Held],
    questions: Mapping[str, Question],
    drills: Sequence[datetime],
    minutes: int,
    target: datetime,
) -> Outlook:
    """What drills at these instants, this many minutes each and all of them done, make of a memory until the date."""
    known = {(h.question, h.point): h for h in held if h.question in questions}
    before, overdue = dict(known), set[Key]()
    mates: dict[str, list[Key]] = {}
    for key in known:
        mates.setdefault(key[0], []).append(key)
    for at in drills:
        drill = content(known.values(), questions, minutes, at, target)
        overdue |= {(h.question, h.point) for h in drill.left}
        for key in _brought_up(drill, mates):
            known[key] = _answered(known[key], at)
    missed = {key for key in overdue if known[key].card is before[key].card}
    heavy = [h for h in known.values() if h.weight >= HEAVY]
    fits = [h for h in heavy if h.card.last >= target - LAST_STRETCH]
    by_recall = sorted(known.values(), key=lambda h: recall(h.card, target))
    return Outlook(
        drills=len(drills),
        heavy=len(heavy),
        fits=len(fits),
        left_out=tuple(h for h in by_recall if h.weight >= HEAVY and h.card.last < target - LAST_STRETCH),
        drop=tuple(h for h in by_recall if h.weight < HEAVY and (h.question, h.point) in missed),
        open=tuple(h for h in by_recall if recall(h.card, target) < KNOWN),
        minutes=_minutes(heavy, questions, sum(at >= target - LAST_STRETCH for at in drills)),
    )


def _brought_up(drill: Content, mates: Mapping[str, list[Key]]) -> set[Key]:
    """The points a drill asks about: the one a probe is aimed at, all that are held of a whole question."""
    whole = {key for pick in drill.picks if pick.probe is None for key in mates[pick.question]}
    return whole | {(h.question, h.point) for pick in drill.picks for h in pick.points}


def _answered(held: Held, at: datetime) -> Held:
    rating = Rating.GOOD if recall(held.card, at) >= 0.5 else Rating.HARD
    return replace(held, card=reviewed(held.card, Review(at, rating, Source.JUDGE)))


def _minutes(heavy: list[Held], questions: Mapping[str, Question], drills: int) -> int:
    return ceil(sum(pick.minutes for pick in _picks(heavy, questions)) / drills) if drills else 0
