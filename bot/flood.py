"""Who sends commands faster than replies may go out is told so once, and is not answered until they pause."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Any

from storage.inbox import Update

MANY, WITHIN = 12, 10.0  # commands of one person in so many seconds
PAUSE = 5.0  # seconds without a command that end a flood
REMEMBERED = 10_000  # people
ALWAYS = ("/stop", "/export", "/forget")  # heard whatever came before


class Flood(Enum):
    """What becomes of a command."""

    NONE = auto()
    TOLD = auto()  # the first that is not carried out
    DROPPED = auto()


class FloodGate:
    """Commands by who sent them, as far as this process has seen them; they count when they are taken up, not handled."""

    def __init__(self) -> None:
        self._came: dict[int, deque[float]] = {}
        self._until: dict[int, float] = {}  # by who floods
        self._told: set[int] = set()

    def note(self, updates: Iterable[Update], now: float | None = None) -> None:
        """These were taken up just now."""
        at = time.monotonic() if now is None else now
        for update in updates:
            if update.sender is not None and update.attempts == 1 and is_command(update.payload):
                self._note(update.sender, at)
        if len(self._came) > REMEMBERED:
            for sender in [sender for sender, came in self._came.items() if at - came[-1] > WITHIN]:
                del self._came[sender]
                self._end(sender)

    def _note(self, sender: int, now: float) -> None:
        came = self._came.setdefault(sender, deque(maxlen=MANY))
        if now >= self._until.get(sender, now):
            self._end(sender)
        came.append(now)
        if sender in self._until or (len(came) == MANY and now - came[0] < WITHIN):
            self._until[sender] = now + PAUSE

    def _end(self, sender: int) -> None:
        if self._until.pop(sender, None) is not None:
            self._told.discard(sender)
            self._came.get(sender, deque()).clear()

    def verdict(self, sender: int, command: str) -> Flood:
        """What becomes of a command that is handled now."""
        if sender not in self._until or command in ALWAYS:
            return Flood.NONE
        if sender in self._told:
            return Flood.DROPPED
        self._told.add(sender)
        return Flood.TOLD


def is_command(payload: Mapping[str, Any] | None) -> bool:
    """Whether an update is a command, told by its first character."""
    message = (payload or {}).get("message")
    text = message.get("text") if isinstance(message, dict) else None
    return isinstance(text, str) and text.startswith("/")
