"""Parsing documents in a process of its own, limited in memory, CPU time and time; what kills it harms nobody else.

One process reads one document after the other, and is replaced when one has ended it.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from questions.errors import InterviewerError, sentence
from questions.problem import FormatError, Problem

ROOT: Final = Path(__file__).parents[2]
START_SECONDS: Final = 90.0  # of the process, on a busy machine
CPU_SECONDS: Final = 1.0  # for any document, and more with its size
CPU_SECONDS_PER_MB: Final = 8.0
MOST_CPU_SECONDS: Final = 60.0
WAITING: Final = 10.0  # seconds of waiting for each second of CPU time
ANSWER_BYTES: Final = 64_000_000
WHY: Final = {
    "memory": sentence("takes too much memory to read; it may be damaged, or made to do harm."),
    "depth": sentence("is nested too deeply to be read."),
    "time": sentence("takes too long to read; it may be damaged, or made to do harm."),
    "ended": sentence("ended the reader; it may be damaged, or made to do harm."),
    "size": sentence("holds too much text; take out what matters."),
}


class Apart:
    """Runs readers ("module:function" of ours, bytes and a name in, plain data out) in a limited process. For one thread."""

    def __init__(self, *warm: str) -> None:
        self._warm = warm  # modules that are imported before the limits begin
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, reader: str, data: bytes, name: str) -> dict[str, Any]:
        """What the reader makes of a document; FormatError with its problems, or with what ended the reader."""
        seconds = min(CPU_SECONDS + CPU_SECONDS_PER_MB * len(data) / 1e6, MOST_CPU_SECONDS)
        request = {"reader": reader, "name": name, "size": len(data), "seconds": seconds}
        try:
            answer = self._asked(json.dumps(request).encode() + b"\n" + data, seconds)
        except _Ended as ended:
            self._end()
            raise FormatError(Problem(name, WHY[ended.why])) from None
        if "made" in answer:
            made: dict[str, Any] = answer["made"]
            return made
        if "problems" in answer:
            raise FormatError(*map(Problem.from_plain, answer["problems"]))
        self._end()
        failed = str(answer.get("failed", "ended"))
        raise FormatError(
            Problem(name, WHY.get(failed) or sentence("cannot be read ({why}); it may be damaged.", why=failed))
        )

    def _asked(self, request: bytes, seconds: float) -> dict[str, Any]:
        child = self._child = self._child or _started(self._warm)
        assert child.stdin is not None and child.stdout is not None
        deadline = time.monotonic() + START_SECONDS + WAITING * seconds
        os.set_blocking(child.stdin.fileno(), False)
        os.set_blocking(child.stdout.fileno(), False)
        sent, got = memoryview(request), bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)
            waiting.register(child.stdin, selectors.EVENT_WRITE)
            while not got.endswith(b"\n"):
                ready = waiting.select(deadline - time.monotonic())
                if not ready:
                    raise _Ended("time")
                for key, _ in ready:
                    if key.fileobj is child.stdin:
                        with suppress(BlockingIOError):
                            try:
                                sent = sent[os.write(child.stdin.fileno(), sent[: 1 << 16]) :]
                            except BrokenPipeError:
                                raise _Ended(_why(child)) from None
                        if not sent:
                            waiting.unregister(child.stdin)
                        continue
                    part = os.read(child.stdout.fileno(), 1 << 16)
                    got += part
                    if not part:
                        raise _Ended(_why(child))
                    if len(got) > ANSWER_BYTES:
                        raise _Ended("size")
        answer = json.loads(got)
        if not isinstance(answer, dict):
            raise _Ended("ended")
        return answer

    def _end(self) -> None:
        if (child := self._child) is not None:
            self._child = None
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


class _Ended(InterviewerError):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _why(child: subprocess.Popen[bytes]) -> str:
    import signal

    with suppress(subprocess.TimeoutExpired):
        return "time" if child.wait(2.0) in (-signal.SIGPROF, -signal.SIGKILL) else "ended"
    return "ended"


def _started(warm: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """The process, with nothing of our environment: settings and secrets are not for what parses foreign files."""
    return subprocess.Popen(  # noqa: S603  # our own module, without a shell
        [sys.executable, "-P", "-s", "-m", "questions.documents.child", ",".join(warm)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PYTHONPATH": os.pathsep.join([str(ROOT), *(one for one in sys.path if one and Path(one).is_dir())]),
            "LC_ALL": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
        },
        cwd="/",
    )
