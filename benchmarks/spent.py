"""Where an update's processor time goes, by library: `python -m benchmarks.spent [--updates 500] [--what help contact quiz]`.

The real inbox, dispatcher, handlers and database (SQLite), in one process without delivery; the times of a profiler, as shares of
what the same updates take without it. Processor time hardly depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import tempfile
import time
from collections import Counter
from typing import Any

from bot.ingest import ingest
from storage.upgrade import upgrade
from testing.botapi import BotApi
from testing.in_process import Inside, inside

FIRST, BATCH = 1_000_000, 100
OURS = ("app", "bot", "storage", "interview", "questions", "texts", "grader", "testing", "reports")


def updates(bot: Inside, what: str, count: int, first: int) -> list[dict[str, Any]]:
    """One update of each of so many people."""
    words, group = {"help": ("/help", 0), "contact": ("/start", 0), "quiz": ("/quiz", -1)}[what]
    return [bot.message(first + n, words, chat=group * (first + n) or None) for n in range(count)]


async def taken(bot: Inside, wanted: list[dict[str, Any]]) -> float:
    """Seconds of processor time until all of them were handled."""
    start = time.process_time()
    for place in range(0, len(wanted), BATCH):
        await ingest(bot.app, [{"update_id": bot.number()} | update for update in wanted[place : place + BATCH]])
        bot.feed.wake()
    while not await bot._is_done():  # noqa: ASYNC110 - the database says so
        await asyncio.sleep(0.1)
    return time.process_time() - start


def shares(profile: cProfile.Profile) -> Counter[str]:
    """Seconds by library."""
    found: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]  # the stubs leave `stats` out
        found[_library(file, function)] += own
    return found


def _library(file: str, function: str) -> str:
    if "site-packages/" in file:
        return file.partition("site-packages/")[2].partition("/")[0]
    if file.startswith(("~", "<")):
        return "waiting" if "poll" in function or "acquire" in function else "C functions"
    return next((f"{name}/" for name in OURS if f"/{name}/" in file), "standard library")


async def measure(what: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/spent.db"
        upgrade(url)
        async with BotApi() as api, inside(api, url) as bot:
            await taken(bot, updates(bot, what, count, FIRST))  # everything is loaded
            known = FIRST if what == "help" else 2 * FIRST
            whole = await taken(bot, updates(bot, what, count, known)) / count
            profile = cProfile.Profile()
            profile.enable()
            await taken(bot, updates(bot, what, count, FIRST if what == "help" else 3 * FIRST))
            profile.disable()
    found = shares(profile)
    found.pop("waiting", None)
    print(f"\n{what}: {1000 * whole:.2f} ms of processor time each\n\n| where | ms | share |\n|---|---:|---:|")
    for name, seconds in found.most_common(10):
        share = seconds / found.total()
        print(f"| {name} | {1000 * whole * share:.2f} | {share:.0%} |")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--updates", type=int, default=500)
    asked.add_argument("--what", nargs="*", choices=["help", "contact", "quiz"], default=["help", "contact", "quiz"])
    given = asked.parse_args()
    for what in given.what:
        asyncio.run(measure(what, given.updates))


if __name__ == "__main__":
    main()
