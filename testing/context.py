"""An application context for tests: the real database, bank and grader, with a clock and dice that stand still."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import select

from app import interviews, selection
from app.context import AppContext, BankView, grader_of
from app.settings import Settings, load
from app.workers import grading
from cli.terminal.json_lines import line
from questions.bank import Bank, load_bank
from storage.chats import Chat
from storage.database import Database
from storage.tables import WAITING, tasks
from testing.until import until

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUESTION = "rag-reranking"
ANSWER = (
    "A cross-encoder reads query and passage together, so it is more accurate, but nothing can be computed beforehand."
)


@cache
def bank() -> Bank:
    return load_bank()


@dataclass
class Clock:
    """The time of a test, moved by hand."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **spans: float) -> None:
        self.now += timedelta(**spans)


def settings(**values: Any) -> Settings:
    """Settings of a test: words instead of an embedding model, each message an answer, nothing from outside but `values`."""
    return load(_env_file=None, **({"embedding_model": "none", "settle_seconds": 0} | values))


@asynccontextmanager
async def running_app(
    db: Database, *, clock: Clock | None = None, owner: str = "one", **values: Any
) -> AsyncIterator[AppContext]:
    """The context, with ids and dice that are the same in every run."""
    chosen = settings(**values)
    numbers = count(1)

    def new_id() -> str:
        return f"{owner}-{next(numbers)}"

    grader = grader_of(chosen)
    try:
        yield AppContext(
            chosen,
            db,
            BankView(bank(), bank()),
            grader,
            now=clock or Clock(),
            new_id=new_id,
            seed=lambda: 7,
            owner=owner,
        )
    finally:
        await grader.close()


@dataclass
class Conversation:
    """One person in one terminal chat, and all that was said to them."""

    app: AppContext
    chat: Chat
    heard: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    async def of(cls, app: AppContext, name: str = "me") -> Conversation:
        return cls(app, await interviews.terminal(app, name, "en"))

    async def listens(self) -> list[dict[str, Any]]:
        """What is new."""
        rows = await interviews.unsaid(self.app, self.chat.id)
        await interviews.printed(self.app, [number for number, _ in rows])
        new = [json.loads(line(message)) for _, message in rows]
        self.heard += new
        return new

    async def begins(self, *ids: str, **wish: Any) -> None:
        """An interview about these questions, or a drawn one."""
        wanted = selection.Wish("en", **wish)
        if not ids:
            assert await interviews.begin(self.app, self.chat.id, wanted)
            return
        from interview.model import Item

        items = [Item(self.app.bank.questions[id]) for id in ids]
        async with self.app.db.write() as tx:
            await interviews.begin_with(tx, self.app, self.chat.id, wanted, items)

    async def is_graded(self) -> bool:
        """Whether no answer of this person waits for a grade."""
        return not await interviews.waits(self.app, self.chat.person)

    def of_kind(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["event"] == event]

    def notices(self) -> list[str]:
        return [message["name"] for message in self.of_kind("notice")]


@asynccontextmanager
async def working(app: AppContext, **options: Any) -> AsyncIterator[None]:
    """A worker beside the block."""
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(grading.serve(app, idle=0.01, **options))
        try:
            yield
        finally:
            worker.cancel()


async def settled(context: Conversation) -> None:
    """Waits until no answer of this person waits for a grade."""
    await until(context.is_graded)
    await context.listens()


async def settled_as_time_passes(context: Conversation, clock: Clock, **spans: float) -> None:
    """As `settled`, while the clock goes ahead by so much whenever every task waits for a later time."""

    async def done() -> bool:
        if await context.is_graded():
            return True
        if await _at_rest(context.app.db, clock()):
            clock.passes(**spans)
        return False

    await until(done)
    await context.listens()


async def _at_rest(db: Database, now: datetime) -> bool:
    """Whether nobody works and no task is due. A clock that is moved before takes the lease from whoever works."""
    busy = (tasks.c.state == WAITING) & (tasks.c.owner.is_not(None) | (tasks.c.run_at <= now))
    async with db.read() as tx:
        return not (await tx.execute(select(tasks.c.id).where(busy))).first()
