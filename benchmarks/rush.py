"""Everybody comes at once: first contacts, groups, answers to one quiz, and one person who floods; beside a bare echo bot.

`python -m benchmarks.rush [--people 5000] [--rounds 3] [--database sqlite|postgres]`. Over a loopback Bot API server, durable;
bot and echo bot take turns. Compared is what the machine does, with a `REPLY_RATE` that holds nothing up; how long the usual
one takes is printed beside it. The flooder's commands come at ten a second for ten seconds, then their /stop.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.line import line
from benchmarks.telegram import echo_bot
from storage.database import Database
from storage.tables import quiz_answers
from storage.upgrade import upgrade
from testing.botapi import BotApi, Message, Person
from testing.postgres import database, started
from testing.running import Running

FIRST = 1_000_000  # number of the first person
FLOOD, FLOOD_SECONDS = 10, 10.0  # commands a second, for so long
QUICK = {"TELEGRAM_RATE": "10000", "REPLY_RATE": "10000", "LOG_LEVEL": "ERROR", "ANSWERS_PER_MINUTE": "1000"}
COMMANDS = (
    "/help",
    "/topics",
    "/settings",
    "/hint",
    "/why",
    "/report",
    "/history",
    "/plan",
    "/drill",
    "/language",
    "/nope",
)
Write = Callable[["Square", int], Any]


class Square(BotApi):
    """The server, which knows at once who has been answered."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted, self.reached, self.last = set[int](), asyncio.Event(), 0.0

    async def answers(self, chats: set[int], seconds: float) -> None:
        """Waits until each of these chats has heard something from now on."""
        self.wanted = set(chats)
        self.reached.clear()
        async with asyncio.timeout(seconds):
            await self.reached.wait()

    async def _post(self, chat: int, *words: Any, **more: Any) -> dict[str, Any]:
        sent = await super()._post(chat, *words, **more)
        if chat in self.wanted:
            self.wanted.discard(chat)
            self.last = time.monotonic()
            if not self.wanted:
                self.reached.set()
        return sent


async def contact(api: Square, number: int) -> None:
    """Somebody who was never here says /start."""
    await api.say(Person(FIRST + number), "/start")


async def group(api: Square, number: int) -> None:
    """A group that was never here wants a quiz."""
    await api.say(Person(FIRST + number), "/quiz", chat=-FIRST - number)


async def flood(api: Square, write: Write, count: int, chats: set[int]) -> float:
    """Chats a second, from the first message to the last chat's first reply."""
    start = time.monotonic()
    waiting = asyncio.ensure_future(api.answers(chats, 600))
    await asyncio.sleep(0)
    for number in range(count):
        await write(api, number)
    await waiting
    return count / (api.last - start)


async def _ready(api: BotApi) -> None:
    """The bot has answered somebody: it is up."""
    person = Person(FIRST - 2)
    await api.say(person, "/help")
    await api.wait(lambda: api.from_bot(person.id), 60)


async def ours(write: Write, chats: set[int], folder: Path, url: str, **settings: str) -> float:
    """The bot's chats a second."""
    async with Square() as api, Running(api, folder, DATABASE_URL=url, **(QUICK | settings)):
        await _ready(api)
        return await flood(api, write, len(chats), chats)


async def bare(write: Write, chats: set[int]) -> float:
    """The echo bot's."""
    async with Square() as api, echo_bot(api):
        await _ready(api)
        return await flood(api, write, len(chats), chats)


# -- one quiz ----------------------------------------------------------------------------------------------------------


async def quiz_of(count: int, folder: Path, url: str) -> float:
    """Answers a second to one group's quiz, until every one of them is kept; the group is told in between, folded."""
    chat, db = -FIRST + 1, Database.open(url)
    async with Square() as api, Running(api, folder, DATABASE_URL=url, **QUICK):
        asked = await _asked(api, chat)
        start = time.monotonic()
        for number in range(count):
            await api.say(Person(FIRST + number), "softmax", chat=chat, reply_to=asked)
        while await _kept(db) < count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        took = time.monotonic() - start
    await db.close()
    return count / took


async def _asked(api: BotApi, chat: int) -> Message:
    await api.say(Person(FIRST - 1), "/quiz", chat=chat)
    return await api.next_message(chat, 0)


async def _kept(db: Database) -> int:
    async with db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(quiz_answers))).scalar_one()


async def echoed_quiz(count: int) -> float:
    """The echo bot's answers a second in one group."""
    chat = -FIRST + 1
    async with Square() as api, echo_bot(api):
        asked = await _asked(api, chat)
        start = time.monotonic()
        for number in range(count):
            await api.say(Person(FIRST + number), "softmax", chat=chat, reply_to=asked)
        await api.wait(lambda: len(api.messages[chat]) >= 2 * count + 2, 600)
        return count / (api.messages[chat][-1].at - start)


# -- one who floods ----------------------------------------------------------------------------------------------------


async def flooder(folder: Path, url: str) -> None:
    """One person's commands, ten a second, and their /stop; meanwhile somebody else asks for help."""
    person, other, waits = Person(FIRST), Person(FIRST + 1), list[float]()
    async with Square() as api, Running(api, folder, DATABASE_URL=url, LOG_LEVEL="ERROR") as running:
        api.enforce_rates = True
        await api.say(person, "/interview attention 1")
        await api.wait(lambda: any("u:" in b["callback_data"] for m in api.from_bot(person.id) for b in m.buttons), 60)
        before = len(api.from_bot(person.id))
        for number in range(round(FLOOD * FLOOD_SECONDS)):
            await api.say(person, COMMANDS[number % len(COMMANDS)])
            if number % FLOOD == 0:
                said = await api.say(other, "/help")
                waits.append((await api.next_message(other.id, said.id)).at - said.at)
            await asyncio.sleep(1 / FLOOD)
        heard = len(api.from_bot(person.id)) - before
        stop = await api.say(person, "/stop")
        reply = await api.next_message(person.id, stop.id, "", 60)
        while "结束这场面试" not in reply.text:
            reply = await api.next_message(person.id, reply.id, "", 60)
        assert "Traceback" not in running.log
    took = reply.at - stop.at
    line(
        f"{round(FLOOD * FLOOD_SECONDS)} commands of one person in {FLOOD_SECONDS:g} s: the reply to their /stop",
        "≤ 2 s", f"{took:.2f} s; they heard {heard} messages before", took <= 2,
    )  # fmt: skip
    line(
        "somebody else's reply meanwhile",
        "≤ 300 ms p95",
        f"{1000 * sorted(waits)[-1]:.0f} ms at most",
        max(waits) <= 0.3,
    )


# -- the table ---------------------------------------------------------------------------------------------------------


def compared(what: str, pairs: list[tuple[float, float]]) -> None:
    """A line of the median ratio."""
    ratio = statistics.median(o / b for o, b in pairs)
    ours_, bare_ = (statistics.median(pair[n] for pair in pairs) for n in (0, 1))
    reached = f"{ratio:.2f} × ({ours_:.0f}/s beside {bare_:.0f}/s); all answered"
    line(what, "≥ 0.5 × a bare echo bot", reached, ratio >= 0.5)


async def measure(given: argparse.Namespace, root: Path, place: Callable[[str], str]) -> None:
    """Every line, one after the other. place: the address of a new database of this name."""
    people = {FIRST + n for n in range(given.people)}
    groups = {-FIRST - n for n in range(given.people // 5)}
    name = given.database
    for what, write, chats in (
        (f"{len(people):,} first contacts at once, {name}", contact, people),
        (f"the first /quiz of {len(groups):,} groups at once, {name}", group, groups),
    ):
        pairs = []
        for number in range(given.rounds):
            folder = f"{write.__name__}{number}"
            pairs.append((await ours(write, chats, root / folder, place(folder)), await bare(write, chats)))
            print(f"  {what}: the bot {pairs[-1][0]:.0f}/s, the echo bot {pairs[-1][1]:.0f}/s", file=sys.stderr)
        compared(what, pairs)
    usual = await ours(contact, people, root / "usual", place("usual"), TELEGRAM_RATE="30", REPLY_RATE="300")
    line(
        f"the same first contacts with the usual REPLY_RATE, {name}",
        "300/s at most",
        f"{usual:.0f}/s; all answered",
        True,
    )
    pairs = []
    for number in range(given.rounds):
        folder = f"quiz{number}"
        pairs.append(
            (await quiz_of(given.people // 5, root / folder, place(folder)), await echoed_quiz(given.people // 5))
        )
    compared(f"{given.people // 5:,} answers to one quiz at once, {name}", pairs)
    await flooder(root / "flooder", place("flooder"))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = asked.parse_args()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rounds = [f"{kind}{n}" for kind in ("contact", "group", "quiz") for n in range(given.rounds)]
        for name in ("usual", "flooder", *rounds):
            (root / name).mkdir()
        if given.database == "sqlite":
            asyncio.run(measure(given, root, lambda name: f"sqlite:///{root / name}.db"))
            return
        server = stack.enter_context(started())

        def fresh(_: str) -> str:
            url = stack.enter_context(database(server.get_uri()))
            upgrade(url)
            return url

        asyncio.run(measure(given, root, fresh))


if __name__ == "__main__":
    main()
