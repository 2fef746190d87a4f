"""200 people interviewed at once, with a judge as slow as a real one: how soon replies come, and whether memory stays flat.

`python -m benchmarks.load [--people 200] [--minutes 10]`. Each thinks for half a minute to a minute and a half before an answer,
and the judge takes three to nine seconds. The answer's wait is from sending it to the next question or summary, so the judge's
time is in it; every five seconds somebody sends a command, whose reply waits for no judge.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
from aiohttp import web

from benchmarks.crowd import Candidate, Errand, Town, crowd, thinking
from benchmarks.line import line
from testing.botapi import Person
from testing.judge_server import JudgeServer, Request, behaves
from testing.postgres import postgres
from testing.running import Running

JUDGE = 3.0, 9.0  # seconds per answer
THINKS = 30.0, 90.0
ASKER = Person(90_000)
NO_END = 10**9


def slow(dice: random.Random) -> object:
    """A judge that writes for as long as a real one."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        await asyncio.sleep(dice.uniform(*JUDGE))
        return await behaves()(request, server)

    return play


async def _replies(town: Town, waits: list[float]) -> None:
    while True:
        said = await town.say(ASKER, "/help")
        reply = await town.boxes[ASKER.id].get()
        waits.append(reply.at - said.at)
        await asyncio.sleep(5)


async def _memory(process: psutil.Process, seen: list[float]) -> None:
    while True:
        seen.append(process.memory_info().rss / 1e6)
        await asyncio.sleep(1)


async def _live(person: Candidate, after: float) -> None:
    await asyncio.sleep(after)
    await person.live()


async def run(
    folder: Path, url: str, size: int, seconds: float
) -> tuple[list[Candidate], list[float], list[float], float]:
    """The people, the waits of commands, the megabytes second by second, and the share of a core that the bot took."""
    dice, town, waits, seen = random.Random(4), Town(), list[float](), list[float]()
    async with AsyncExitStack() as stack:
        judge = stack.enter_context(JudgeServer())
        judge.always(slow(dice))  # type: ignore[arg-type]  # a play
        await stack.enter_async_context(town)
        settings = {"DATABASE_URL": url, "JUDGE_URL": judge.url, "LOG_LEVEL": "ERROR", "ANSWERS_PER_MINUTE": "1000"}
        running = await stack.enter_async_context(Running(town, folder, **settings))
        assert running.process is not None
        process = psutil.Process(running.process.pid)
        people = crowd(town, Errand(NO_END, thinking(dice, *THINKS)), size)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_live(person, dice.uniform(0, THINKS[0]))) for person in people]
            tasks += [group.create_task(_replies(town, waits)), group.create_task(_memory(process, seen))]
            await asyncio.sleep(seconds)
            used = process.cpu_times()
            for task in tasks:
                task.cancel()
    return people, sorted(waits), seen, (used.user + used.system) / seconds


def told(name: str, people: Sequence[Candidate], waits: list[float], seen: list[float], core: float) -> None:
    """The lines of one run."""
    answers = [one for person in people for one in person.said]
    heard = sorted(one.heard for one in answers if one.heard is not None)
    middle, last = seen[len(seen) // 2 : 3 * len(seen) // 4], seen[3 * len(seen) // 4 :]
    growth = statistics.mean(last) - statistics.mean(middle)
    late = sum(one.heard is None and time.monotonic() - one.at > 60 for one in answers)
    p95 = _p95(waits)
    what = f"{len(people)} people at once, a judge of {JUDGE[0]:g}–{JUDGE[1]:g} s, {name}"
    reached = f"{1000 * p95:.0f} ms (half of them within {1000 * statistics.median(waits):.0f} ms)"
    line(f"{what}: reply to a command", "≤ 150 ms p95", reached, p95 <= 0.15)
    reached = f"{statistics.median(heard):.1f} s, p95 {_p95(heard):.1f} s; {len(answers)} answers, {late} unheard after a minute"
    line(
        f"{what}: from an answer to what comes next",
        "p95 within 2 s of the judge's",
        reached,
        _p95(heard) <= JUDGE[1] + 2 and not late,
    )
    reached = f"{max(seen):.0f} MB, {growth:+.1f} MB in the last quarter; {100 * core:.0f} % of a core"
    line(f"{what}: memory", "flat", reached, growth < 5)


def _p95(values: list[float]) -> float:
    return values[int(0.95 * len(values))]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as root:
        if given.database == "sqlite":
            told("SQLite", *asyncio.run(run(Path(root), f"sqlite:///{root}/load.db", given.people, 60 * given.minutes)))
            return
        with postgres() as other:
            if other:
                told("Postgres", *asyncio.run(run(Path(root), other.url, given.people, 60 * given.minutes)))


if __name__ == "__main__":
    main()
