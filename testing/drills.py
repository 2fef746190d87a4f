"""People with drills, a bank and a clock that tests move."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app import drills as planning
from app.context import AppContext, BankView, grader_of
from app.drill_settings import prefer
from app.messages.drills import DrillOffered
from app.messages.stored import unpack
from app.messages.values import Message, Notice, NoticeContent
from app.settings import Settings
from interview.marks import MarkSource
from interview.occurrence import EVERY_DAY, Quiet
from interview.review import Rated, Rating
from questions.bank import Bank
from questions.model import Question
from storage import chats, outbox, people, reviews
from storage.chats import Chat
from storage.database import Database
from storage.tables import drills, interviews
from storage.transaction import Tx
from testing.memories import question

NINE = time(9)
_numbers = itertools.count(1000)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def to(self, text: str) -> datetime:
        self.at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return self.at


def context_of(db: Database, clock: Clock, questions: Iterable[Question] = ()) -> AppContext:
    """A context whose clock, ids and dice tests hold."""
    settings = Settings(_env_file=None, embedding_model="none")  # type: ignore[call-arg]  # pydantic's own argument
    bank = Bank({q.id: q for q in questions or (question("a"), question("b"), question("c"))})
    ids = itertools.count(1)
    return AppContext(
        settings, db, BankView(bank, bank), grader_of(settings), clock, lambda: f"i{next(ids)}", lambda: 7
    )


async def someone(
    app: AppContext,
    *,
    at: time | None = NINE,
    zone: str = "Asia/Shanghai",
    days: frozenset[int] = EVERY_DAY,
    minutes: int = 10,
    quiet: Quiet | None = None,
) -> Chat:
    """A person in Telegram who wishes for drills."""
    async with app.db.write() as tx:
        number = next(_numbers)
        chat = await chats.ensure(
            tx, "telegram", str(number), language="en", zone=zone, name=f"p{number}", now=app.now()
        )
        person = await people.get(tx, chat.person)
        assert person is not None
        wishes = replace(person.preferences, drill_at=at, weekdays=days, minutes=minutes, quiet=quiet)
        await prefer(tx, chat.person, wishes, app.now())
    return chat


async def learned(
    app: AppContext,
    chat: Chat,
    *points: tuple[str, str],
    ago: timedelta = timedelta(days=5),
    rating: Rating = Rating.AGAIN,
) -> None:
    """Reviews of (question, point) pairs some time ago, each question in an interview of its own."""
    async with app.db.write() as tx:
        for id in dict.fromkeys(q for q, _ in points):
            name = f"learned-{next(_numbers)}"
            row = {"id": name, "chat": chat.id, "person": chat.person, "kind": "interview", "language": "en"}
            row |= {
                "mode": "coach",
                "depth": 3,
                "phase": "finished",
                "started_at": app.now(),
                "touched_at": app.now(),
            }
            await tx.execute(interviews.insert().values(row))
            rated = {point: Rated(rating, MarkSource.JUDGE) for q, point in points if q == id}
            await reviews.record(tx, chat.person, id, name, rated, app.now() - ago)


async def tick(app: AppContext, *, limit: int = 100) -> int:
    """One round of planning and offering; how many drills are new."""
    planned = await planning.plan(app.db, app.now())
    await planning.offer_due(app, limit)
    return planned


async def rows(tx: Tx, person: int | None = None) -> list[Any]:
    query = select(drills).order_by(drills.c.person, drills.c.local_day)
    return list(await tx.execute(query if person is None else query.where(drills.c.person == person)))


async def states(app: AppContext, chat: Chat) -> list[tuple[str, str]]:
    """The person's drills as (month-day, state)."""
    async with app.db.read() as tx:
        return [(row.local_day.isoformat()[5:], row.state) for row in await rows(tx, chat.person)]


async def said(app: AppContext, chat: Chat) -> list[Message]:
    """What the person was told, in order."""
    async with app.db.read() as tx:
        return [unpack(row.payload).message for row in await outbox.of_chat(tx, chat.id, unsent=False)]


async def notices(app: AppContext, chat: Chat) -> list[NoticeContent]:
    return [message.content for message in await said(app, chat) if isinstance(message, Notice)]


async def offers(app: AppContext, chat: Chat) -> list[DrillOffered]:
    return [notice for notice in await notices(app, chat) if isinstance(notice, DrillOffered)]
