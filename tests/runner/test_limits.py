"""Hostile programs that will not end, multiply, or take all there is. Each is ended, and nothing of it stays."""

from __future__ import annotations

import asyncio
import os

import numpy as np
import psutil
import pytest

from runner import process
from runner.limits import CPU_SECONDS, PRINTED_CHARACTERS, WALL_SECONDS
from runner.model import Call, End, NotReached, Program, Raised, Result, Returned
from runner.process import Process
from runner.sandbox import Launch
from tests.runner.conftest import PREAMBLE, Run, inside, programs

ENDLESS, PROCESSES, MEMORY = programs("endless"), programs("processes"), programs("memory")
ONE = Call("attempt")


@pytest.mark.parametrize("code", ENDLESS.values(), ids=ENDLESS)
async def test_it_is_ended(code: str, run: Run, hurried: None) -> None:
    result = await run(code, ONE)
    assert (result.end, result.outcomes) == (End.WALL, (NotReached(),))
    assert inside() == []


async def test_calls_before_an_endless_one_keep_their_results(run: Run, hurried: None) -> None:
    code = "def f(x):\n    while x:\n        pass\n    return x\n"
    result = await run(code, Call("f", (0,)), Call("f", (1,)), Call("f", (0,)))
    assert (result.outcomes, result.end) == ((Returned(0), NotReached(), NotReached()), End.WALL)


async def test_processor_time_ends_a_run_before_wall_time_does(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 60.0)  # however busy this machine is
    codes = [ENDLESS[name] for name in ("a loop", "a loop that holds on")]
    loops = [Program("task", code, ()) for code in codes]
    started = [await Process.start(launch) for _ in loops]
    runs = [one.run(loop, loop.request()) for one, loop in zip(started, loops, strict=True)]
    results = await asyncio.gather(*runs)
    assert [result.end for result in results] == [End.CPU, End.CPU]
    assert all(result.seconds >= CPU_SECONDS - 1 for result in results)


def test_the_limits_are_those_of_the_documents() -> None:
    assert (CPU_SECONDS, WALL_SECONDS) == (5, 10.0)


@pytest.mark.parametrize("code", PROCESSES.values(), ids=PROCESSES)
async def test_it_starts_signals_and_raises_nothing(code: str, run: Run) -> None:
    result = await run(f"PID = {os.getpid()}{PREAMBLE}{code}", ONE)
    (outcome,) = result.outcomes
    assert isinstance(outcome, Raised) or (isinstance(outcome, Returned) and not outcome.value), result
    assert inside() == []
    assert psutil.Process().status() != psutil.STATUS_STOPPED


@pytest.mark.parametrize("code", MEMORY.values(), ids=MEMORY)
async def test_it_gets_no_more_memory(code: str, run: Run) -> None:
    result = await run(PREAMBLE + code, ONE)
    (outcome,) = result.outcomes
    assert isinstance(outcome, Raised) or result.end in (End.DIED, End.MEMORY), result


FLOOD = """
import os, sys

def printed():
    for _ in range(100):
        print("x" * 10_000)

def written(descriptor):
    for _ in range(200):
        os.write(descriptor, b"x" * 10_000)

def everywhere():
    for stream in (sys.__stdout__, sys.__stderr__):
        stream.write("x" * 1_000_000)
        stream.flush()

def reply():
    for descriptor in range(3, 32):
        try:
            while True:
                os.write(descriptor, b'{"printed": "' + b"x" * 10_000 + b'"}')
        except OSError:
            pass
"""


async def test_a_flood_of_output_is_cut(run: Run) -> None:
    result = await run(FLOOD, Call("printed"), Call("written", (1,)), Call("written", (2,)), Call("everywhere"))
    assert result.outcomes == (Returned(None),) * 4
    assert (len(result.printed), result.cut) == (PRINTED_CHARACTERS, True)


async def test_a_flood_on_the_way_out_ends_the_run(run: Run) -> None:
    result = await run(FLOOD, Call("reply"))
    assert (result.outcomes, result.end, result.printed) == ((NotReached(),), End.OUTPUT, "")


LARGE = """
import numpy as np

def array(n): return np.zeros(n)
def view(): return np.broadcast_to(np.zeros(1), (1 << 20, 1 << 20))
def text(): return "x" * (1 << 27)
def integer(): return 1 << (1 << 20)
def half(): return np.full(30_000, 1 / 3)
def loop():
    x = []
    x.append(x)
    return x
def deep():
    x = 1
    for _ in range(100_000):
        x = (x,)
    return x
def wide():
    x = []
    for _ in range(18):
        x = [x] * 10
    return x
"""


TOO_LARGE = [Call("array", (10**6,)), *map(Call, ("view", "text", "integer", "loop", "deep", "wide"))]


@pytest.mark.parametrize("call", TOO_LARGE, ids=str)
async def test_a_result_that_is_too_large_is_told_and_the_next_call_is_made(call: Call, run: Run) -> None:
    result = await run(LARGE, call, Call("array", (2,)))
    first, second = result.outcomes
    assert isinstance(first, Raised) and first.kind == "TooLarge"
    assert isinstance(second, Returned) and np.array_equal(second.value, np.zeros(2))
    assert result.end is End.DONE


async def test_results_that_are_too_large_together_are_told(run: Run) -> None:
    result = await run(LARGE, Call("half"), Call("half"), Call("array", (2,)))
    first, second, third = result.outcomes
    assert isinstance(first, Returned) and isinstance(third, Returned)
    assert isinstance(second, Raised) and second.kind == "TooLarge"


STACK = """
import sys
sys.setrecursionlimit(1 << 30)

class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

def attempt():
    return Deep().x
"""
CRASHES = {
    "ends itself": ("import os\ndef attempt():\n    os._exit(0)\n", End.DIED),
    "ends itself with the code of a signal": ("import os\ndef attempt():\n    os._exit(137)\n", End.MEMORY),
    "aborts": ("import os\ndef attempt():\n    os.abort()\n", End.DIED),
    "reads what is not there": ("import ctypes\ndef attempt():\n    ctypes.string_at(0)\n", End.DIED),
    "recurses without end": ("def attempt():\n    return attempt()\n", End.DONE),
    "recurses past the stack": (STACK, None),  # by the version of Python a crash or an exception
}


@pytest.mark.parametrize(("code", "end"), CRASHES.values(), ids=CRASHES)
async def test_a_crash_is_told_and_costs_what_comes_after_it(code: str, end: End | None, run: Run) -> None:
    result: Result = await run("def before():\n    return 1\n" + code, Call("before"), ONE, Call("before"))
    first, second, _ = result.outcomes
    assert first == Returned(1)
    assert not isinstance(second, Returned)
    assert result.end is end or end is None
    assert inside() == []


LATE = """
import atexit

def late():
    while True:
        pass

class Late:
    def __del__(self):
        late()

atexit.register(late)
kept = Late()
kept.me = kept

def attempt():
    return 1
"""


async def test_nothing_is_done_when_a_run_is_over(run: Run) -> None:
    result = await run(LATE, ONE)
    assert (result.outcomes, result.end) == ((Returned(1),), End.DONE)
    assert result.seconds < WALL_SECONDS
