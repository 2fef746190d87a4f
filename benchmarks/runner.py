"""A person's code in the sandbox: how soon a verdict comes, how many a second, and who waits while programs do not end.

`python -m benchmarks.runner [--rounds 5]`. The code is the solutions of the packaged hands-on tasks, graded by their tests. Then
20 programs that never end are submitted to a runner of its own process; before that and meanwhile somebody sends the bot a
command every second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from app.code_runs import run_tests
from benchmarks.crowd import Town
from benchmarks.line import line
from questions.handson.load import load_all
from questions.handson.model import HandsOn
from runner.client import Level, Runner, open_runner
from runner.model import End, Program, Result
from testing.botapi import Person
from testing.running import Running

ENDLESS = Program("endless", "while True:\n    pass\n", ())
SUBMITTED = 20
AT_ONCE = 60  # fewer than may wait
ASKER = Person(90_000)
PAUSE = 1.1  # seconds between commands: a chat gets one message a second
BEFORE = 30.0  # seconds of commands before the siege


async def timed(work: Awaitable[object]) -> float:
    begun = time.monotonic()
    await work
    return time.monotonic() - begun


async def verdict(runner: Runner, task: HandsOn) -> None:
    report = await run_tests(runner, task, task.solution)
    assert report.passed == report.total, f"{task.id}: {report}"


async def alone(runner: Runner, tasks: Sequence[HandsOn], rounds: int) -> list[float]:
    """The waits for verdicts that are asked for one after the other."""
    return sorted([await timed(verdict(runner, task)) for _ in range(rounds) for task in tasks])


async def together(runner: Runner, tasks: Sequence[HandsOn], rounds: int) -> float:
    """Verdicts a second when as many are asked for at once as may wait."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(task: HandsOn) -> None:
        async with gate:
            await verdict(runner, task)

    async with asyncio.TaskGroup() as group:
        begun = time.monotonic()
        asked = [group.create_task(one(task)) for _ in range(rounds) for task in tasks]
    return len(asked) / (time.monotonic() - begun)


@asynccontextmanager
async def service(folder: Path) -> AsyncIterator[str]:
    """A runner in a process of its own."""
    listen = f"unix:{folder / 'runner'}"
    command = [sys.executable, "-m", "runner.service", "--listen", listen]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    try:
        while b"listening" not in await process.stderr.readline():
            pass
        yield listen
    finally:
        process.terminate()
        await process.communicate()


async def replies(town: Town, until: asyncio.Event) -> list[float]:
    """The waits for replies of the bot, until something has happened."""
    waits = []
    while not until.is_set():
        said = await town.say(ASKER, "/help")
        waits.append((await town.boxes[ASKER.id].get()).at - said.at)
        await asyncio.sleep(PAUSE)
    return sorted(waits)


async def endless(runner: Runner, done: asyncio.Event) -> list[Result]:
    async with asyncio.TaskGroup() as group:
        runs = [group.create_task(runner.run(ENDLESS)) for _ in range(SUBMITTED)]
    done.set()
    return [run.result() for run in runs]


async def besieged(folder: Path) -> tuple[list[float], list[float], list[Result], float]:
    """The bot's replies before and while endless programs run, their ends, and the seconds until all had been ended."""
    town, done = Town(), asyncio.Event()
    async with town, Running(town, folder, LOG_LEVEL="ERROR"), service(folder) as listen, open_runner(listen) as runner:
        await town.say(ASKER, "/help")
        await town.boxes[ASKER.id].get()
        quiet = asyncio.Event()
        asyncio.get_running_loop().call_later(BEFORE, quiet.set)
        before = await replies(town, quiet)
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            runs = group.create_task(endless(runner, done))
            waits = await replies(town, done)
    return before, waits, runs.result(), time.monotonic() - begun


def p95(values: Sequence[float]) -> float:
    return values[int(0.95 * len(values))]


async def run(rounds: int) -> None:
    tasks = load_all()
    async with open_runner("auto") as runner:
        guarded = await runner.warm()
        if guarded.level is not Level.SANDBOX:
            line("a verdict by tests", "≤ 3 s p95", f"no sandbox: {guarded.said}. {guarded.do}", False)
            return
        first = await timed(verdict(runner, tasks[0]))
        waits = await alone(runner, tasks, rounds)
        rate = await together(runner, tasks, rounds)
    cores, middle = os.cpu_count(), statistics.median(waits)
    what = f"a verdict by tests, {len(tasks)} tasks"
    reached = f"{p95(waits):.2f} s (half of them within {middle:.2f} s, the first {first:.2f} s)"
    line(what, "≤ 3 s p95", reached, p95(waits) <= 3)
    line(
        f"{what}, {len(waits)}, up to {AT_ONCE} asked for at once, {cores} cores",
        "≥ 2 a second",
        f"{rate:.1f} a second",
        rate >= 2,
    )
    with tempfile.TemporaryDirectory() as folder:
        before, waits, ended, seconds = await besieged(Path(folder))
    reached = f"{1000 * p95(waits):.0f} ms, before that {1000 * p95(before):.0f} ms"
    reached += (
        f" (half of them within {1000 * statistics.median(waits):.0f} and {1000 * statistics.median(before):.0f} ms)"
    )
    line(f"{SUBMITTED} endless programs submitted: reply of the bot", "≤ 150 ms p95", reached, p95(waits) <= 0.15)
    all_ended = all(one.end in (End.CPU, End.WALL) for one in ended)
    line(f"{SUBMITTED} endless programs submitted: all ended", "yes", f"within {seconds:.0f} s", all_ended)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=5)
    asyncio.run(run(asked.parse_args().rounds))


if __name__ == "__main__":
    main()
