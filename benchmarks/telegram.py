"""Prints how the bot keeps up, over a loopback Bot API server. `python -m benchmarks.telegram`

Throughput: updates per second through the whole bot (inbox, handler, outbox, delivery; every step committed) beside a bare
echo bot of the same library, interleaved, the median of so many rounds. Latency: from a command's arrival at the server to
the reply's, with 50 people at 20 messages a second, idle and while five of them are interviewed and their answers graded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from benchmarks.line import line
from testing.botapi import TOKEN, BotApi, Message, Person
from testing.running import Running

PEOPLE, PER_SECOND = 50, 20
INTERVIEWED, ANSWERS_PER_SECOND = 5, 2  # at most: whoever is interviewed thinks two to four seconds
WORDS = "一个普通的词"
ECHO = """
import sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text(update.message.text)

api, token = sys.argv[1:]
app = ApplicationBuilder().token(token).base_url(f"{api}/bot").build()
app.add_handler(MessageHandler(filters.ALL, echo))
app.run_polling()
"""


@asynccontextmanager
async def echo_bot(api: BotApi) -> AsyncIterator[None]:
    """The same library, doing nothing but answering."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ECHO, api.url, TOKEN, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def throughput(api: BotApi, chats: int) -> float:
    """Updates per second, from the first one's arrival to the last reply's, every chat having written before."""
    people = [Person(10_000 + n) for n in range(chats)]

    async def round_() -> float:
        before = {person.id: len(api.from_bot(person.id)) for person in people}
        start = time.monotonic()
        for person in people:
            await api.say(person, WORDS)
        await api.wait(lambda: all(len(api.from_bot(p.id)) > before[p.id] for p in people), 120)
        return chats / (max(api.from_bot(p.id)[-1].at for p in people) - start)

    await round_()
    await asyncio.sleep(1.2)
    return await round_()


async def compared(chats: int, rounds: int, folder: Path, database: str) -> None:
    ours, bare = [], []
    for number in range(rounds):
        place = folder / str(number)
        place.mkdir()
        url = database or f"sqlite:///{place / 'interviews.db'}"
        async with (
            BotApi() as api,
            Running(api, place, DATABASE_URL=url, TELEGRAM_RATE="10000", REPLY_RATE="10000", LOG_LEVEL="ERROR"),
        ):
            ours.append(await throughput(api, chats))
        async with BotApi() as api, echo_bot(api):
            bare.append(await throughput(api, chats))
        print(f"  round {number + 1}: the bot {ours[-1]:.0f}/s, the echo bot {bare[-1]:.0f}/s")
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    reached = f"{ratio:.2f} × ({statistics.median(ours):.0f}/s beside {statistics.median(bare):.0f}/s)"
    line(
        "updates per second through the whole bot, durable",
        "≥ 0.3 × a bare echo bot of the same library",
        reached,
        ratio >= 0.3,
    )


async def latency(seconds: int, folder: Path, *, grading: bool, database: str) -> None:
    url = database or f"sqlite:///{folder / 'interviews.db'}"
    people = [Person(20_000 + n) for n in range(PEOPLE - grading * INTERVIEWED)]
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(BotApi())
        await stack.enter_async_context(Running(api, folder, DATABASE_URL=url, LOG_LEVEL="ERROR"))
        for person in people:
            await api.say(person, "/help")
        await api.wait(lambda: all(api.from_bot(p.id) for p in people), 60)
        await asyncio.sleep(3)  # the greeting of fifty people at once used up what may be sent in a second
        answering = asyncio.ensure_future(_answering(api)) if grading else None
        commands = PER_SECOND - grading * ANSWERS_PER_SECOND
        asking = [_timed(api, people[n % len(people)], n / commands) for n in range(seconds * commands)]
        waits = list(await asyncio.gather(*asking))
        if answering:
            answering.cancel()
    waits.sort()
    p50, p95 = waits[len(waits) // 2], waits[int(0.95 * len(waits))]
    what = "while answers are graded" if grading else "otherwise idle"
    reached = f"{1000 * p95:.0f} ms (half of them within {1000 * p50:.0f} ms)"
    line(
        f"reply to a command, {PEOPLE} people at {PER_SECOND} messages/s, {what}", "≤ 150 ms p95", reached, p95 <= 0.15
    )


async def _timed(api: BotApi, person: Person, after: float) -> float:
    """Seconds from a command to its reply."""
    await asyncio.sleep(after)
    said = await api.say(person, "/help")
    reply = await api.next_message(person.id, said.id)
    return reply.at - said.at


async def _answering(api: BotApi) -> None:
    """Other people in an interview of their own, each thinking for a time of their own."""
    dice = random.Random(5)

    async def one(person: Person) -> None:
        last = 0
        while True:
            said = await api.say(person, "/interview 注意力 3")
            while not (asked := await _asked(api, person, max(last, said.id))).text.startswith("🏁"):
                last = asked.id
                await asyncio.sleep(dice.uniform(2, 4))
                await api.say(person, "注意力除以根号 d_k，避免 softmax 饱和；KV cache 只缓存 key 和 value。" * 5)

    async with asyncio.TaskGroup() as group:
        for n in range(INTERVIEWED):
            group.create_task(one(Person(30_000 + n)))


async def _asked(api: BotApi, person: Person, after: int) -> Message:
    """The next question or the summary."""

    def found() -> Message | None:
        said = (m for m in api.from_bot(person.id) if m.id > after)
        return next(
            (m for m in said if m.text.startswith("🏁") or any("u:" in b["callback_data"] for b in m.buttons)), None
        )

    message = await api.wait(found, 60)
    assert isinstance(message, Message)
    return message


async def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--chats", type=int, default=300)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=int, default=20)
    asked.add_argument("--database", default="", help="a Postgres address; the default is a new SQLite file")
    chosen = asked.parse_args()
    print(f"{os.cpu_count()} cores; {'Postgres' if chosen.database else 'SQLite'}; the server runs beside the bot")
    with tempfile.TemporaryDirectory() as folder:
        await compared(chosen.chats, chosen.rounds, Path(folder), chosen.database)
        for name, grading in (("idle", False), ("busy", True)):
            place = Path(folder) / name
            place.mkdir()
            await latency(chosen.seconds, place, grading=grading, database=chosen.database)


if __name__ == "__main__":
    asyncio.run(main())
