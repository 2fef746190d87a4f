"""The real application in this process: updates go through the real inbox, feed and handlers; nothing is delivered."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select, text

from app.context import AppContext
from app.messages.stored import unpack
from app.messages.values import Envelope
from bot.application import build
from bot.dispatcher import Dispatcher
from bot.handlers import register
from bot.ingest import ingest
from cli.terminal.json_lines import line
from storage import inbox
from storage.database import Database
from storage.tables import outbox
from testing.botapi import TOKEN, BotApi
from testing.context import Clock, running_app
from testing.until import until

MOVED = (
    "people",
    "chats",
    "interviews",
    "items",
    "turns",
    "tasks",
    "heard",
    "appeals",
)  # what a garbled update may not touch


class Now(Clock):
    """The real time: leases and second tries go by it."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Inside:
    """The application, and the ids of messages and updates as Telegram counts them up."""

    app: AppContext
    feed: Dispatcher = field(init=False)
    numbers: Iterable[int] = field(default_factory=lambda: count(int(time.time())))

    def number(self) -> int:
        return next(iter(self.numbers))

    async def take(self, *updates: dict[str, Any]) -> None:
        """Takes updates in and waits until every one of them was dealt with."""
        await ingest(self.app, [{"update_id": self.number()} | update for update in updates])
        self.feed.wake()
        await until(self._is_done)

    async def _is_done(self) -> bool:
        async with self.app.db.read() as tx:
            return not await inbox.waiting(tx)

    def message(self, who: int, words: str, *, chat: int | None = None, **more: Any) -> dict[str, Any]:
        made = {
            "message_id": self.number(), "date": int(time.time()), "text": words, "chat": place(chat or who), "from": user(who),
        }  # fmt: skip
        if words.startswith("/"):
            length = len(words.split()[0].encode("utf-16-le", "surrogatepass")) // 2
            made["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"message": made | more}

    async def say(self, who: int, words: str, **more: Any) -> None:
        await self.take(self.message(who, words, **more))

    def tap(self, who: int, data: object, *, chat: int | None = None, message_id: int = 1) -> dict[str, Any]:
        shown = {"message_id": message_id, "date": 1, "chat": place(chat or who), "text": "x"}
        return {
            "callback_query": {
                "id": str(self.number()),
                "from": user(who),
                "message": shown,
                "chat_instance": "1",
                "data": data,
            }
        }

    async def said(self, address: int) -> list[dict[str, Any]]:
        """Everything that was said in a chat, in order, as a terminal prints it with --format json."""
        return [json.loads(line(envelope.message)) for envelope in await self.envelopes(address)]

    async def envelopes(self, address: int) -> list[Envelope]:
        """Everything that was said in a chat, in order."""
        query = text("SELECT o.id FROM outbox o JOIN chats c ON c.id = o.chat WHERE c.address = :a ORDER BY o.id")
        async with self.app.db.read() as tx:
            ids = list((await tx.execute(query, {"a": str(address)})).scalars())
            rows = await tx.execute(select(outbox.c.payload).where(outbox.c.id.in_(ids)).order_by(outbox.c.id))
            return [unpack(payload) for (payload,) in rows]

    async def last(self, address: int) -> str:
        """The name of the latest word of the program in a chat, or the kind of the message."""
        said = await self.said(address)
        return str(said[-1].get("name") or said[-1]["event"]) if said else ""

    async def state(self) -> dict[str, list[Any]]:
        """The rows that make up people's interviews."""
        async with self.app.db.read() as tx:
            return {t: sorted(map(repr, (await tx.execute(text(f"SELECT * FROM {t}"))).all())) for t in MOVED}


def place(id: int) -> dict[str, Any]:
    return {"id": id, "type": "private" if id > 0 else "supergroup", "title": "Group", "first_name": "小明"}


def user(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "小明", "language_code": "en"}


@asynccontextmanager
async def inside(api: BotApi, url: str, **settings: Any) -> AsyncIterator[Inside]:
    """The application on a database, with its feed running."""
    db = Database.open(url)
    aside: set[asyncio.Task[None]] = set()

    def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        aside.add(task)
        task.add_done_callback(aside.discard)
        return task

    owner = f"inside-{id(db)}-{time.monotonic_ns()}"
    async with running_app(
        db, clock=Now(), owner=owner, telegram_token=TOKEN, telegram_api_url=api.url, **settings
    ) as here:
        application = build(here)
        application.bot_data.start = start
        await application.initialize()
        register(application)
        world = Inside(here)
        world.feed = Dispatcher(here, application, lambda: None)
        start(application.bot_data.batch_writer.serve())
        serving = asyncio.get_running_loop().create_task(world.feed.serve())
        try:
            yield world
        finally:
            world.feed.stop()
            await serving
            for task in tuple(aside):
                task.cancel()
            await application.shutdown()
            await db.close()
