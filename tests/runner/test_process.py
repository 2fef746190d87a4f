"""Processes that flood, hold on and leave others behind, started without a sandbox: whatever they do, a run comes to its end."""

from __future__ import annotations

import asyncio
import gc
import shlex
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from runner import process
from runner.limits import REPLY_BYTES
from runner.model import Call, End, NotReached, Program
from runner.process import READY, NotStarted, Process
from runner.sandbox import Launch

PROGRAM = Program("task", "", (Call("attempt"),))
SAY_READY = f"echo {shlex.quote(READY.decode().strip())}"
STARTED = """echo '{"started":true}'"""


def shell(script: str) -> Launch:
    return Launch(("/bin/sh", "-c", script), walled=True)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Path]:
    """A file where a script writes the number of a process that it leaves behind; it is killed in the end."""
    file = tmp_path / "pid"
    yield file
    if psutil.pid_exists(int(file.read_text())):
        psutil.Process(int(file.read_text())).kill()


FLOODS = {
    "without end": f"{SAY_READY}; yes",
    "at once, before anybody reads": f"{SAY_READY}; head -c {3 * REPLY_BYTES} /dev/zero",
    "on both ways out": f"{SAY_READY}; yes >&2 & yes",
}


@pytest.mark.parametrize("script", FLOODS.values(), ids=FLOODS)
async def test_a_flood_ends_the_run(script: str) -> None:
    started = await Process.start(shell(script))
    result = await started.run(PROGRAM, b"")
    assert (result.end, result.outcomes) == (End.OUTPUT, (NotReached(),))


async def test_a_flood_of_complaints_holds_nothing_up() -> None:
    started = await Process.start(shell(f"{SAY_READY}; head -c 1000000 /dev/zero >&2; {STARTED}"))
    assert (await started.run(PROGRAM, b"")).end is End.DIED


async def test_a_request_that_nobody_takes_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.2)
    started = await Process.start(shell(f"{SAY_READY}; exec sleep 3600"))
    assert (await started.run(PROGRAM, bytes(1 << 20))).end is End.WALL


async def test_who_holds_the_pipes_from_another_session_holds_up_no_more_than_the_killing_may_take(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.2)
    monkeypatch.setattr(process, "END_SECONDS", 0.2)
    escaped = tmp_path / "escaped"
    escaped.write_text(f"echo $$ > {left}; {SAY_READY}; exec sleep 3600")
    started = await Process.start(shell(f"setsid sh {escaped} & exec sleep 3600"))
    assert (await started.run(PROGRAM, b"")).end is End.WALL


async def test_what_a_run_leaves_in_its_group_is_killed(left: Path) -> None:
    stray = f"sleep 3600 < /dev/null > /dev/null 2>&1 & echo $! > {left}"
    started = await Process.start(shell(f"{stray}; {SAY_READY}; {STARTED}"))
    assert (await started.run(PROGRAM, b"")).end is End.DIED
    stray_pid = int(left.read_text())  # noqa: ASYNC240 - a few bytes, in a test
    async with asyncio.timeout(60):
        while _runs(stray_pid):
            await asyncio.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


NEVER_READY = {"says nothing": "exec sleep 3600", "says something else": "echo hello; exec sleep 3600"}


@pytest.mark.parametrize("script", NEVER_READY.values(), ids=NEVER_READY)
async def test_what_does_not_become_ready_is_not_started(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    with pytest.raises(NotStarted) as refused:
        await Process.start(shell(f"echo why >&2; {script}"))
    assert refused.value.complaint == "why\n"


async def test_a_start_that_is_given_up_leaves_nothing() -> None:
    before = _children()
    starting = asyncio.ensure_future(Process.start(shell("exec sleep 3600")))
    await asyncio.sleep(0)
    (child,) = _children() - before
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not _runs(child.pid)


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children())


def test_no_pipe_outlives_its_loop() -> None:
    async def run() -> None:
        started = await Process.start(shell(f"{SAY_READY}; yes >&2 & yes"))
        await started.run(PROGRAM, b"")

    before = _children()
    asyncio.run(run())
    gc.collect()  # an open transport would warn, which is an error here
    assert _children() == before
