"""What an operator looks at while something is broken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp

from testing.running import free_port


class Probe:
    """The address for METRICS_LISTEN of one process, and what `/readyz` says there."""

    def __init__(self) -> None:
        self.listen = f"127.0.0.1:{free_port()}"

    async def ready(self) -> tuple[int, str]:
        """Status and text; (0, "") while nobody listens."""
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://{self.listen}/readyz", timeout=aiohttp.ClientTimeout(total=15)) as answer,
            ):
                return answer.status, await answer.text()
        except aiohttp.ClientError:
            return 0, ""

    async def until(self, status: int, seconds: float = 20) -> str:
        """Waits for a status; the text with it."""
        async with asyncio.timeout(seconds):
            while (found := await self.ready())[0] != status:
                await asyncio.sleep(0.1)
        return found[1]


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)
