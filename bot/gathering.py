"""What handlers side by side want of the database, done together: all that gathered while the last of it was committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Got = TypeVar("Got")


class Gathering(Generic[Asked, Got]):
    """One transaction for many; whoever asks goes on when it is committed.

    work: gives for each of what is asked what became of it, or the error that is its own. What it raises is raised for
    everybody who asked, each of them tried alone before.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Awaitable[Sequence[Got | Exception]]]) -> None:
        self._work = work
        self._waiting: asyncio.Queue[tuple[Asked, asyncio.Future[Got]]] = asyncio.Queue()

    async def ask(self, one: Asked) -> Got:
        """What became of it; raises what its transaction raised."""
        future: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((one, future))
        return await future

    async def serve(self) -> None:
        """Works until it is cancelled."""
        while True:
            gathered = [await self._waiting.get()]
            while not self._waiting.empty():
                gathered.append(self._waiting.get_nowait())
            await self._do(gathered)

    async def _do(self, gathered: list[tuple[Asked, asyncio.Future[Got]]]) -> None:
        """All of it, or each alone where one of them cannot be done."""
        try:
            results = await self._work([one for one, _ in gathered])
        except Exception as error:  # whatever it is, whoever asked is told and tries again
            if len(gathered) == 1:
                _end(gathered[0][1], error)
                return
            for one in gathered:
                await self._do([one])
        else:
            for (_, future), result in zip(gathered, results, strict=True):
                _end(future, result)


def _end(future: asyncio.Future[Got], result: Got | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
