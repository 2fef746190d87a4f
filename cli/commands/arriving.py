"""The lines of a file or a pipe as they arrive, while other work goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import CancelledError
from contextlib import suppress

AHEAD = 256  # lines that are read before they are asked for
READER = "stdin"  # name of the thread; whoever leaves does not wait for it (cli.main)

Placed = tuple[
    int, int, bytes
]  # place among the lines that are not empty, from 0; number of the line, from 1; the line


class Arriving:
    """Lines that are not empty, without the first `skip` of them. To be used from one event loop, by any number of readers.

    failure: why the input could not be read to its end.
    """

    def __init__(self, lines: Iterable[bytes], skip: int = 0) -> None:
        self.failure: OSError | None = None
        self._lines = lines
        self._skip = skip
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Queue[Placed | None] = asyncio.Queue(AHEAD)
        threading.Thread(target=self._read, name=READER, daemon=True).start()

    def _read(self) -> None:
        with suppress(RuntimeError):
            self._read_all()
            self._hand_over(None)

    def _read_all(self) -> None:
        try:
            filled = ((number, raw) for number, raw in enumerate(self._lines, 1) if raw.strip())
            for place, (number, raw) in enumerate(filled):
                if place >= self._skip:
                    self._hand_over((place, number, raw))
        except OSError as error:
            self.failure = error

    def _hand_over(self, item: Placed | None) -> None:
        """RuntimeError once the loop has ended: nobody waits for more."""
        handed = self._ready.put(item)
        try:
            asyncio.run_coroutine_threadsafe(handed, self._loop).result()
        except (RuntimeError, CancelledError) as error:
            handed.close()
            raise RuntimeError from error

    async def some(self, most: int) -> list[Placed]:
        """The next line, and up to `most` that are there already; none at the end."""
        found: list[Placed] = []
        while len(found) < most and not (found and self._ready.empty()):
            item = await self._ready.get()
            if item is None:
                self._ready.put_nowait(None)  # for the next reader, too
                break
            found.append(item)
        return found
