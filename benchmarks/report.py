"""Prints how long the report of a person with 10,000 answers takes, without and with its picture. `python -m benchmarks.report`

On a SQLite file and, where one can be had, on Postgres (TEST_POSTGRES_URL, else the one of the development extra): both in one
run, interleaved, the median of so many rounds. Four in five of the questions were judged, the others rated by the person, and
every key point of the bank has a card. `--picture FILE` draws the report of an invented history of 18 weeks instead of measuring.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from app.progress import gather
from benchmarks.line import line
from questions.bank import Bank, load_bank
from questions.model import Language
from reports.plots import picture
from reports.text import text
from storage.database import Database
from storage.people import Person
from storage.upgrade import upgrade
from testing.histories import NOW, history, person, remembered
from testing.postgres import postgres


async def _filled(db: Database, bank: Bank, answers: int) -> Person:
    every = list(bank.questions.values())
    async with db.write() as tx:
        chat, somebody = await person(tx, name="Li Lei")
        await history(tx, chat, every, answers * 4 // 5, days=150, ticked=answers < 1000)
        await history(tx, chat, every, answers // 5, days=150, source="self", seed=2)
        await remembered(tx, chat, every, ago=timedelta(days=2))
    return somebody


async def _round(db: Database, bank: Bank, somebody: Person, language: Language) -> tuple[float, float]:
    """Seconds for the words, and for the words and the picture."""
    started = time.perf_counter()
    async with db.read() as tx:
        facts = await gather(tx, bank, somebody, NOW, language)
    text(facts, quotes=True)
    told = time.perf_counter() - started
    picture(facts)
    return told, time.perf_counter() - started


async def _measure(urls: dict[str, str], answers: int, rounds: int) -> None:
    bank, opened = load_bank(), {name: Database.open(url) for name, url in urls.items()}
    people = {name: await _filled(db, bank, answers) for name, db in opened.items()}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in opened}
    for number in range(rounds + 1):
        for name, db in opened.items():
            found = await _round(db, bank, people[name], "zh" if number % 2 else "en")
            if number:  # the first one imports matplotlib and reads the fonts
                took[name].append(found)
    for name, found_in in took.items():
        words, whole = ([round_[n] * 1000 for round_ in found_in] for n in (0, 1))
        print(
            f"{name:9} {answers:,} answers: {statistics.median(words):.0f} ms ({min(words):.0f}–{max(words):.0f}),"
            f" with the picture {statistics.median(whole):.0f} ms"
        )
        middle = statistics.median(words)
        reached = f"{middle:.0f} ms (with the picture {statistics.median(whole):.0f} ms)"
        line(
            f"report of a person with {answers:,} answers, without the picture, {name}",
            "≤ 300 ms",
            reached,
            middle <= 300,
        )
    for db in opened.values():
        await db.close()


async def _drawn(url: str, file: Path, language: Language) -> None:
    db, bank, dice = Database.open(url), load_bank(), random.Random(3)
    every = list(bank.questions.values())
    async with db.write() as tx:
        chat, somebody = await person(tx, name="Li Lei")
        for week in range(18):
            days = dice.sample(range(7), dice.randint(2, 6))
            for day in days:
                end, count = NOW - timedelta(days=7 * week + day), dice.choice((1, 2, 2, 4, 7))
                rising = 7.2 - 0.16 * week
                for _ in range(count):
                    mark = round(min(10.0, max(0.0, dice.gauss(rising, 2))), 1)
                    one = [dice.choice(every)]
                    await history(tx, chat, one, 1, end=end, days=0, first=mark, seed=dice.getrandbits(48))
        await remembered(tx, chat, every[:40], ago=timedelta(days=1))
    async with db.read() as tx:
        facts = await gather(tx, bank, somebody, NOW, language)
    await asyncio.to_thread(file.write_bytes, picture(facts))
    await db.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--answers", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--picture", type=Path)
    asked.add_argument("--language", choices=("zh", "en"), default="en")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sqlite = f"sqlite:///{folder}/report.db"
        upgrade(sqlite)
        if given.picture:
            asyncio.run(_drawn(sqlite, given.picture, given.language))
            return
        with postgres() as other:
            urls = {"SQLite": sqlite} | ({"Postgres": other.url} if other else {})
            asyncio.run(_measure(urls, given.answers, given.rounds))
            if not other:
                print("Postgres   not measured: set TEST_POSTGRES_URL, or install the development extra")


if __name__ == "__main__":
    main()
