"""One question for a whole group chat: answered by reply, closed at a time, told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from questions.model import Question
from storage import bank_rows
from storage.dialects import insert, locked
from storage.tables import people, quiz_answers, quizzes
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Quiz:
    """chat: the group's. state: open (answers are taken), closed (marks are awaited), told."""

    id: int
    chat: int
    question: str
    revision: str
    state: str
    opened_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """Who answered, and the interview (of kind "quiz") that holds the answer."""

    person: int
    name: str
    interview: str
    at: datetime


def _quiz(row: Row[Any]) -> Quiz:
    return Quiz(row.id, row.chat, row.question, row.revision, row.state, row.opened_at, row.closes_at)


async def begin(tx: Tx, chat: int, question: Question, now: datetime, closes_at: datetime) -> Quiz | None:
    """Opens a quiz in a group chat; None while another one is open there."""
    await bank_rows.keep_revisions(tx, [question], now)
    row = {"chat": chat, "question": question.id, "revision": question.revision, "state": "open"}
    row |= {"opened_at": now, "closes_at": closes_at}
    made = insert(tx, quizzes).values(row).on_conflict_do_nothing().returning(quizzes)
    found = (await tx.execute(made)).first()
    return _quiz(found) if found else None


async def get(tx: Tx, quiz: int) -> Quiz | None:
    """The quiz with this number, locked."""
    row = (await tx.execute(locked(tx, select(quizzes).where(quizzes.c.id == quiz), quizzes))).first()
    return _quiz(row) if row else None


async def open_of(tx: Tx, chat: int) -> Quiz | None:
    """The chat's open quiz, locked."""
    query = select(quizzes).where(quizzes.c.chat == chat, quizzes.c.state == "open")
    row = (await tx.execute(locked(tx, query, quizzes))).first()
    return _quiz(row) if row else None


async def asked(tx: Tx, chat: int) -> list[tuple[str, datetime]]:
    """Every question a group was asked, with when, oldest first."""
    query = select(quizzes.c.question, quizzes.c.opened_at).where(quizzes.c.chat == chat).order_by(quizzes.c.id)
    return [(question, at) for question, at in await tx.execute(query)]


async def due(tx: Tx, now: datetime) -> list[Quiz]:
    """Quizzes to be closed or told: their time is over and their table was not shown yet."""
    query = select(quizzes).where(quizzes.c.closes_at <= now, quizzes.c.state != "told").order_by(quizzes.c.closes_at)
    return [_quiz(row) for row in await tx.execute(locked(tx, query, quizzes, skip=True))]


async def change(tx: Tx, quiz: int, state: str) -> None:
    """Moves a quiz on: open, closed, told."""
    await tx.execute(update(quizzes).where(quizzes.c.id == quiz).values(state=state))


async def answered(tx: Tx, quiz: int, person: int, interview: str, now: datetime) -> bool:
    """Notes a person's answer; False when they answered before."""
    row = {"quiz": quiz, "person": person, "interview": interview, "at": now}
    noted = insert(tx, quiz_answers).values(row).on_conflict_do_nothing().returning(quiz_answers.c.quiz)
    return (await tx.execute(noted)).first() is not None


async def answer_of(tx: Tx, quiz: int, person: int) -> str | None:
    """The interview that holds a person's answer; None while they have not answered."""
    query = select(quiz_answers.c.interview).where(quiz_answers.c.quiz == quiz, quiz_answers.c.person == person)
    return (await tx.execute(query)).scalar()


async def count(tx: Tx, quiz: int) -> int:
    """How many people answered."""
    query = select(func.count()).select_from(quiz_answers).where(quiz_answers.c.quiz == quiz)
    return (await tx.execute(query)).scalar_one()


async def answers(tx: Tx, quiz: int) -> list[QuizAnswer]:
    """Everybody's answers, in the order in which they came."""
    joined = quiz_answers.join(people, people.c.id == quiz_answers.c.person)
    query = select(quiz_answers, people.c.name).select_from(joined).where(quiz_answers.c.quiz == quiz)
    rows = await tx.execute(query.order_by(quiz_answers.c.at, quiz_answers.c.person))
    return [QuizAnswer(row.person, row.name, row.interview, row.at) for row in rows]
