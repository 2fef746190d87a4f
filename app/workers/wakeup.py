"""A poll loop's rest: until something is reported, and no longer than a while."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Wakeup:
    """Set by whoever stored something for the loop; what another process stored is found when the rest is over."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        self._event.set()

    def clear(self) -> None:
        self._event.clear()

    def is_set(self) -> bool:
        return self._event.is_set()

    async def wait(self, seconds: float) -> None:
        """Returns when it is set, at the latest after `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
