"""People with histories of any size, written straight into the tables."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from interview.marks import MarkSource
from interview.memory import Review, fold
from interview.review import Rating
from questions.model import Language, Question
from storage import bank_rows, chats, people
from storage.chats import Chat
from storage.database import Database
from storage.people import Person
from storage.tables import cards, interviews, items, point_marks, question_marks, turns
from storage.transaction import Tx
from testing.program import Ran

Program = Callable[..., Ran]
NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
QUOTE = "<b>softmax</b> 会饱和 & “梯度”消失"


def within(url: str, work: Callable[[Any], Awaitable[Any]]) -> Any:
    """Does something in one transaction of the database."""

    async def done() -> Any:
        db = Database.open(url)
        try:
            async with db.write() as tx:
                return await work(tx)
        finally:
            await db.close()

    return asyncio.run(done())


async def person(
    tx: Tx, address: str = "me", *, name: str = "", zone: str = "Asia/Shanghai", language: Language = "zh"
) -> tuple[Chat, Person]:
    """Somebody with a chat: in Telegram when the address is a number."""
    channel: Any = "telegram" if address.isdigit() else "terminal"
    since = NOW - timedelta(days=200)
    chat = await chats.ensure(tx, channel, address, language=language, now=since, name=name, zone=zone)
    found = await people.get(tx, chat.person)
    assert found is not None
    return chat, found


async def history(
    tx: Tx,
    chat: Chat,
    questions: Sequence[Question],
    answers: int,
    *,
    source: str = "judge",
    end: datetime = NOW,
    days: int = 120,
    first: float | None = None,
    ticked: bool = False,
    seed: int = 1,
) -> None:
    """So many questions, one answer each, spread evenly over the days before `end`; marks rise slowly unless told."""
    if not answers:
        return
    dice = random.Random(seed)
    await bank_rows.keep_revisions(tx, list(questions), NOW)
    rows: dict[Any, list[dict[str, Any]]] = {t: [] for t in (interviews, items, turns, question_marks, point_marks)}
    for n in range(answers):
        at = end - timedelta(days=days) * (1 - (n + 1) / answers)
        _one(
            rows,
            chat,
            questions[n % len(questions)],
            f"{source}-{seed}-{chat.person}-{n}",
            at,
            source,
            first,
            ticked,
            dice,
            n / answers,
        )
    for table, listed in rows.items():
        for start in range(0, len(listed), 5_000):
            await tx.execute(insert(table), listed[start : start + 5_000])


def _one(
    rows: dict[Any, list[dict[str, Any]]],
    chat: Chat,
    question: Question,
    id: str,
    at: datetime,
    source: str,
    first: float | None,
    ticked: bool,
    dice: random.Random,
    far: float,
) -> None:
    mark = first if first is not None else round(min(10.0, max(0.0, dice.gauss(4.5 + 2.5 * far, 2))), 1)
    rows[interviews].append(
        {"id": id, "chat": chat.id, "person": chat.person, "kind": "interview", "language": "zh", "mode": "coach",
         "depth": 3, "phase": "finished", "started_at": at, "touched_at": at, "ended_at": at}
    )  # fmt: skip
    rows[items].append(
        {"interview": id, "place": 0, "question": question.id, "revision": question.revision, "asked_at": at}
    )
    rows[turns].append(
        {"interview": id, "number": 1, "item": 0, "reason": "drawn", "state": "answered", "hints": [], "answer": QUOTE,
         "revision": 1, "generation": 1, "graded": 1, "failed": False, "ticks": [], "asked_at": at, "answered_at": at}
    )  # fmt: skip
    about = {
        "interview": id,
        "item": 0,
        "person": chat.person,
        "question": question.id,
        "topic": question.topic,
        "at": at,
    }
    rows[question_marks].append(
        about
        | {"revision": question.revision, "level": question.level, "kind": "interview", "first": mark,
           "after": min(10.0, mark + 1.5), "source": source}
    )  # fmt: skip
    for point in question.key_points:
        credit = 1.0 if dice.random() * 10 < mark else dice.choice((0.0, 0.5))
        rows[point_marks].append(
            about
            | {"point": point.id, "weight": point.weight, "unprompted": credit, "after": max(credit, 0.5),
               "verdict": {1.0: "covered", 0.5: "partial", 0.0: "missing"}[credit], "first_source": source,
               "source": source, "hinted": False, "probed": True, "quote": QUOTE if credit < 1 else "",
               "why": "没有说到根号 d" if credit < 1 else "",
               "self_credit": dice.choice((0.0, 0.5, 1.0)) if ticked else None}
        )  # fmt: skip


async def remembered(tx: Tx, chat: Chat, questions: Sequence[Question], *, ago: timedelta) -> None:
    """A card for every key point of these questions, reviewed once or twice, so that they come back on many days."""
    rows = []
    for number, question in enumerate(questions):
        rating, latest = Rating(1 + number % 3), NOW - ago - timedelta(days=number % 9)
        first = [Review(latest - timedelta(days=2), Rating.GOOD, MarkSource.JUDGE)] if number % 4 else []
        card = fold([*first, Review(latest, rating, MarkSource.JUDGE)])
        assert card is not None
        values = {name: getattr(card, name) for name in ("stability", "difficulty", "last", "due", "reviews", "lapses")}
        rows += [
            values | {"person": chat.person, "question": question.id, "point": p.id, "source": "judge"}
            for p in question.key_points
        ]
    await tx.execute(insert(cards), rows)
