"""What is remembered per key point: one review per card and interview, the card a fold over its reviews."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, tuple_

from interview.marks import MarkSource
from interview.memory import MemoryCard, Review, fold
from interview.review import Rated, Rating
from storage.dialects import insert
from storage.tables import cards, reviews
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class PointCard:
    """The card of one key point of one question."""

    question: str
    point: str
    card: MemoryCard


async def record(tx: Tx, person: int, question: str, interview: str, rated: Mapping[str, Rated], now: datetime) -> None:
    """Makes these the interview's reviews of the question's points, and folds their cards; a regrade withdraws others.

    A review that is replaced keeps its time: it is judged anew, not done anew.
    """
    here = (reviews.c.person == person) & (reviews.c.question == question) & (reviews.c.interview == interview)
    before = set((await tx.execute(select(reviews.c.point).where(here))).scalars())
    await tx.execute(delete(reviews).where(here, reviews.c.point.in_(before - rated.keys())))
    key = {"person": person, "question": question, "interview": interview}
    rows = [
        key | {"point": point, "rating": int(one.rating), "source": one.source.value, "at": now}
        for point, one in rated.items()
    ]
    if rows:
        kept = insert(tx, reviews)
        new = {"rating": kept.excluded.rating, "source": kept.excluded.source}
        await tx.execute(kept.on_conflict_do_update(index_elements=[*key, "point"], set_=new), rows)
    await _refold(tx, person, question, before | rated.keys())


async def _refold(tx: Tx, person: int, question: str, points: set[str]) -> None:
    history: dict[str, list[Review]] = {point: [] for point in points}
    mine = (reviews.c.person == person) & (reviews.c.question == question) & reviews.c.point.in_(points)
    for row in await tx.execute(select(reviews).where(mine)):
        history[row.point].append(Review(row.at, Rating(row.rating), MarkSource(row.source), row.interview))
    folded = {point: fold(reviewed) for point, reviewed in history.items()}
    gone = [point for point, card in folded.items() if card is None]
    theirs = (cards.c.person == person) & (cards.c.question == question)
    await tx.execute(delete(cards).where(theirs, cards.c.point.in_(gone)))
    await _keep(tx, person, question, {point: card for point, card in folded.items() if card is not None})


async def _keep(tx: Tx, person: int, question: str, folded: Mapping[str, MemoryCard]) -> None:
    key = {"person": person, "question": question}
    rows = [key | {"point": point} | _columns(card) for point, card in folded.items()]
    if rows:
        kept = insert(tx, cards)
        new = {name: kept.excluded[name] for name in _columns(next(iter(folded.values())))}
        await tx.execute(kept.on_conflict_do_update(index_elements=[*key, "point"], set_=new), rows)


def _columns(card: MemoryCard) -> dict[str, Any]:
    return {
        "stability": card.stability,
        "difficulty": card.difficulty,
        "last": card.last,
        "due": card.due,
        "reviews": card.reviews,
        "lapses": card.lapses,
        "source": card.source.value,
    }


def _card(row: Row[Any]) -> PointCard:
    source = MarkSource(row.source)
    card = MemoryCard(row.stability, row.difficulty, row.last, row.due, row.reviews, row.lapses, source)
    return PointCard(row.question, row.point, card)


async def cards_of(tx: Tx, persons: Collection[int], before: datetime | None = None) -> dict[int, list[PointCard]]:
    """These people's cards, soonest due first; with `before` those that fall due (at a retention of 0.9) up to it."""
    theirs = select(cards).where(cards.c.person.in_(persons)).order_by(cards.c.due, cards.c.question)
    found: dict[int, list[PointCard]] = {person: [] for person in persons}
    for row in await tx.execute(theirs if before is None else theirs.where(cards.c.due <= before)):
        found[row.person].append(_card(row))
    return found


async def of_questions(tx: Tx, person: int, points: list[tuple[str, str]]) -> list[PointCard]:
    """The cards of these (question, point) pairs, soonest due first."""
    mine = (cards.c.person == person) & tuple_(cards.c.question, cards.c.point).in_(points)
    return [_card(row) for row in await tx.execute(select(cards).where(mine).order_by(cards.c.due))]
