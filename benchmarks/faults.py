"""Every use case under every fault, in a table: whether its one reply came, whether a second one did, and after how long.

`python -m benchmarks.faults [--only FAULT…] [--database sqlite|postgres] [--freeze 13 60]`. Everybody does theirs at once, in
chats of their own, of a started bot over a loopback Bot API server. On SQLite one bot polls; on Postgres two replicas share
one webhook, and the one that is frozen is the first. Ends with 1 where a reply is missing or came twice.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.fleet import balanced
from storage.upgrade import upgrade
from testing.botapi import BotApi
from testing.hostile import FAULTS, Fault, HostileServer
from testing.instruments import crowd, fair_weather, frozen, locked, processes_of_postgres, wrong_operator
from testing.judge_server import JudgeServer
from testing.postgres import Postgres, postgres
from testing.running import Running
from testing.stored import handled
from testing.use_cases import USE_CASES, Doing

PATIENCE = 60.0  # seconds for a reply, beside what the fault takes
STALLS = 2.0, 13.0  # seconds


@dataclass(frozen=True)
class World:
    """What a fault is brought about in. pids: of the bot's processes."""

    api: BotApi
    folder: Path
    url: str
    pids: Sequence[int]
    server: Postgres | None = None


Instrument = Callable[[World], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Calamity:
    """server: what judge, embedder and speech are meanwhile; None: they work, or are not there."""

    name: str
    instrument: Instrument
    server: Fault | None = None
    lasts: float = 0.0


def calamities(database: str, freezes: Sequence[float]) -> list[Calamity]:
    """Those that can be brought about with this database."""
    found = [Calamity("nothing", lambda _: fair_weather())]
    found += [Calamity(name, lambda _: fair_weather(), name) for name in FAULTS]
    for seconds in freezes:
        found.append(Calamity(f"freeze {seconds:g} s", partial(_freeze, seconds), lasts=seconds))
        found.append(Calamity(f"stall {seconds:g} s", partial(_stall, seconds), lasts=seconds))
    if database == "sqlite":
        found.append(Calamity("wrong operator", lambda w: wrong_operator(w.api, w.folder / "second", w.url)))
    return [*found, Calamity("crowd", lambda w: crowd(w.api))]


def _freeze(seconds: float, world: World) -> AbstractAsyncContextManager[None]:
    return frozen(world.pids[:1], seconds)


def _stall(seconds: float, world: World) -> AbstractAsyncContextManager[None]:
    """The database stands still."""
    if world.server is not None and world.server.server is not None:
        return frozen(processes_of_postgres(world.server.server), seconds)
    return locked(Path(world.url.removeprefix("sqlite:///")), seconds)


async def results(calamity: Calamity, folder: Path, url: str, server: Postgres | None = None) -> list[Doing]:
    """Every use case under it, done."""
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(BotApi())
        settings = _servers(stack, calamity) | {"DATABASE_URL": url, "REPLY_RATE": "1000"}
        running = await stack.enter_async_context(_bots(api, folder, settings, replicas=server is not None))
        pids = [one.process.pid for one in running if one.process is not None]
        doings = [Doing(api, case, number) for number, case in enumerate(USE_CASES)]
        await asyncio.gather(*(one.lead_up(PATIENCE) for one in doings))
        async with calamity.instrument(World(api, folder, url, pids, server)):
            for one in doings:
                await one.do()
        with suppress(AssertionError):  # what is missing is told by the table
            await api.wait(lambda: all(one.replies() for one in doings) and not api.pending(), PATIENCE)
        await handled(url)
    return doings


def _servers(stack: AsyncExitStack, calamity: Calamity) -> dict[str, str]:
    """Judge, embedder and speech: hostile, or a judge that works."""
    if calamity.server is None:
        return {"JUDGE_URL": stack.enter_context(JudgeServer()).url}
    url = stack.enter_context(HostileServer(calamity.server)).url
    return {"JUDGE_URL": url, "JUDGE_MODEL": "m", "EMBEDDING_URL": url, "SPEECH_URL": url}


@asynccontextmanager
async def _bots(api: BotApi, folder: Path, settings: dict[str, str], *, replicas: bool) -> AsyncIterator[list[Running]]:
    if not replicas:
        async with Running(api, folder, **settings) as one:
            yield [one]
        return
    async with balanced(2) as of_each, AsyncExitStack() as stack:
        found = [Running(api, folder / str(n), **(settings | own)) for n, own in enumerate(of_each)]
        for one in found:
            await stack.enter_async_context(one)
        await api.wait(lambda: api.webhook, PATIENCE)
        yield found


def table(columns: dict[str, list[Doing]]) -> str:
    """Use cases by faults: how often the reply came, and after how many seconds."""
    head = "| |" + "".join(f" {name} |" for name in columns) + "\n|---|" + "---:|" * len(columns)
    rows = [
        f"\n| {case.name} |" + "".join(f" {_cell(doings[number])} |" for doings in columns.values())
        for number, case in enumerate(USE_CASES)
    ]
    return head + "".join(rows)


def _cell(doing: Doing) -> str:
    count = len(doing.replies())
    return f"{doing.took:.1f} s" if count == 1 else "**none**" if count == 0 else f"**{count} times**"


def is_whole(columns: dict[str, list[Doing]]) -> bool:
    """Whether every reply came, once."""
    return all(len(one.replies()) == 1 for doings in columns.values() for one in doings)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked.add_argument(
        "--freeze", type=float, nargs="*", default=STALLS, help="seconds that process and database stand still"
    )
    asked.add_argument("--only", nargs="*", default=[])
    given = asked.parse_args()
    columns: dict[str, list[Doing]] = {}
    for number, calamity in enumerate(calamities(given.database, given.freeze)):
        if given.only and calamity.name not in given.only:
            continue
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"faults{number}-")))
            for name in ("0", "1", "second"):
                (folder / name).mkdir()
            url, server = f"sqlite:///{folder / 'interviews.db'}", None
            if given.database == "postgres" and (server := stack.enter_context(postgres())) is not None:
                url = server.url
            upgrade(url)
            columns[calamity.name] = asyncio.run(results(calamity, folder, url, server))
            print(f"-- {calamity.name}", file=sys.stderr, flush=True)
    print(table(columns))
    sys.exit(0 if is_whole(columns) else 1)


if __name__ == "__main__":
    main()
