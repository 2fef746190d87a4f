"""Answers that people gave for labelling: their words as they were shown, apart from whoever said them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select

from storage import bank_rows
from storage.dialects import insert
from storage.tables import given_answers, interviews, items, turns
from storage.transaction import Tx

if TYPE_CHECKING:
    from questions.model import Language, Question
    from storage.bank_rows import Questions


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that a person gave. number: by which they take it back."""

    number: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Nameless:
    """A given answer without its person. key: random, the same in every export. probe: None for the question itself."""

    key: str
    language: Language
    question: Question
    probe: str | None
    answer: str


async def give(tx: Tx, interview: str, turn: int, *, key: str, question: str, answer: str, now: datetime) -> int:
    """Keeps an answer as it was shown, or as it is shown now; its number."""
    row = {"interview": interview, "turn": turn, "key": key, "question": question, "answer": answer, "at": now}
    kept = insert(tx, given_answers).values(row)
    new = {"answer": kept.excluded.answer, "at": kept.excluded.at}
    made = kept.on_conflict_do_update(index_elements=["interview", "turn"], set_=new).returning(given_answers.c.id)
    return int((await tx.execute(made)).scalar_one())


async def of_person(tx: Tx, person: int) -> list[Given]:
    """What a person gave, the latest first."""
    joined = given_answers.join(interviews, interviews.c.id == given_answers.c.interview)
    query = select(given_answers).select_from(joined).where(interviews.c.person == person)
    rows = await tx.execute(query.order_by(given_answers.c.id.desc()))
    return [Given(row.id, row.question, row.answer) for row in rows]


async def take_back(tx: Tx, person: int, number: int) -> bool:
    """Whether a person's answer with this number was there; it is no more."""
    theirs = select(interviews.c.id).where(interviews.c.person == person)
    gone = delete(given_answers).where(given_answers.c.id == number, given_answers.c.interview.in_(theirs))
    return (await tx.execute(gone.returning(given_answers.c.id))).first() is not None


async def everybodys(tx: Tx, bank: Questions) -> list[Nameless]:
    """All given answers, in the order of their random keys, with their questions as they were asked."""
    turn = and_(turns.c.interview == given_answers.c.interview, turns.c.number == given_answers.c.turn)
    item = and_(items.c.interview == turns.c.interview, items.c.place == turns.c.item)
    joined = given_answers.join(turns, turn).join(items, item).join(interviews, interviews.c.id == turns.c.interview)
    said, asked_of = (given_answers.c.key, given_answers.c.answer), (items.c.question, items.c.revision)
    query = select(*said, *asked_of, interviews.c.language, turns.c.probe).select_from(joined)
    rows = (await tx.execute(query.order_by(given_answers.c.key))).all()
    asked = await bank_rows.revised(tx, [(row.question, row.revision) for row in rows], bank)
    return [Nameless(row.key, row.language, asked[row.question, row.revision], row.probe, row.answer) for row in rows]
