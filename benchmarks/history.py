"""A history of 1,000,000 turns on Postgres: how long what people wait for takes, and whether every query finds an index.

`python -m benchmarks.history`. One person's thousand answers are written as the product writes them and then multiplied by the
database; the use cases run on the result, every statement they send is explained with its own values, and a sequential scan of
a large table is told. Planner settings are left as they are.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys

from sqlalchemy import select, text

from benchmarks.line import line
from storage import tables as t
from storage.database import Database
from testing.bulk_history import fill
from testing.postgres import postgres
from testing.query_plans import measured


async def _run(url: str, turns: int, rounds: int) -> bool:
    db = Database.open(url)
    chat = await fill(db, turns)
    async with db.read() as tx:
        there = (await tx.execute(select(text("count(*)")).select_from(t.turns))).scalar_one()
    took, without = await measured(db, chat, rounds)
    await db.close()
    for name, found in took.items():
        print(f"{name:32} {statistics.median(found):7.1f} ms ({min(found):.1f}–{max(found):.1f})")
    for statement in without:
        print(f"reads a large table from end to end: {statement}", file=sys.stderr)
    answer = statistics.median(took["an answer is heard"])
    reached = f"{len(without)} of them read a large table from end to end; an answer is heard in {answer:.0f} ms"
    line(f"queries over a history of {there:,} turns, Postgres", "every one by an index", reached, not without)
    return not without


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--turns", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    with postgres() as other:
        if other is None:
            print("no Postgres: set TEST_POSTGRES_URL, or install the development extra", file=sys.stderr)
            sys.exit(1)
        sys.exit(0 if asyncio.run(_run(other.url, given.turns, given.rounds)) else 1)


if __name__ == "__main__":
    main()
