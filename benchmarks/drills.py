"""Prints how long it takes to plan the drills of 100,000 people who are due in one minute. `python -m benchmarks.drills`

On a SQLite file and, where one can be had, on Postgres (TEST_POSTGRES_URL, else the one of the development extra); both
databases in one run, interleaved, the median of so many rounds. A drill is planned when its row is committed, which is what
offering waits for; finding everybody's next occurrence follows in transactions of its own, and is printed beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import delete, insert, select, text, update

from app.drills import schedule
from benchmarks.line import line
from interview.occurrence import Rhythm, next_after
from storage import drills as planning
from storage.database import Database
from storage.tables import chats, drills, people
from storage.upgrade import upgrade
from testing.postgres import counted_on, postgres

NOW = datetime(2026, 3, 10, 1, 0, 30, tzinfo=UTC)
CHUNK = 5_000


def _minute(now: datetime, zone: str) -> wall:
    """The wall time that this minute has in a zone: everybody is due at once, each at an hour of their own."""
    return now.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)


async def fill(db: Database, count: int, now: datetime) -> None:
    """So many people with private chats, numbered from 1, whose drills are all due in the minute of `now`."""
    zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc"))[::13]
    due = {zone: next_after(Rhythm(_minute(now, zone), zone), now - timedelta(minutes=1)) for zone in zones}
    common = {
        "language": "zh", "access": "admitted", "mode": "coach", "drill_days": "0123456", "drill_minutes": 10,
        "created_at": now, "seen_at": now,
    }  # fmt: skip
    for start in range(0, count, CHUNK):
        rows = []
        for n in range(start, min(start + CHUNK, count)):
            zone = zones[n % len(zones)]
            found = due[zone]
            assert found is not None
            when = {"zone": zone, "drill_at": _minute(now, zone), "next_due_at": found.at, "next_due_day": found.day}
            rows.append(common | when | {"id": n + 1, "telegram": n + 1, "name": f"p{n}"})
        async with db.write() as tx:
            await tx.execute(insert(people), rows)
            private = {"channel": "telegram", "language": "zh", "gone": False, "created_at": now}
            await tx.execute(insert(chats), [private | {"address": str(r["id"]), "person": r["id"]} for r in rows])
    async with db.write() as tx:
        await counted_on(tx, people)
        await tx.execute(text("ANALYZE"))


async def _round(db: Database, count: int) -> tuple[float, float]:
    """Seconds until every drill is planned, and until everybody has a next one."""
    started = time.perf_counter()
    async with db.write() as tx:
        new = await planning.plan_due(tx, NOW)
    planned = time.perf_counter() - started
    await schedule(db, NOW)
    took = planned, time.perf_counter() - started
    assert new == count, new
    async with db.write() as tx:
        late = (await tx.execute(select(people.c.id).where(people.c.next_due_at.is_(None)).limit(1))).first()
        assert late is None, "somebody has no next drill"
        await tx.execute(delete(drills))
        back = {"next_due_at": people.c.last_due_at, "next_due_day": people.c.last_due_day}
        await tx.execute(update(people).values(back | {"last_due_at": None, "last_due_day": None}))
    return took


def _vacuum(url: str) -> None:
    """What Postgres does by itself between two days; here the rounds follow each other at once."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


async def _measure(urls: dict[str, str], count: int, rounds: int) -> None:
    opened = {name: Database.open(url) for name, url in urls.items()}
    for db in opened.values():
        await fill(db, count, NOW)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in opened}
    for _ in range(rounds):
        for name, db in opened.items():
            took[name].append(await _round(db, count))
            if not db.is_sqlite:
                _vacuum(urls[name])
    for name, rounds_of in took.items():
        planned, whole = ([round_[n] for round_ in rounds_of] for n in (0, 1))
        print(
            f"{name:9} {count:,} people planned in {statistics.median(planned):.2f} s ({min(planned):.2f}–{max(planned):.2f}),"
            f" with everybody's next one in {statistics.median(whole):.2f} s ({min(whole):.2f}–{max(whole):.2f})"
        )
        middle = statistics.median(planned)
        reached = f"{middle:.2f} s; with everybody's next one {statistics.median(whole):.2f} s"
        line(f"planning the drills of {count:,} people due in one minute, {name}", "≤ 2 s", reached, middle <= 2)
    for db in opened.values():
        await db.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres() as other:
        urls = {"SQLite": f"sqlite:///{folder}/drills.db"} | ({"Postgres": other.url} if other else {})
        upgrade(urls["SQLite"])
        asyncio.run(_measure(urls, given.people, given.rounds))
        if not other:
            print("Postgres   not measured: set TEST_POSTGRES_URL, or install the development extra")


if __name__ == "__main__":
    main()
