"""As many replies as the bare echo bot sends, beside 100,000 due drills: how long they take at half that rate, what is lost.

`python -m benchmarks.beside [--people 100000] [--seconds 20]`. Bulk goes at 30 messages a second, replies with a `REPLY_RATE`
that holds nothing up. People write by a timetable, whatever became of what they wrote before; a reply's time is from when its
command was due, so that falling behind is seen.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.crowd import Town
from benchmarks.drills import fill
from benchmarks.line import line
from benchmarks.nine import OTHERS, planned
from benchmarks.rush import FIRST, bare, contact
from storage.database import Database
from storage.upgrade import upgrade
from testing.botapi import Person
from testing.postgres import postgres
from testing.running import Running

BULK = 30
EACH = 5.0  # seconds at least between two commands of one person
FULL_SECONDS = 10.0  # at the whole rate
PATIENCE = 120.0


async def offered(town: Town, rate: float, seconds: float) -> tuple[list[float], int]:
    """Seconds from when each command was due to its reply, sorted, and how many had none."""
    size, start, waits = int(rate * EACH) + 1, time.monotonic(), list[float]()
    lost = 0

    async def one(number: int) -> None:
        nonlocal lost
        person = Person(OTHERS + number)
        for due in _times(number / rate, size / rate, seconds):
            await asyncio.sleep(max(0.0, start + due - time.monotonic()))
            await town.say(person, "/help")
            try:
                async with asyncio.timeout(PATIENCE):
                    reply = await town.boxes[person.id].get()
            except TimeoutError:
                lost += 1
            else:
                waits.append(reply.at - start - due)

    async with asyncio.TaskGroup() as group:
        for number in range(min(size, int(rate * seconds))):
            group.create_task(one(number))
    return sorted(waits), lost


def _times(first: float, every: float, seconds: float) -> list[float]:
    """The timetable of one person."""
    times = []
    while first < seconds:
        times.append(first)
        first += every
    return times


def _bulk(town: Town, people: int) -> int:
    return sum(len(town.from_bot(chat)) for chat in range(1, people + 1))


async def measure(name: str, url: str, folder: Path, people: int, seconds: float, echo: float) -> None:
    town, db = Town(), Database.open(url)
    due = datetime.now(UTC) + timedelta(minutes=1)
    await fill(db, people, due)
    for number in range(1, people + 1):
        town.messages[number] = []  # a chat that is there
    async with (
        town,
        Running(town, folder, DATABASE_URL=url, LOG_LEVEL="ERROR", TELEGRAM_RATE=str(BULK), REPLY_RATE="10000"),
    ):
        await offered(town, echo / 2, EACH)  # everybody is known, and the rate has grown
        await planned(db, people)
        await asyncio.sleep(2)
        before, start = _bulk(town, people), time.monotonic()
        waits, lost = await offered(town, echo / 2, seconds)
        bulk = (_bulk(town, people) - before) / (time.monotonic() - start)
        whole, lost_of_whole = await offered(town, echo, FULL_SECONDS)
    await db.close()
    p95 = waits[int(0.95 * len(waits))]
    what = f"beside the drills of {people:,} people, {name}"
    times = f"{1000 * p95:.0f} ms (median {1000 * statistics.median(waits):.0f} ms)"
    reached = f"{times}, {lost} of {len(waits)} lost; bulk {bulk:.1f}/s"
    half = f"replies at half the echo bot's rate ({echo / 2:.0f}/s) {what}"
    line(half, "≤ 300 ms p95, none lost", reached, p95 <= 0.3 and not lost)
    reached = f"{lost_of_whole} of {len(whole)} lost, p95 {whole[int(0.95 * len(whole))]:.1f} s"
    line(f"as many as it sends ({echo:.0f}/s) for {FULL_SECONDS:g} s {what}", "none lost", reached, not lost_of_whole)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = asked.parse_args()
    echo = asyncio.run(bare(contact, {FIRST + n for n in range(2000)}))
    with ExitStack() as stack:
        root = stack.enter_context(tempfile.TemporaryDirectory())
        url = f"sqlite:///{root}/beside.db"
        if given.database == "sqlite":
            upgrade(url)
        elif (other := stack.enter_context(postgres())) is not None:
            url = other.url
        asyncio.run(measure(given.database, url, Path(root), given.people, given.seconds, echo))


if __name__ == "__main__":
    main()
