"""Questions of any shape and key points somebody once learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from interview.marks import MarkSource
from interview.memory import Review, fold
from interview.planning import Content, Held
from interview.review import Rating
from questions.model import KeyPoint, Kind, Probe, Purpose, Question, Text

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def question(
    id: str, weights: Sequence[int] = (3, 2, 1), probed: Sequence[str] = ("p0", "p1", "p2"), topic: str = "rag"
) -> Question:
    """A question with points p0, p1, … of these weights, and one probe aimed at each point in `probed`."""
    text = Text(zh=f"题目 {id}", en=f"question {id}")
    points = tuple(KeyPoint(f"p{n}", Text(f"要点 {n}", f"point {n}"), weight) for n, weight in enumerate(weights))
    probes = tuple(
        Probe(f"{point}-{n}", point, Purpose.CAUSE, text, text, (KeyPoint("k", text, 1),))
        for n, point in enumerate(probed)
    )
    return Question(id, topic, 3, Kind.CONCEPT, text, text, points, probes=probes, revision="r1")


def held(question: str, point: str, weight: int = 2, *, ago: float = 10, rating: Rating = Rating.AGAIN) -> Held:
    """A point with one review, so many days ago."""
    card = fold([Review(NOW - ago * DAY, rating, MarkSource.JUDGE)])
    assert card is not None
    return Held(question, point, weight, card)


def stable(question: str, point: str, weight: int = 2, *, ago: float = 10, stability: float = 300) -> Held:
    """A point that is remembered for as long as it is stable, in days."""
    found = held(question, point, weight, ago=ago, rating=Rating.GOOD)
    return replace(
        found, card=replace(found.card, stability=stability, due=found.card.last + timedelta(days=stability))
    )


def asked(drill: Content) -> list[tuple[str, str | None]]:
    """What a drill asks: questions, and the probe where it is one."""
    return [(pick.question, pick.probe) for pick in drill.picks]


def mornings(days: int) -> list[datetime]:
    """So many mornings from now on."""
    return [NOW + n * DAY for n in range(days)]
