"""The open connections of this process, woken when something changed in their chat, whoever changed it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from app import page
from app.workers.wakeup import Wakeup
from storage.errors import StorageError

if TYPE_CHECKING:
    from app.context import AppContext
    from app.page import Stamp

LOOK_EVERY = 0.25  # seconds between looks at what other processes and the workers have said
log = structlog.get_logger()


@dataclass(slots=True)
class Live:
    """Wakes the connections of a chat when something changed in it."""

    app: AppContext
    _connections: dict[int, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))
    _stamps: dict[int, Stamp] = field(default_factory=dict)
    _woken: Wakeup = field(default_factory=Wakeup)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        """Until it is cancelled."""
        while True:
            await self._woken.wait(LOOK_EVERY)
            self._woken.clear()
            watched = [chat for chat, connections in self._connections.items() if connections]
            if not watched:
                continue
            try:
                found = await page.stamps(self.app, watched)
            except StorageError as error:
                log.warning("it is not known what has changed", why=str(error))
                await asyncio.sleep(LOOK_EVERY)
                continue
            for chat in watched:
                if self._stamps.get(chat) != found[chat]:
                    self._wake(chat)
            self._stamps = found

    def changed(self, chat: int) -> None:
        """Something was done in a chat just now, by this process."""
        self._wake(chat)

    def _wake(self, chat: int) -> None:
        for event in self._connections.get(chat, ()):
            event.set()

    def close(self) -> None:
        """Ends every connection: the program is about to end."""
        self.closing.set()
        for chat in self._connections:
            self._wake(chat)

    def enter(self, chat: int) -> asyncio.Event:
        """A connection's own event, set whenever something may have changed in its chat."""
        event = asyncio.Event()
        event.set()
        self._connections[chat].add(event)
        return event

    def leave(self, chat: int, event: asyncio.Event) -> None:
        self._connections[chat].discard(event)
        if not self._connections[chat]:
            del self._connections[chat]
