"""The installed program, started as a person starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, Protocol

from testing import fork_server
from testing.until import DEADLINE

INTERVIEWER = str(Path(sys.executable).with_name("interviewer"))


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a person who has nothing set but these settings; all files go below `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INTERVIEWER_")}
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
    words = {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", "HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
    defaults = {
        "EMBEDDING_MODEL": "none",
        "SETTLE_SECONDS": "0",
        "DATABASE_URL": f"sqlite:///{folder / 'interviews.db'}",
    }
    return kept | own | words | {f"INTERVIEWER_{name}": value for name, value in (defaults | settings).items()}


@dataclass(frozen=True)
class Ran:
    """What came out of a finished program."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Its output, read as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [message for message in self.events if message["event"] == event]


class Started(Protocol):
    """A process, as subprocess.Popen has it."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float) -> int: ...
    def send_signal(self, number: int, /) -> None: ...
    def kill(self) -> None: ...


def start(
    folder: Path, arguments: Sequence[str], env: Mapping[str, str], stdin: int, stdout: int, stderr: int
) -> Started:
    """Starts the program on these descriptors: from the fork server where there is one, by exec otherwise."""
    server = fork_server.server()
    if server is not None:
        return server.start(arguments, folder, env, (stdin, stdout, stderr))
    return subprocess.Popen(
        [INTERVIEWER, *arguments], stdin=stdin, stdout=stdout, stderr=stderr, cwd=folder, env=dict(env)
    )


def run(
    folder: Path,
    *arguments: str,
    stdin: str | bytes = "",
    seconds: float = DEADLINE,
    **settings: str,
) -> Ran:
    """Runs the program to its end; a traceback on stderr is a failure of the test."""
    said = stdin.encode() if isinstance(stdin, str) else stdin
    reading, writing = os.pipe()
    with TemporaryFile() as out, TemporaryFile() as err:
        env = environment(folder, **settings)
        started = start(folder, arguments, env, reading, out.fileno(), err.fileno())
        os.close(reading)
        Thread(target=_feed, args=(writing, said), daemon=True).start()
        try:
            code = started.wait(seconds)
        finally:
            started.kill()
        texts = [_all_of(file).decode(errors="replace") for file in (out, err)]
    assert "Traceback" not in texts[1], texts[1]
    return Ran(code, *texts)


def _feed(pipe: int, data: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(pipe, "wb") as writing:
        writing.write(data)


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
