"""The program's processes, killed and started again, and the address that webhooks are balanced from."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from testing.botapi import TOKEN
from testing.program import environment
from testing.running import SECRET, free_port

ROOT = Path(__file__).parents[1]
AGAIN_AFTER = 0.5  # seconds until a process that ended is started again, as a supervisor does


@dataclass
class Member:
    """One process that is to run all the time."""

    name: str
    command: str
    folder: Path
    settings: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        variables = environment(self.folder, TELEGRAM_TOKEN=TOKEN, LOG_LEVEL="WARNING", **self.settings)
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.clocked", str(self.folder / "clock"), self.command,
                env=variables | {"PYTHONPATH": str(ROOT)}, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.kill()


@dataclass
class Fleet:
    """Every process; whichever ends is started again until the fleet is left."""

    folder: Path
    members: list[Member] = field(default_factory=list)
    killed: int = 0
    ended: int = 0

    def __post_init__(self) -> None:
        self.set_clock(0)

    def add(self, command: str, count: int, **settings: str) -> None:
        number = len(self.members)
        self.members += [Member(f"{command}{number + n}", command, self.folder, settings) for n in range(count)]

    def set_clock(self, ahead: float) -> None:
        """Every process's wall clock is ahead by so many seconds from now on."""
        written = self.folder / "clock.new"
        written.write_text(str(ahead))
        written.rename(self.folder / "clock")

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL, at whatever it is doing."""
        dice.choice(self.members).kill()
        self.killed += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Fleet]:
        async with asyncio.TaskGroup() as group:
            keeping = [group.create_task(self._keep(member)) for member in self.members]
            try:
                yield self
            finally:
                for kept in keeping:
                    kept.cancel()
        for member in self.members:
            if member.process is not None and member.process.returncode is None:
                member.process.terminate()
                await member.process.wait()

    async def _keep(self, member: Member) -> None:
        while True:
            await member.start()
            assert member.process is not None
            if await member.process.wait() != -9:
                self.ended += 1
                await asyncio.sleep(AGAIN_AFTER)

    def logs(self) -> str:
        return "\n".join(f.read_text(errors="replace") for f in sorted(self.folder.glob("*.log")))


@asynccontextmanager
async def balanced(count: int) -> AsyncIterator[list[dict[str, str]]]:
    """Settings of so many webhook replicas behind one address, which sends each update to whichever takes it."""
    ports = [free_port() for _ in range(count)]
    turn = 0

    async def pass_on(request: web.Request) -> web.Response:
        nonlocal turn
        body, turn = await request.read(), turn + 1
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")
        }
        for step in range(count):
            port = ports[(turn + step) % count]
            with suppress(aiohttp.ClientError):
                async with http.post(f"http://127.0.0.1:{port}/hook", data=body, headers=headers) as answer:
                    return web.Response(status=answer.status)
        return web.Response(status=502)

    app = web.Application(client_max_size=2**21)
    app.router.add_post("/hook", pass_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    front = free_port()
    await web.TCPSite(runner, "127.0.0.1", front).start()
    async with aiohttp.ClientSession() as http:
        yield [
            {
                "WEBHOOK_URL": f"http://127.0.0.1:{front}/hook",
                "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
                "WEBHOOK_SECRET": SECRET,
            }
            for port in ports
        ]
    await runner.cleanup()
