"""Faults that can be brought about anywhere: stall, drip, bomb, freeze, wrong operator, crowd. Each is a block in which it holds.

async with freeze(process, 13): ...        # SIGSTOP, after the block SIGCONT once so many seconds have passed
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from testing.botapi import BotApi, Person
from testing.program import run
from testing.running import Running
from testing.until import DEADLINE

CROWD, FLOOD = 150, 40  # newcomers, and commands of one person who floods


@asynccontextmanager
async def frozen(processes: Iterable[int], seconds: float) -> AsyncIterator[None]:
    """These processes stand still (SIGSTOP) from the block's end on, for so long, as a sleeping machine's do.

    What the block says is therefore in somebody's hands, or on its way to them, when it happens.
    """
    yield
    stopped = [pid for pid in processes if psutil.pid_exists(pid)]
    _send(stopped, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        _send(stopped, signal.SIGCONT)


def _send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def processes_of_postgres(server: Any) -> list[int]:
    """The server's own process and those of its connections."""
    first = psutil.Process(int((Path(server.pgdata) / "postmaster.pid").read_text().split()[0]))
    return [first.pid, *(child.pid for child in first.children(recursive=True))]


@asynccontextmanager
async def locked(file: Path, seconds: float) -> AsyncIterator[None]:
    """Another program holds SQLite's one write lock from the block's end on, for so long."""
    yield
    other = sqlite3.connect(file, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    try:
        await asyncio.sleep(seconds)
    finally:
        other.execute("ROLLBACK")
        other.close()


@asynccontextmanager
async def wrong_operator(api: BotApi, folder: Path, url: str) -> AsyncIterator[None]:
    """Somebody starts a second bot beside the first, with its token and its database, and wants a backup put back."""
    second = Running(api, folder, DATABASE_URL=url)
    async with second:
        await api.wait(lambda: "another program is fetching" in second.log, DEADLINE)
        yield
        if url.startswith("sqlite"):
            file = url.removeprefix("sqlite:///")
            ran = await asyncio.to_thread(run, folder, "db", "restore", file, "--replace", DATABASE_URL=url)
            assert ran.code == 1, "a backup was put back under a program at work"


@asynccontextmanager
async def crowd(api: BotApi) -> AsyncIterator[None]:
    """Newcomers by the hundred, and one person who floods, just before the block."""
    flooder = Person(6_999, "en")
    for number in range(CROWD):
        await api.say(Person(6_000 + number, "en"), "/start")
        if number < FLOOD:
            await api.say(flooder, f"/nope{number}")
    yield


@asynccontextmanager
async def fair_weather() -> AsyncIterator[None]:
    """Nothing happens."""
    yield
