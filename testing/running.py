"""The started `interviewer bot` (or worker), talking to a loopback Bot API server."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path
from types import TracebackType

from testing.botapi import TOKEN, BotApi
from testing.program import Started, environment, start
from testing.until import DEADLINE

SECRET = "a-secret_for-tests"
POLL_SECONDS = 0.005


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def listens(address: str) -> bool:
    """Whether somebody listens at a host:port of this machine."""
    host, _, port = address.partition(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0


def by_webhook() -> dict[str, str]:
    """The settings that make the bot take updates in at an address of this machine."""
    port = free_port()
    listen = f"127.0.0.1:{port}"
    return {"WEBHOOK_URL": f"http://{listen}/hook", "WEBHOOK_LISTEN": listen, "WEBHOOK_SECRET": SECRET}


class Running:
    """One process, started on entry and ended on exit; its stderr is kept in a file."""

    def __init__(self, api: BotApi, folder: Path, command: str = "bot", **settings: str) -> None:
        self._command, self._folder = command, folder
        self._environment = environment(folder, **({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url} | settings))
        self._log = folder / f"{command}.log"
        self.process: Started | None = None

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    async def start(self) -> Running:
        self._start()
        return self

    def _start(self) -> None:
        with self._log.open("ab") as log, Path(os.devnull).open("rb") as nothing:
            descriptors = nothing.fileno(), log.fileno(), log.fileno()
            self.process = start(self._folder, self._command.split(), self._environment, *descriptors)

    async def kill(self) -> None:
        """The power goes."""
        assert self.process is not None
        self.process.kill()
        await self.ended()

    async def stop(self, seconds: float = DEADLINE) -> int:
        """Asks it to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return await self.ended(seconds)

    async def ended(self, seconds: float = DEADLINE) -> int:
        """Waits for it to end by itself; its exit code."""
        async with asyncio.timeout(seconds):
            while (code := self._code()) is None:
                await asyncio.sleep(POLL_SECONDS)
        return code

    def _code(self) -> int | None:
        assert self.process is not None
        return self.process.poll()

    async def __aenter__(self) -> Running:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if self.process is not None and self.process.poll() is None:
                await self.stop()
        except TimeoutError:
            await self.kill()
            if kind is None:
                raise
        if kind is not None:
            print(self.log[-4000:])
        else:
            assert "Traceback" not in self.log, self.log[-4000:]
