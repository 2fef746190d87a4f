"""What an operator looks at while something is broken."""

from __future__ import annotations

import aiohttp

from testing.running import free_port
from testing.until import DEADLINE, until


class Probe:
    """The address for METRICS_LISTEN of one process, and what `/readyz` says there."""

    def __init__(self) -> None:
        self.listen = f"127.0.0.1:{free_port()}"

    async def ready(self) -> tuple[int, str]:
        """Status and text; (0, "") while nobody listens."""
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://{self.listen}/readyz", timeout=aiohttp.ClientTimeout(total=DEADLINE)) as answer,
            ):
                return answer.status, await answer.text()
        except aiohttp.ClientError:
            return 0, ""

    async def until(self, status: int) -> str:
        """Waits for a status; the text with it."""

        async def said() -> str:
            found, text = await self.ready()
            return text if found == status else ""

        return str(await until(said))
