"""100,000 people whose drills are due at the same minute: how fast they are offered, and whether anybody else waits for it.

`python -m benchmarks.nine`. The started bot with its usual rate, against a server that enforces Telegram's limits; ten others
send a command every five seconds each, in two minutes of the offering and, before it, in half a minute without it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.crowd import Town
from benchmarks.drills import fill
from benchmarks.line import line
from storage.database import Database
from storage.tables import drills
from storage.upgrade import upgrade
from testing.botapi import Message, Person
from testing.postgres import postgres
from testing.running import Running

RATE, ASKING, EVERY = 30, 10, 5.0
QUIET = 30  # seconds before the drills
OTHERS = 10_000_000  # numbers of the people who ask from here on


async def replies(town: Town, seconds: float) -> list[float]:
    """Seconds from command to reply, sorted, of people who ask for so long."""
    waits: list[float] = []

    async def one(person: Person, after: float) -> None:
        await asyncio.sleep(after)
        until = time.monotonic() + seconds - after
        while time.monotonic() < until:
            said = await town.say(person, "/help")
            reply = await _next(town, person.id)
            waits.append(reply.at - said.at)
            await asyncio.sleep(EVERY)

    async with asyncio.TaskGroup() as group:
        for n in range(ASKING):
            group.create_task(one(Person(OTHERS + n), n * EVERY / ASKING))
    return sorted(waits)


async def _next(town: Town, chat: int) -> Message:
    async with asyncio.timeout(60):
        return await town.boxes[chat].get()


async def planned(db: Database, people: int) -> float:
    """Seconds until every drill is planned, from the first look."""
    start = time.monotonic()
    while True:
        async with db.read() as tx:
            if (await tx.execute(select(func.count()).select_from(drills))).scalar_one() >= people:
                return time.monotonic() - start
        await asyncio.sleep(0.25)


async def measure(name: str, url: str, folder: Path, people: int, seconds: float) -> None:
    town, db = Town(), Database.open(url)
    town.enforce_rates = True
    due = datetime.now(UTC) + timedelta(minutes=2)
    await fill(db, people, due)
    for number in range(1, people + 1):
        town.messages[number] = []  # a chat that is there
    wait = (due.replace(second=0, microsecond=0) - datetime.now(UTC)).total_seconds() - QUIET
    await asyncio.sleep(max(0.0, wait - 10))
    async with (
        town,
        Running(town, folder, DATABASE_URL=url, LOG_LEVEL="ERROR", TELEGRAM_RATE=str(RATE), REPLY_RATE=str(RATE)),
    ):
        await replies(town, 1)
        before = await replies(town, QUIET)
        await planned(db, people)
        await asyncio.sleep(5)
        sent, refused, start = _sent(town), town.refused(429), time.monotonic()
        during = await replies(town, seconds)
        rate = (_sent(town) - sent) / (time.monotonic() - start)
        refused = town.refused(429) - refused
    await db.close()
    reached = f"{100 * rate / RATE:.0f} % ({rate:.1f} of {RATE} messages/s), {refused} times 429"
    met = rate >= 0.95 * RATE and not refused
    line(f"offering the drills of {people:,} people, {name}", "≥ 95 % of the rate, no 429", reached, met)
    calm, busy = _p95(before), _p95(during)
    reached = f"{1000 * busy:.0f} ms p95 beside {1000 * calm:.0f} ms before (median {1000 * statistics.median(during):.0f} ms)"
    line(f"replies to commands meanwhile, {name}", "≤ 150 ms p95", reached, busy <= 0.15)


def _sent(town: Town) -> int:
    return sum(len(town.from_bot(chat)) for chat in town.messages)


def _p95(waits: list[float]) -> float:
    return waits[int(0.95 * len(waits))]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as root:
        if given.database != "postgres":
            url, folder = f"sqlite:///{root}/nine.db", Path(root) / "SQLite"
            folder.mkdir()
            upgrade(url)
            asyncio.run(measure("SQLite", url, folder, given.people, given.seconds))
        if given.database != "sqlite":
            with postgres() as other:
                folder = Path(root) / "Postgres"
                folder.mkdir()
                if other:
                    asyncio.run(measure("Postgres", other.url, folder, given.people, given.seconds))


if __name__ == "__main__":
    main()
