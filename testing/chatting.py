"""A person's phone beside an application without a network: what is said is delivered by hand, messages are numbered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from app import interviews, selection
from app.messages.stored import unpack
from app.messages.values import Envelope
from app.workers import grading
from interview.model import Interview, Item
from storage import chats, outbox, tasks
from storage import interviews as rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.context import AppContext
    from storage.chats import Chat

LEASE = timedelta(seconds=45)


@dataclass
class Phone:
    """One chat of Telegram. shown: what was delivered, by its number; a removed message is gone."""

    app: AppContext
    chat: Chat
    shown: dict[int, Envelope] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    async def of(cls, app: AppContext, address: str = "7") -> Phone:
        async with app.db.write() as tx:
            return cls(app, await chats.ensure(tx, "telegram", address, language="en", now=app.now()))

    async def begins(self, *ids: str, **wish: object) -> None:
        """An interview about these questions; the first one is delivered."""
        items = [Item(self.app.bank.questions[id]) for id in ids]
        async with self.app.db.write() as tx:
            await interviews.begin_with(tx, self.app, self.chat.id, selection.Wish("en", **wish), items)  # type: ignore[arg-type]  # fields of a wish
        await self.delivers()

    def number(self) -> int:
        return next(self.numbers)

    async def says(self, words: str, *, number: int | None = None) -> int:
        """A message that is an answer, asides being another matter; its number."""
        number = number or self.number()
        await interviews.answer(
            self.app, self.chat.id, words, source=f"telegram:7:{number}", order=number, confirmed=True
        )
        return number

    async def edits(self, number: int, words: str) -> bool:
        named = f"edit:{number}:{words}"
        return await interviews.edit(self.app, self.chat.id, f"telegram:7:{number}", words, old=None, edit=named)

    async def delivers(self, most: int = 100) -> list[Envelope]:
        """Sends what waits, at most so many messages; what was sent."""
        sent: list[Envelope] = []
        while len(sent) < most:
            async with self.app.db.write() as tx:
                claimed = await outbox.claim(tx, "telegram", "phone", self.app.now(), LEASE, 1)
                for row in claimed:
                    envelope = unpack(row.payload)
                    replaced = await outbox.shown(tx, row.chat, envelope.replaces) if envelope.replaces else []
                    ids = replaced or [self.number()]
                    for id in ids:
                        self.shown[id] = envelope
                        if envelope.message.event == "removal":
                            del self.shown[id]
                    await outbox.sent(tx, row, ids, self.app.now())
                    sent.append(envelope)
            if not claimed:
                break
        return sent

    async def works(self) -> None:
        """Does every task that is due, as a worker would, one after another."""
        handlers = {handler.kind: handler for handler in (*grading.JUDGED, *grading.PATIENCE)}
        while True:
            async with self.app.db.write() as tx:
                claimed = await tasks.claim(tx, tuple(handlers), self.app.owner, self.app.now(), LEASE, 1)
            if not claimed:
                return
            await handlers[claimed[0].kind].handle(self.app, claimed[0])

    async def interview(self) -> Interview:
        async with self.app.db.read() as tx:
            found = await rows.latest_of(tx, self.chat.id, self.app.bank, lock=False)
        assert found is not None
        return found

    def events(self) -> list[str]:
        """What is on the screen, oldest first: kinds of messages, of notices their own."""
        return [
            getattr(getattr(e.message, "content", None), "kind", e.message.event) for _, e in sorted(self.shown.items())
        ]
