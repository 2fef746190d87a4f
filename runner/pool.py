"""Warm processes within a memory budget, and the queue of those who wait for one.

A process serves one run and is gone; a fresh one is warmed in its place. As many run at once as there are cores and as the budget
holds at their limit; the others wait in the order in which they came, and are told their place.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from runner.limits import MIB, QUEUE_PLACES, QUEUE_SECONDS, RUN_BYTES
from runner.model import Busy, Program, Result, Waiting
from runner.process import NotStarted, Process
from runner.sandbox import Launch

RETRY_SECONDS: Final = 1.0
CGROUP_LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def free_memory() -> int:
    """Bytes that may be used here: what the system has available, or the control group's limit where that is less."""
    meminfo = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    found = [int(meminfo["MemAvailable"].split()[0]) << 10]
    for name in CGROUP_LIMITS:
        limit = Path(name).read_text().strip() if Path(name).exists() else ""
        found += [int(limit)] if limit.isdecimal() else []
    return min(found)


def runs_at_once(memory_mib: int | None = None) -> int:
    """How many runs fit the budget (by default half of what is free) and the cores, one at least."""
    budget = memory_mib * MIB if memory_mib is not None else _half()
    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, budget // RUN_BYTES))


def _half() -> int:
    try:
        return free_memory() // 2
    except (OSError, ValueError, KeyError):
        return RUN_BYTES


@dataclass(frozen=True, slots=True)
class _Waiter:
    turn: asyncio.Future[None]
    told: Waiting | None


class Line:
    """So many at once; the others first come, first served."""

    def __init__(self, at_once: int, places: int = QUEUE_PLACES) -> None:
        self._free, self._places = at_once, places
        self._waiting: deque[_Waiter] = deque()

    @asynccontextmanager
    async def turn(self, told: Waiting | None) -> AsyncIterator[None]:
        """Waits for a turn and holds it; Busy where the line is too long, or QUEUE_SECONDS were not enough."""
        await self._wait(told)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, told: Waiting | None) -> None:
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= self._places:
            raise Busy(f"{self._places} runs are waiting already")
        waiter = _Waiter(asyncio.get_running_loop().create_future(), told)
        self._waiting.append(waiter)
        self._tell()
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await waiter.turn
        except TimeoutError as error:
            self._leave(waiter)
            raise Busy(f"no turn within {QUEUE_SECONDS:.0f} seconds") from error
        except BaseException:
            self._leave(waiter)
            raise

    def _leave(self, waiter: _Waiter) -> None:
        """Gives up a place, or the turn that came in the same moment."""
        if waiter in self._waiting:
            self._waiting.remove(waiter)
            self._tell()
        elif waiter.turn.done() and not waiter.turn.cancelled():
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.turn.done():
                first.turn.set_result(None)
                self._tell()
                return
        self._free += 1

    def _tell(self) -> None:
        for place, waiter in enumerate(self._waiting, start=1):
            if waiter.told is not None:
                waiter.told(place)


class Pool:
    """Runs programs in processes started by one launch. To be entered; what it started is gone when it is left."""

    def __init__(self, launch: Launch, at_once: int) -> None:
        self._launch, self._at_once = launch, at_once
        self._line = Line(at_once)
        self._warm: asyncio.Queue[Process | NotStarted] = asyncio.Queue()
        self._room = asyncio.Semaphore(at_once)
        self._tasks = asyncio.TaskGroup()
        self._fillers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._fillers = [self._tasks.create_task(self._fill()) for _ in range(self._at_once)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for filler in self._fillers:
            filler.cancel()
        await self._tasks.__aexit__(None, None, None)
        while not self._warm.empty():
            if isinstance(process := self._warm.get_nowait(), Process):
                await process.end()

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        """The result of a program, in its turn. Refused, Busy, Unavailable as the model has them."""
        request = await asyncio.to_thread(program.request)
        async with self._line.turn(waiting):
            for _ in range(self._at_once):  # as many may have been lost while they were warm, for want of memory
                with suppress(NotStarted):
                    return await (await self._next()).run(program, request)
            return await (await self._next()).run(program, request)

    async def _fill(self) -> None:
        """Keeps processes warm; one that does not start is told to whoever waits for it."""
        while True:
            await self._room.acquire()
            try:
                self._warm.put_nowait(await Process.start(self._launch))
            except NotStarted as error:
                self._warm.put_nowait(error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _next(self) -> Process:
        process = await self._warm.get()
        self._room.release()
        if isinstance(process, NotStarted):
            raise process
        return process
