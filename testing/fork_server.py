"""A process that has imported the program, and forks: the program started within milliseconds, in a real process of its own.

    with available():
        started = start(["chat"], folder, environment, stdin=..., stdout=..., stderr=...)

The child has its own arguments, environment, folder, descriptors, signals and exit code, as a program started by exec has; only
the seconds of importing are saved. What a start itself costs or prints is tested on the installed program.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
PACKAGES = ("app", "bot", "cli", "grader", "interview", "questions", "reports", "storage", "texts")
LIBRARIES = (
    "alembic.command",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "aiosqlite",
    "psycopg",
    "rich.markdown",
)
LENGTH = struct.Struct("!I")
POLL_SECONDS = 0.005


class Forked:
    """A process of the fork server, with what tests use of subprocess.Popen."""

    def __init__(self, pid: int, told: int) -> None:
        self.pid, self.returncode = pid, None
        self._told = told

    returncode: int | None

    def poll(self) -> int | None:
        """The exit code, None while it runs; negative for the number of a signal."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            data = os.read(self._told, 16)
            os.close(self._told)
            self.returncode = int(data) if data else -signal.SIGKILL  # the server is gone
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Its exit code; subprocess.TimeoutExpired when it runs longer."""
        if self.returncode is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("interviewer", timeout)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """The server as its client sees it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        self._server = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT, stdin=subprocess.DEVNULL)
        theirs.close()

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], descriptors: tuple[int, int, int]
    ) -> Forked:
        """Starts `interviewer` with these arguments; `descriptors` become its stdin, stdout and stderr."""
        told, telling = os.pipe()
        asked = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
        try:
            socket.send_fds(self._socket, [LENGTH.pack(len(asked))], [*descriptors, telling])
            self._socket.sendall(asked)
        finally:
            os.close(telling)
        (pid,) = LENGTH.unpack(_exactly(self._socket, LENGTH.size))
        return Forked(pid, told)

    def close(self) -> None:
        self._socket.close()
        self._server.wait()


class _Available:
    wanted = False
    started: ForkServer | None = None


@contextmanager
def available() -> Iterator[None]:
    """Lets `server` answer with a fork server, started when it is first asked for and ended after the block."""
    _Available.wanted = hasattr(os, "fork")
    try:
        yield
    finally:
        _Available.wanted = False
        if _Available.started is not None:
            _Available.started.close()
            _Available.started = None


@contextmanager
def unavailable() -> Iterator[None]:
    """For the length of the block programs start by exec, as people start them."""
    before, _Available.wanted = _Available.wanted, False
    try:
        yield
    finally:
        _Available.wanted = before


def server() -> ForkServer | None:
    """The fork server where one is available."""
    if _Available.wanted and _Available.started is None:
        _Available.started = ForkServer()
    return _Available.started if _Available.wanted else None


def _exactly(source: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = source.recv(size - len(found))
        if not part:
            raise EOFError("the other side has left")
        found += part
    return found


@dataclass
class _Asked:
    arguments: list[str]
    folder: str
    environment: dict[str, str]
    descriptors: list[int]


def _next(control: socket.socket) -> _Asked | None:
    size, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 4)
    if not size:
        return None
    size += _exactly(control, LENGTH.size - len(size))
    arguments, folder, environment = json.loads(_exactly(control, LENGTH.unpack(size)[0]))
    return _Asked(arguments, folder, environment, descriptors)


def _serve(control: socket.socket) -> _Asked | None:
    """Forks whenever it is asked to. Comes back in each child with what it is to do, and in the server with None at the end."""
    children: dict[int, int] = {}
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends who asked, which ends this
    signal.set_wakeup_fd(waking)
    watched: list[Any] = [control, woken]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell(children)
        if control not in ready:
            continue
        if (asked := _next(control)) is None:
            return None
        if (pid := os.fork()) == 0:
            return asked
        *given, children[pid] = asked.descriptors
        for descriptor in given:
            os.close(descriptor)
        control.sendall(LENGTH.pack(pid))


def _tell(children: dict[int, int]) -> None:
    """Writes the exit code of every child that has ended where its client reads it."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            telling = children.pop(ended[0])
            with suppress(BrokenPipeError):
                os.write(telling, str(os.waitstatus_to_exitcode(ended[1])).encode())
            os.close(telling)


def _become(asked: _Asked, added: Mapping[str, str]) -> None:
    """Makes a child what a started program is."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, descriptor in enumerate(asked.descriptors[:3]):
        os.dup2(descriptor, number)
    os.closerange(3, 1 << 16)
    os.environ.clear()
    os.environ.update({**added, **asked.environment})
    os.chdir(asked.folder)
    time.tzset()
    sys.argv[:] = ["interviewer", *asked.arguments]
    sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")


def _text(descriptor: int, mode: str) -> Any:
    """A standard stream as Python opens it under PYTHONUNBUFFERED."""
    stream: Any = os.fdopen(
        descriptor, mode, closefd=False, errors="surrogateescape" if descriptor < 2 else "backslashreplace"
    )
    if mode == "w":
        stream.reconfigure(write_through=True)
    return stream


def _imported() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            importlib.import_module(module.name)


def main(descriptor: int) -> NoReturn:
    before = dict(os.environ)
    _imported()
    gc.collect()
    gc.freeze()  # a child's collections leave the pages alone that it shares with the server
    added = {name: value for name, value in os.environ.items() if before.get(name) != value}
    asked = _serve(socket.socket(fileno=descriptor))
    if asked is None:
        sys.exit(0)
    _become(asked, added)
    from cli.main import main as program

    program()
    sys.exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
