"""One process for one run: started ahead of time, given one request, ended with everything that it may have left."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass

from runner.limits import CPU_SECONDS, REPLY_BYTES, START_SECONDS, WALL_SECONDS
from runner.model import End, NotReached, Program, Result, Unavailable
from runner.reply import read_reply
from runner.sandbox import Launch
from runner.values import Malformed

READY = b'{"ready":true}\n'
COMPLAINT_BYTES = 4096
BY_SIGNAL = 128  # what wrappers add to the number of the signal that ended the process


class NotStarted(Unavailable):
    """A process that never became ready, or ended before it read its request; `complaint` is what its wrappers wrote."""

    def __init__(self, complaint: str = "") -> None:
        last = complaint.strip().rpartition("\n")[2]
        super().__init__(f"the sandbox does not start{f': {last}' if last else ''}")
        self.complaint = complaint


@dataclass(frozen=True, slots=True)
class Process:
    """A warm process that waits for its one request."""

    _process: asyncio.subprocess.Process
    _folder: str | None

    @classmethod
    async def start(cls, launch: Launch) -> Process:
        """Starts it and waits until NumPy is warm and its rights are gone; NotStarted otherwise."""
        folder = None if launch.walled else tempfile.mkdtemp(prefix="interviewer-run-")
        spawning = asyncio.ensure_future(_spawned(launch, folder))
        try:
            process = cls(await asyncio.shield(spawning), folder)
        except asyncio.CancelledError:  # asyncio's own way out kills the first wrapper alone, and waits for the others
            await cls(await spawning, folder).end()
            raise
        except OSError as error:
            raise NotStarted(str(error)) from error
        try:
            await process._become_ready()
        except BaseException:
            await process.end()
            raise
        return process

    async def _become_ready(self) -> None:
        stdout, stderr = self._process.stdout, self._process.stderr
        assert stdout is not None and stderr is not None
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await stdout.readline() == READY
        except (TimeoutError, ValueError):
            ready = False
        if not ready:
            self._kill()
            raise NotStarted((await stderr.read(COMPLAINT_BYTES)).decode("utf-8", "replace"))

    async def run(self, program: Program, request: bytes) -> Result:
        """Runs the one program. NotStarted where the process was gone before it took the request."""
        begun = time.monotonic()
        raw = bytearray()
        try:
            async with asyncio.timeout(WALL_SECONDS):
                await self._exchange(request, raw)
                end = _how_it_ended(await self._process.wait(), time.monotonic() - begun)
        except TimeoutError:
            end = End.WALL
        except _TooMuch:
            end = End.OUTPUT
        finally:
            await self.end()
        seconds = time.monotonic() - begun
        return await asyncio.to_thread(_result, program, bytes(raw), end, seconds)

    async def _exchange(self, request: bytes, raw: bytearray) -> None:
        """Sends the request and collects what comes back until the other side is closed."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        with suppress(ConnectionError):
            stdin.write(request)
            await stdin.drain()
        stdin.close()
        while part := await stdout.read(1 << 16):
            raw += part
            if len(raw) > REPLY_BYTES:
                raise _TooMuch

    async def end(self) -> None:
        """Kills whatever is left of it, and returns when nothing holds its pipes any more."""
        self._kill()
        if self._process.stdin is not None:
            self._process.stdin.close()  # a harness that is still starting ends when no request comes
        await self._process.wait()
        if self._folder is not None:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    def _kill(self) -> None:
        """The wrappers are one process group; what is inside dies with them."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


async def _spawned(launch: Launch, folder: str | None) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *launch.command, stdin=pipe, stdout=pipe, stderr=pipe, env={}, cwd=folder or "/", start_new_session=True
    )


class _TooMuch(Exception):
    """More came back than may pass."""


def _how_it_ended(code: int, seconds: float) -> End:
    """The end that an exit code means. Inside, no signal can be sent: SIGKILL is the kernel's, for CPU time or for memory."""
    number = -code if code < 0 else code - BY_SIGNAL
    if number == signal.SIGXCPU or (number == signal.SIGKILL and seconds >= CPU_SECONDS):
        return End.CPU
    return End.MEMORY if number == signal.SIGKILL else End.DIED


def _result(program: Program, raw: bytes, end: End, seconds: float) -> Result:
    try:
        reply = read_reply(raw, program)
    except Malformed:
        nothing = (NotReached(),) * len(program.calls)
        return Result(nothing, End.OUTPUT if end is End.OUTPUT else End.FORGED, seconds)
    if not reply.started and end in (End.DIED, End.MEMORY):
        raise NotStarted
    return Result(reply.outcomes, End.DONE if reply.ended else end, seconds, reply.failed, reply.printed, reply.cut)
