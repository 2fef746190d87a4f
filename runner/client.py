"""What the rest of the program imports: a runner by the setting INTERVIEWER_RUNNER.

    async with open_runner("auto") as runner:
        result = await runner.run(program)

`auto` runs in this machine's sandbox, `none` runs nothing, `unix:PATH` and `http://…` ask a service (`python -m runner.service`).
Nothing is started before the first run, or `warm`.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from runner.model import Program, Result, RunnerError, Unavailable, Waiting
from runner.protection import SETTING, Level, Protection

if TYPE_CHECKING:
    from runner.pool import Pool

__all__ = ["SETTING", "Level", "Local", "Protection", "Runner", "open_runner", "protection"]


class Runner(Protocol):
    """Runs programs. To be entered before use."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        """The result of a program. `waiting` is told its place in the queue. Raises Unavailable, Busy, ProgramRefused."""
        ...

    async def warm(self) -> Protection:
        """Gets ready for a run that is likely to come, and says how it will be guarded."""
        ...


def open_runner(setting: str = "auto", *, bare: bool = False) -> Runner:
    """The runner of a setting. `bare`: without a sandbox, limits alone; only for code of the machine's owner, who was asked.

    ValueError for a setting that is none.
    """
    match setting:
        case "none":
            return Nothing()
        case "auto":
            return Local(bare=bare)
        case str() if setting.startswith(("unix:/", "http://", "https://")):
            from runner.remote import Remote

            return Remote(setting)
    raise ValueError(f"{SETTING} is auto, none, unix:/PATH or http://HOST:PORT")


class Nothing:
    """Runs nothing, by setting."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        raise Unavailable("running code is turned off", f"Set {SETTING}=auto.")

    async def warm(self) -> Protection:
        return Protection(Level.NONE, "running code is turned off", f"Set {SETTING}=auto to turn it on.")


class Local:
    """Runs in processes of this machine, behind the sandbox, or bare."""

    def __init__(self, *, bare: bool = False, memory_mib: int | None = None) -> None:
        self._bare, self._memory = bare, memory_mib
        self._opening = asyncio.Lock()
        self._pool: Pool | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._pool = None
        await self._stack.aclose()

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        return await (await self._opened()).run(program, waiting)

    async def warm(self) -> Protection:
        try:
            await self._opened()
        except Unavailable as error:
            return Protection(Level.NONE, error.reason, error.advice)
        if self._bare:
            return Protection(Level.BARE, "limits alone, no sandbox", "Only run code of your own.")
        return Protection(Level.SANDBOX, "bubblewrap: no network, no files, no other processes; a trial run held")

    async def _opened(self) -> Pool:
        """The pool, after a trial of the sandbox when it is first needed. One that did not hold is tried again next time."""
        from runner.pool import Pool, runs_at_once
        from runner.sandbox import bare
        from runner.trial import tried

        async with self._opening:
            if self._pool is None:
                launch = bare() if self._bare else await tried()
                self._pool = await self._stack.enter_async_context(Pool(launch, runs_at_once(self._memory)))
            return self._pool


async def protection(setting: str) -> Protection:
    """What guards the machine under this setting, found out by trying. For `doctor`."""
    try:
        async with open_runner(setting) as runner:
            return await runner.warm()
    except (RunnerError, ValueError) as error:
        return Protection(Level.NONE, str(error))
