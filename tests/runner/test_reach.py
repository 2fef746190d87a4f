"""Hostile programs that reach for files, secrets, other processes and the network. Each tries; none gets, writes or connects."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from runner.model import Call, End, NotReached, Raised, Returned
from tests.runner.conftest import PREAMBLE, Run, programs

CANARY = "canary-b7d1c0"


@dataclass(frozen=True, slots=True)
class Outside:
    """What there is to reach: a file anybody may read and write, a listening port, an abstract socket, this process."""

    file: Path
    folder: Path
    port: int
    abstract: str
    pid: int

    def fill(self, code: str) -> str:
        names = {
            "FILE": str(self.file),
            "FOLDER": str(self.folder),
            "PORT": self.port,
            "ABSTRACT": self.abstract,
            "PID": self.pid,
        }
        return "\n".join(f"{name} = {value!r}" for name, value in names.items()) + code


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    file = tmp_path / "secret"
    file.write_text(CANARY)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == Path("/proc/self").owner() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    tmp_path.chmod(0o777)
    file.chmod(0o666)
    monkeypatch.setenv("INTERVIEWER_TELEGRAM_TOKEN", CANARY)
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        abstract = f"\0interviewer-{os.getpid()}-{tmp_path.name}"
        unix.bind(abstract)
        unix.listen()
        tcp.setblocking(False)
        unix.setblocking(False)
        yield Outside(file, tmp_path, tcp.getsockname()[1], abstract, os.getpid())
        for server in (tcp, unix):
            with pytest.raises(BlockingIOError):
                server.accept()
    assert file.read_text() == CANARY
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


PROGRAMS = programs("reads") | programs("writes") | programs("connects")


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
async def test_it_gets_writes_and_connects_nothing(code: str, run: Run, outside: Outside) -> None:
    result = await run(outside.fill(PREAMBLE + code), Call("attempt"))
    (outcome,) = result.outcomes
    assert result.failed is None, result.failed
    assert isinstance(outcome, Raised) or (isinstance(outcome, Returned) and not outcome.value), outcome
    assert CANARY not in repr(result)


OWN = """
import os

def write():
    with open("own.txt", "w") as file:
        file.write("mine")
    return open("/tmp/own.txt").read(), os.getcwd(), os.listdir()

def large():
    with open("large", "wb") as file:
        return [file.write(bytes(1 << 19)) for _ in range(4)]

def sparse():
    with open("sparse", "wb") as file:
        file.truncate(1 << 40)

def full():
    for at in range(32):
        with open(f"part{at}", "wb") as file:
            file.write(bytes(1 << 20))

def many():
    for at in range(5000):
        os.close(os.open(f"empty{at}", os.O_CREAT))

def opened():
    return [open("own.txt") for _ in range(100)]
"""


async def test_its_own_files_are_few_and_small_and_nobody_else_s(run: Run) -> None:
    calls = [Call(name) for name in ("write", "large", "sparse", "full", "many", "opened")]
    result = await run(OWN, *calls)
    first, *others = result.outcomes
    assert first == Returned(("mine", "/tmp", ["own.txt"]))
    assert [other.kind if isinstance(other, Raised) else other for other in others] == ["OSError"] * 5
    messages = [other.message for other in others if isinstance(other, Raised)]
    for message, said in zip(messages, ("large", "large", "space", "space", "many open"), strict=True):
        assert said in message
    again = await run("import os\ndef attempt():\n    return os.listdir('/tmp')\n", Call("attempt"))
    assert again.outcomes == (Returned([]),)


async def test_a_run_that_closes_its_way_out_says_nothing(run: Run, hurried: None) -> None:
    result = await run("import os\nos.closerange(0, 32)\ndef attempt():\n    return 1\n", Call("attempt"))
    assert (result.outcomes, result.end) == ((NotReached(),), End.DIED)
