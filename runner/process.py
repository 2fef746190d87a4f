"""One process for one run: started ahead of time, given one request, ended with everything that it may have left.

Every wait here ends. What comes out of the process is taken as it comes and dropped beyond a limit, so that no flood holds
anything up; one deadline spans the run and another the killing, after which the pipes are closed whoever holds them.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from runner.limits import CPU_SECONDS, END_SECONDS, REPLY_BYTES, START_SECONDS, WALL_SECONDS
from runner.model import End, NotReached, Program, Result, Unavailable
from runner.reply import read_reply
from runner.sandbox import Launch
from runner.values import Malformed

READY = b'{"ready":true}\n'
COMPLAINT_BYTES = 4096
POLL_SECONDS = 0.005
BY_SIGNAL = 128  # what wrappers add to the number of the signal that ended the process


class NotStarted(Unavailable):
    """A process that never became ready, or ended before it read its request; `complaint` is what its wrappers wrote."""

    def __init__(self, complaint: str = "") -> None:
        last = complaint.strip().rpartition("\n")[2]
        super().__init__(f"the sandbox does not start{f': {last}' if last else ''}")
        self.complaint = complaint


class _Outlet(asyncio.Protocol):
    """What comes out of a pipe: the first `most` bytes are kept, the rest is read and dropped. Reading never pauses."""

    def __init__(self, most: int) -> None:
        self.kept, self.overflowed, self.closed = bytearray(), False, False
        self._most, self._changed = most, asyncio.Event()

    def data_received(self, data: bytes) -> None:
        room = self._most - len(self.kept)
        self.kept += data[:room]
        self.overflowed = self.overflowed or len(data) > room
        self._changed.set()

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        self._changed.set()

    async def until(self, met: Callable[[], bool]) -> None:
        """Waits until a condition of what came holds, or nothing more can come. For one waiter at a time."""
        while not (met() or self.closed):
            self._changed.clear()
            await self._changed.wait()


@dataclass(frozen=True, slots=True)
class Process:
    """A warm process that waits for its one request."""

    _child: subprocess.Popen[bytes]
    _folder: str | None
    _out: _Outlet = field(default_factory=lambda: _Outlet(len(READY) + REPLY_BYTES))
    _err: _Outlet = field(default_factory=lambda: _Outlet(COMPLAINT_BYTES))
    _pipes: list[asyncio.BaseTransport] = field(default_factory=list)

    @classmethod
    async def start(cls, launch: Launch) -> Process:
        """Starts it and waits until NumPy is warm and its rights are gone; NotStarted otherwise."""
        folder = None if launch.walled else tempfile.mkdtemp(prefix="interviewer-run-")
        try:
            process = cls(_spawned(launch, folder), folder)
        except OSError as error:
            _remove(folder)
            raise NotStarted(str(error)) from error
        connecting = asyncio.ensure_future(process._connect())
        try:
            await asyncio.shield(connecting)
            ready = await process._is_ready()
        except BaseException:
            await asyncio.wait([connecting])
            await process.end()
            raise
        if not ready:
            await process.end()
            raise NotStarted(process._err.kept.decode("utf-8", "replace"))
        return process

    async def _is_ready(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self._out.until(lambda: len(self._out.kept) >= len(READY))
        return self._out.kept.startswith(READY)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        self._pipes.append((await loop.connect_read_pipe(lambda: self._out, self._child.stdout))[0])
        self._pipes.append((await loop.connect_read_pipe(lambda: self._err, self._child.stderr))[0])
        self._pipes.append((await loop.connect_write_pipe(asyncio.BaseProtocol, self._child.stdin))[0])

    async def run(self, program: Program, request: bytes) -> Result:
        """Runs the one program. NotStarted where the process was gone before it took the request."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(WALL_SECONDS):
                self._send(request)
                await self._out.until(lambda: self._out.overflowed)
                end = (
                    End.OUTPUT if self._out.overflowed else _how_it_ended(await self._code(), time.monotonic() - begun)
                )
        except TimeoutError:
            end = End.WALL
        finally:
            await self.end()
        seconds = time.monotonic() - begun
        return await asyncio.to_thread(_result, program, bytes(self._out.kept[len(READY) :]), end, seconds)

    def _send(self, request: bytes) -> None:
        """Sends the request, as fast as the other side takes it, and closes."""
        stdin = self._pipes[-1]
        assert isinstance(stdin, asyncio.WriteTransport)
        stdin.write(request)
        stdin.write_eof()

    async def _code(self) -> int:
        """Its exit code once it has ended. It is not reaped: its number stays its own until its group is killed."""
        while (code := _exit_code(self._child)) is None:  # noqa: ASYNC110  # whatever tells of a child's end reaps it
            await asyncio.sleep(POLL_SECONDS)
        return code

    async def end(self) -> None:
        """Kills whatever is left of it; returns when nothing holds its pipes any more, after END_SECONDS at the latest."""
        self._kill()
        _closed(*self._pipes[2:])  # a harness that is still starting ends when no request comes
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(END_SECONDS):
                    await self._out.until(lambda: False)
                    await self._err.until(lambda: False)
                    await self._code()
        finally:
            self._close()
            await asyncio.to_thread(_remove, self._folder)

    def _kill(self) -> None:
        """The wrappers are one process group; what is inside dies with them."""
        if self._child.returncode is None:
            with suppress(ProcessLookupError, PermissionError):  # macOS forbids it where all of the group have ended
                os.killpg(self._child.pid, signal.SIGKILL)

    def _close(self) -> None:
        _closed(*self._pipes)
        for file in (self._child.stdout, self._child.stderr, self._child.stdin)[len(self._pipes) :]:
            assert file is not None
            file.close()
        self._child.poll()


def _spawned(launch: Launch, folder: str | None) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603  # our own command, without a shell
        launch.command,
        bufsize=0,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        env={},
        cwd=folder or "/",
        start_new_session=True,
    )


def _closed(*pipes: asyncio.BaseTransport) -> None:
    for pipe in pipes:
        if not pipe.is_closing():
            pipe.close()


def _remove(folder: str | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _exit_code(child: subprocess.Popen[bytes]) -> int | None:
    if child.returncode is not None or not hasattr(os, "waitid"):  # macOS has it from Python 3.13
        return child.poll()
    ended = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is None:
        return None
    return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


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
