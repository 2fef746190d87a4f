"""A real sandbox for every test here; where there is none, they are left out with what to change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from pathlib import Path

import psutil
import pytest

from runner import process
from runner.client import Local
from runner.model import Call, Program, Result, Unavailable
from runner.process import Process
from runner.sandbox import Launch
from runner.trial import tried
from testing.needs import needs

Run = Callable[..., Awaitable[Result]]
PREAMBLE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)

def call(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return True

"""


@cache
def _held() -> Launch | Unavailable:
    """The machine's sandbox, tried once for all tests."""
    try:
        return asyncio.run(tried())
    except Unavailable as error:
        return error


@pytest.fixture(scope="session")
def launch() -> Launch:
    found = _held()
    if isinstance(found, Unavailable):
        needs("a sandbox", f"{found.reason}. {found.advice}")
    return found


@pytest.fixture
def run(launch: Launch) -> Run:
    """Runs a code and calls in a sandbox of their own."""

    async def once(code: str, *calls: Call) -> Result:
        program = Program("task", code, calls)
        started = await Process.start(launch)
        return await started.run(program, program.request())

    return once


@pytest.fixture
async def runner(launch: Launch) -> AsyncIterator[Local]:
    async with Local() as opened:
        yield opened


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of wall time, where a test shows that a run is ended and not when."""
    monkeypatch.setattr(process, "WALL_SECONDS", 1.0)


def programs(group: str) -> dict[str, str]:
    """Hostile programs by what they are after: sections of a file, each under a line `=== name`."""
    text = (Path(__file__).parent / "programs" / f"{group}.txt").read_text(encoding="utf-8")
    return {name: code for name, _, code in (part.partition("\n") for part in text.split("=== ")[1:])}


def inside() -> list[psutil.Process]:
    """The processes behind the walls that this process started."""
    return [child for child in psutil.Process().children(recursive=True) if _is_harness(child)]


def _is_harness(process: psutil.Process) -> bool:
    try:
        return any("runner.harness" in part for part in process.cmdline()) and "python" in process.name()
    except psutil.Error:
        return False
