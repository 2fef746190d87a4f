"""What people prepare for, by the documents they brought along, and the questions that stand in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, or_, select, update

from storage.dialects import insert
from storage.tables import aim_questions, aims, plans
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question of a document. match: the id of the bank's question that asks the same, None for a draft of the person's own."""

    id: int
    text: str
    match: str | None
    offered: bool


@dataclass(frozen=True, slots=True)
class StoredAim:
    """A document. kind: jd, cv or mianjing, None before it was read. topics: shares (0–1). until: the last day it counts."""

    id: int
    kind: str | None
    title: str
    text: str
    topics: Mapping[str, float]
    until: date | None
    made_at: datetime
    questions: tuple[AskedBefore, ...]


async def keep(tx: Tx, person: int, title: str, text: str, until: date | None, now: datetime) -> int:
    """A document that is to be read; returns its number."""
    row = {"person": person, "title": title, "text": text, "topics": {}, "until": until, "made_at": now}
    return int((await tx.execute(insert(tx, aims).values(row).returning(aims.c.id))).scalar_one())


async def read(
    tx: Tx, aim: int, kind: str, topics: Mapping[str, float], asked: Sequence[tuple[str, str | None]]
) -> bool:
    """What a document says; asked: its questions with their matches. False when it is gone, or was read before."""
    unread = and_(aims.c.id == aim, aims.c.kind.is_(None))
    done = update(aims).where(unread).values(kind=kind, topics=dict(topics)).returning(aims.c.person)
    person = (await tx.execute(done)).scalar()
    if person is None:
        return False
    rows = [{"person": person, "aim": aim, "text": text, "match": match, "offered": False} for text, match in asked]
    if rows:
        await tx.execute(insert(tx, aim_questions), rows)
    return True


async def of_person(tx: Tx, person: int) -> list[StoredAim]:
    """A person's documents, oldest first; `until` is the day of their plan where none of its own is told."""
    own = func.coalesce(aims.c.until, plans.c.day, type_=aims.c.until.type).label("ends")
    joined = aims.outerjoin(plans, plans.c.person == aims.c.person)
    query = select(aims, own).select_from(joined).where(aims.c.person == person).order_by(aims.c.id)
    asked = select(aim_questions).where(aim_questions.c.person == person).order_by(aim_questions.c.id)
    questions: dict[int, list[AskedBefore]] = {}
    for row in await tx.execute(asked):
        questions.setdefault(row.aim, []).append(AskedBefore(row.id, row.text, row.match, row.offered))
    return [_stored(row, tuple(questions.get(row.id, ()))) for row in await tx.execute(query)]


async def get(tx: Tx, person: int, aim: int) -> StoredAim | None:
    """A document of this person; None when it is none of theirs."""
    return next((one for one in await of_person(tx, person) if one.id == aim), None)


def _stored(row: Row[Any], questions: tuple[AskedBefore, ...]) -> StoredAim:
    return StoredAim(row.id, row.kind, row.title, row.text, row.topics, row.ends, row.made_at, questions)


async def topics_of(tx: Tx, person: int, today: date) -> dict[str, float]:
    """The mean share of each topic over the documents that still count; {} without one."""
    ends = func.coalesce(aims.c.until, plans.c.day, type_=aims.c.until.type)
    joined = aims.outerjoin(plans, plans.c.person == aims.c.person)
    counts = and_(aims.c.person == person, aims.c.kind.is_not(None), or_(ends.is_(None), ends >= today))
    found = list((await tx.execute(select(aims.c.topics).select_from(joined).where(counts))).scalars())
    summed: dict[str, float] = {}
    for topics in found:
        for topic, share in topics.items():
            summed[topic] = summed.get(topic, 0.0) + share / len(found)
    return summed


async def with_any(tx: Tx, persons: Collection[int]) -> set[int]:
    """Those of these people who prepare for something."""
    query = select(aims.c.person).where(aims.c.person.in_(persons)).distinct()
    return set((await tx.execute(query)).scalars())


async def matched(tx: Tx, person: int, today: date) -> frozenset[str]:
    """The bank's questions that the documents which still count ask."""
    ends = func.coalesce(aims.c.until, plans.c.day, type_=aims.c.until.type)
    joined = aim_questions.join(aims, aims.c.id == aim_questions.c.aim)
    joined = joined.outerjoin(plans, plans.c.person == aims.c.person)
    counts = and_(aim_questions.c.person == person, aim_questions.c.match.is_not(None))
    query = select(aim_questions.c.match).select_from(joined).where(counts, or_(ends.is_(None), ends >= today))
    return frozenset((await tx.execute(query)).scalars())


async def offered(tx: Tx, aim: int) -> None:
    """The drafts of a document were offered to the curator."""
    drafts = and_(aim_questions.c.aim == aim, aim_questions.c.match.is_(None))
    await tx.execute(update(aim_questions).where(drafts).values(offered=True))


async def drop(tx: Tx, person: int, aim: int) -> bool:
    """Deletes a document with its questions; False when it is none of this person's."""
    return bool((await tx.execute(delete(aims).where(aims.c.id == aim, aims.c.person == person))).rowcount)
