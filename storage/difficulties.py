"""First marks of whole questions, what they say about people, and how hard questions turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from interview.marks import MarkSource
from storage.dialects import insert
from storage.tables import difficulties, people, question_marks
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class FirstMark:
    """The first answer of a person to a whole question, in an interview; a drill's lone probe is none."""

    person: int
    question: str
    topic: str
    level: int
    mark: float
    source: MarkSource
    at: datetime


@dataclass(frozen=True, slots=True)
class Learned:
    """What a question costs in marks more than one of middle difficulty, by the answers of so many people."""

    marks: float
    people: int


_WHOLE = question_marks.c.first.is_not(None) & question_marks.c.probe.is_(None)
_DECIDED = question_marks.c.source.in_((MarkSource.JUDGE.value, MarkSource.SELF.value))


async def _firsts(tx: Tx, query: Select[Any]) -> list[FirstMark]:
    rows = await tx.execute(query.where(_WHOLE))
    return [FirstMark(r.person, r.question, r.topic, r.level, r.first, MarkSource(r.source), r.at) for r in rows]


async def marks_of(tx: Tx, person: int) -> list[FirstMark]:
    """The judged and self-rated first marks of one person, oldest first; estimates are no marks."""
    query = select(question_marks).where(question_marks.c.person == person, _DECIDED)
    return await _firsts(tx, query.order_by(question_marks.c.at))


async def people_after(tx: Tx, person: int, limit: int) -> list[int]:
    """The next numbers of people, to walk over all of them a few at a time."""
    query = select(people.c.id).where(people.c.id > person).order_by(people.c.id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def judged_marks(tx: Tx, first: int, last: int) -> list[FirstMark]:
    """The judged first marks of the people with these numbers, both ends included, oldest first."""
    query = select(question_marks).where(question_marks.c.person.between(first, last))
    return await _firsts(
        tx, query.where(question_marks.c.source == MarkSource.JUDGE.value).order_by(question_marks.c.at)
    )


async def keep(tx: Tx, learned: Mapping[str, Learned], now: datetime) -> None:
    """Makes these the learned difficulties, all of them."""
    await tx.execute(delete(difficulties))
    rows = [{"question": id, "marks": one.marks, "people": one.people, "at": now} for id, one in learned.items()]
    if rows:
        await tx.execute(insert(tx, difficulties), rows)


async def learned(tx: Tx) -> dict[str, Learned]:
    """What was learned about difficulties, by question."""
    return {row.question: Learned(row.marks, row.people) for row in await tx.execute(select(difficulties))}


async def known(tx: Tx) -> dict[str, float]:
    """The learned difficulties, in marks, by question."""
    return {row.question: row.marks for row in await tx.execute(select(difficulties.c.question, difficulties.c.marks))}
