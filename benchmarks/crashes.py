"""Kills the program at random points while people are interviewed, and counts what was lost, doubled and late.

`python -m benchmarks.crashes [--answers 1000] [--database sqlite|postgres|both]`: bot, workers and drills in several real
processes, people on a loopback Bot API server who write an answer in one to three messages, end it by a tap or by silence,
add to one that was graded or take it back, and a judge that takes its time. On SQLite one bot polls beside two workers; on
Postgres two webhook replicas stand behind a balancer, beside two workers. Besides SIGKILL every few seconds: outages of the
judge and of Telegram, a judge that drips or sends bombs, a process or the database that stands still (SIGSTOP), lost responses,
a full disk (SQLite) or a database that loses its power (Postgres), clocks that jump.
Ends with 1 when anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from benchmarks.counting import Account, account
from benchmarks.crowd import Candidate, Errand, Town, crowd, thinking
from benchmarks.fleet import Fleet, balanced
from storage import outbox, tasks
from storage.database import Database
from storage.errors import StorageError
from storage.upgrade import upgrade
from testing.botapi import ApiError
from testing.instruments import frozen, locked, processes_of_postgres
from testing.judge_server import JudgeServer, behaves, bombs, drips, status
from testing.postgres import Postgres, postgres

SETTLE = 240.0  # seconds for what is under way when everybody has been answered
JUDGE_SECONDS = 0.6
SILENCE = 1.5  # seconds that end an answer
AT_ITS_START = 0.2  # share of the kills after which another one may hit a process that is only starting
DAYS = {  # of Berlin's clocks: the instant a run begins at, and the wall time of drills, which that day lacks or has twice
    "spring": (datetime(2027, 3, 28, 0, 58, tzinfo=UTC), "02:01"),
    "autumn": (datetime(2027, 10, 31, 0, 27, tzinfo=UTC), "02:30"),
}
JUMPS = (14 * 60, -45, 3 * 3600, -60)  # by which the wall clock moves, one after the other


@dataclass
class Storm:
    """What happens to the program: kills every so many seconds, and one calamity at a time for so many seconds.

    spoilt: how many calls of a kind are spoilt at once. stall: the database stands still for so many seconds.
    """

    fleet: Fleet
    town: Town
    judge: JudgeServer
    dice: random.Random
    kill_every: tuple[float, float]
    lasts: tuple[float, float]
    between: float
    clocks: bool
    spoilt: int
    stall: Callable[[float], AbstractAsyncContextManager[None]]
    restart: Callable[[], None] | None = None
    ballast: Path | None = None
    happened: list[str] = field(default_factory=list)
    ahead: float = 0.0

    async def kills(self) -> None:
        """One after the other; mostly the next one waits until the killed one is up again, however slow the machine."""
        while True:
            await asyncio.sleep(self.dice.uniform(*self.kill_every))
            self.town.greeted.clear()
            self.fleet.kill_one(self.dice)
            if self.dice.random() > AT_ITS_START:
                with suppress(TimeoutError):
                    async with asyncio.timeout(60):
                        await self.town.greeted.wait()

    async def calamities(self) -> None:
        """Each kind in turn, for as long as the run goes on."""
        kinds: list[Callable[[], Awaitable[None]]] = [self._no_judge, self._no_telegram, self._lost_responses]
        kinds += [self._dripping_judge, self._bombing_judge, self._frozen_process, self._stalled_database]
        kinds += [self._no_database] if self.restart else []
        kinds += [self._full_disk] if self.ballast else []
        jumps = iter(JUMPS if self.clocks else ())
        while True:
            for kind in kinds:
                await asyncio.sleep(self.between)
                self.happened.append(kind.__name__.strip("_").replace("_", " "))
                await kind()
            if (jump := next(jumps, None)) is not None:
                self.ahead += jump
                self.fleet.set_clock(self.ahead)
                self.happened.append(f"clock {jump:+} s")

    def _while(self) -> float:
        return self.dice.uniform(*self.lasts)

    async def _no_judge(self) -> None:
        self.judge.always(status(503))
        await asyncio.sleep(self._while())
        self.judge.always(behaves())

    async def _dripping_judge(self) -> None:
        self.judge.always(drips())
        await asyncio.sleep(self._while())
        self.judge.always(behaves())

    async def _bombing_judge(self) -> None:
        self.judge.always(bombs())
        await asyncio.sleep(self._while())
        self.judge.always(behaves())

    async def _frozen_process(self) -> None:
        """One that is killed meanwhile does not go on: others are started in its place."""
        process = self.dice.choice(self.fleet.members).process
        async with frozen([process.pid] if process is not None else [], self._while()):
            pass

    async def _stalled_database(self) -> None:
        async with self.stall(self._while()):
            pass

    async def _no_telegram(self) -> None:
        self.town.down = True
        await asyncio.sleep(self._while())
        self.town.down = False

    async def _lost_responses(self) -> None:
        for outcome in ("lost after", "lost before", ApiError(502, "Bad Gateway")):
            self.town.fail_next(outcome, times=self.spoilt)
        self.town.fail_next("lost after", "getUpdates")

    async def _no_database(self) -> None:
        assert self.restart is not None
        await asyncio.to_thread(self.restart)

    async def _full_disk(self) -> None:
        assert self.ballast is not None
        with self.ballast.open("wb", buffering=0) as heavy:
            try:
                while heavy.write(b"0" * 4096):
                    pass
            except OSError:
                pass
        await asyncio.sleep(self._while())
        self.ballast.unlink()

    def passes(self) -> None:
        """Fair weather again."""
        self.town.down = False
        self.town.faults.clear()
        self.judge.always(behaves())
        if self.ballast is not None:
            self.ballast.unlink(missing_ok=True)


@dataclass(frozen=True)
class Plan:
    """How a sweep is run."""

    answers: int = 1000
    people: int = 60
    thinks: tuple[float, float] = (1.0, 8.0)
    kill_every: tuple[float, float] = (0.5, 7.0)
    lasts: tuple[float, float] = (5.0, 25.0)
    between: float = 8.0
    workers: int = 2
    clocks: bool = True
    seed: int = 1
    most: float = 3600.0
    day: str = ""


SHORT = Plan(  # the tests run it
    40, 12, thinks=(0.0, 1.0), kill_every=(1.0, 4.0), lasts=(0.5, 1.5), between=3.0, workers=1, clocks=False, seed=60
)


async def sweep(
    url: str, folder: Path, plan: Plan, *, server: Postgres | None = None, small_disk: Path | None = None
) -> tuple[Account, Storm]:
    """One run on one database, and what it came to."""
    dice, town = random.Random(plan.seed), Town()
    town.enforce_rates = True
    with JudgeServer(latency=JUDGE_SECONDS) as judge:
        async with town, _fleet(url, folder, plan, town, judge) as fleet:
            storm = Storm(
                fleet, town, judge, dice, plan.kill_every, plan.lasts, plan.between, plan.clocks,
                max(1, plan.people // 25),
                partial(_stalled, url, server),
                server.restart if server and server.can_restart else None,
                small_disk / "ballast" if small_disk else None,
            )  # fmt: skip
            people = crowd(
                town,
                Errand(plan.answers, thinking(dice, *plan.thinks), random.Random(plan.seed)),
                plan.people,
                opening=_drills(plan.day),
            )
            if plan.day:
                storm.ahead = (DAYS[plan.day][0] - datetime.now(UTC)).total_seconds()
                fleet.set_clock(storm.ahead)
            async with fleet.running():
                await _through(storm, people, plan.most)
                await _settled(url, town)
                found = await _counted(url, town, people)
    return found, storm


def _stalled(url: str, server: Postgres | None, seconds: float) -> AbstractAsyncContextManager[None]:
    if server is None:
        return locked(Path(url.removeprefix("sqlite:///")), seconds)
    return frozen(processes_of_postgres(server.server) if server.can_restart else [], seconds)


@asynccontextmanager
async def _fleet(url: str, folder: Path, plan: Plan, town: Town, judge: JudgeServer) -> AsyncIterator[Fleet]:
    fleet = Fleet(folder)
    common = {
        "DATABASE_URL": url, "TELEGRAM_API_URL": town.url, "JUDGE_URL": judge.url,
        "ANSWERS_PER_MINUTE": "1000", "JUDGED_PER_DAY": "100000", "SETTLE_SECONDS": str(SILENCE),
    }  # fmt: skip
    if url.startswith("sqlite"):
        fleet.add("bot", 1, **common)
        fleet.add("worker", plan.workers, **common)
        yield fleet
        return
    async with balanced(2) as replicas:
        for settings in replicas:
            fleet.add("bot", 1, **common, **settings)
        fleet.add("worker", plan.workers, **common)
        yield fleet


def _drills(day: str) -> tuple[str, ...]:
    """What makes a person's drill due in the middle of the run, in a place where it is about noon unless told."""
    if day:
        return ("/timezone Europe/Berlin", f"/drill {DAYS[day][1]}")
    now = datetime.now(UTC)
    zone = next(z for z in sorted(available_timezones()) if "/" in z and 11 <= now.astimezone(ZoneInfo(z)).hour <= 13)
    soon = now.astimezone(ZoneInfo(zone)) + timedelta(minutes=2)
    return (f"/timezone {zone}", f"/drill {soon:%H:%M}")


async def _through(storm: Storm, people: Sequence[Candidate], most: float) -> None:
    """Everybody's interviews, in the storm until the last answer is given; then fair weather for what is under way."""
    async with asyncio.TaskGroup() as group:
        raging = [group.create_task(work) for work in (storm.kills(), storm.calamities(), _told(storm, people))]
        living = [group.create_task(person.live()) for person in people]
        with suppress(TimeoutError):
            async with asyncio.timeout(most):
                await people[0].errand.done.wait()
        for task in raging:
            task.cancel()
        storm.passes()
        _, late = await asyncio.wait(living, timeout=SETTLE)
        for person in late:
            person.cancel()


async def _told(storm: Storm, people: Sequence[Candidate]) -> None:
    """A line every half minute, for whoever watches."""
    while True:
        await asyncio.sleep(30)
        said = [one for person in people for one in person.said]
        heard = sum(one.heard is not None for one in said)
        print(
            f"{len(said)} answers, {heard} heard, {storm.fleet.killed} kills; {storm.happened[-1:]}",
            file=sys.stderr,
            flush=True,
        )


async def _settled(url: str, town: Town) -> None:
    """Until nothing is left to be graded or said."""
    db, until, far = Database.open(url), time.monotonic() + SETTLE, datetime.now(UTC) + timedelta(days=500)
    quiet = 0
    while quiet < 3 and time.monotonic() < until:
        await asyncio.sleep(1)
        try:
            async with db.read() as tx:
                left: set[str] = {*await outbox.waiting(tx, far), *await tasks.waiting(tx, far)}
        except StorageError:
            continue
        quiet = quiet + 1 if not left - {"wait"} and not town.pending() else 0
    await db.close()


async def _counted(url: str, town: Town, people: Sequence[Candidate]) -> Account:
    db = Database.open(url)
    async with db.read() as tx:
        found = await account(tx, town, people)
    await db.close()
    return found


# -- the table -------------------------------------------------------------------------------------------------------


def table(runs: dict[str, tuple[Account, Storm, float]]) -> str:
    """The runs side by side."""
    accounts = [found for found, _, _ in runs.values()]
    storms = [storm for _, storm, _ in runs.values()]
    rows: list[tuple[str, Sequence[object]]] = [
        ("messages of answers", [a.answers for a in accounts]),
        ("of answers that were taken back", [a.taken_back for a in accounts]),
        ("turns added to", [a.amended for a in accounts]),
        ("processes", [len(s.fleet.members) for s in storms]),
        ("SIGKILLs", [s.fleet.killed for s in storms]),
        ("ended by themselves and started again", [s.fleet.ended for s in storms]),
        ("outages and jumps", [len(s.happened) for s in storms]),
        *((f"lost: {name}", [a.lost[name] for a in accounts]) for name in accounts[0].lost),
        *((f"doubled: {name}", [a.doubled[name] for a in accounts]) for name in accounts[0].doubled),
        ("messages said", [a.messages for a in accounts]),
        ("arrived twice, the response having been lost", [a.twice for a in accounts]),
        ("further tries of a grade, after a crash or without a judge", [a.recomputed for a in accounts]),
        ("daily drills planned", [a.drills for a in accounts]),
        ("refused by Telegram for going too fast", [s.town.refused(429) for s in storms]),
        ("went on after, median", [f"{a.share(0.5):.1f} s" for a in accounts]),
        ("went on after, 95 %", [f"{a.share(0.95):.1f} s" for a in accounts]),
        ("went on after, longest", [f"{a.share(1):.1f} s" for a in accounts]),
        ("late (after more than 10 s)", [a.late for a in accounts]),
        ("minutes", [f"{took / 60:.1f}" for _, _, took in runs.values()]),
    ]
    head = ["| |", *(f" {name} |" for name in runs), "\n|---|", *("---:|" for _ in runs)]
    return "".join(head) + "".join(f"\n| {name} | " + " | ".join(map(str, cells)) + " |" for name, cells in rows)


@contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of so many MB that can be filled; None for none, and where none may be mounted."""
    if not megabytes:
        yield None
        return
    place = folder / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)], check=False)
    yield place if mounted.returncode == 0 else None
    if mounted.returncode == 0:
        subprocess.run(["umount", "-l", str(place)], check=True)


async def _run(name: str, plan: Plan) -> tuple[Account, Storm, float] | None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crashes-") as root:
        folder = Path(root)
        if name == "postgres":
            with postgres() as server:
                if server is None:
                    print("postgres: not run; set TEST_POSTGRES_URL, or install the development extra", file=sys.stderr)
                    return None
                found, storm = await sweep(server.url, folder, plan, server=server)
        else:
            with _small_disk(folder, 0 if plan == SHORT else 48) as disk:
                url = f"sqlite:///{(disk or folder) / 'interviews.db'}"
                upgrade(url)
                found, storm = await sweep(url, folder, plan, small_disk=disk)
        if not found.is_whole:
            kept = Path(tempfile.mkdtemp(prefix="crashes-kept-")) / "log"
            kept.write_text(storm.fleet.logs() + "\n" + "\n".join(storm.happened) + "\n" + storm.town.transcript())
            print(f"{name}: logs and transcript are kept in {kept}", file=sys.stderr)
    return found, storm, time.monotonic() - started


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--answers", type=int, default=1000)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    asked.add_argument("--day", choices=["", *DAYS], default="", help="a day on which Berlin's clocks change")
    asked.add_argument("--seconds", type=float, default=3600.0, help="the longest that one run may take")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument(
        "--short", action="store_true", help="40 answers of 12 people in about a minute, on disks that stay empty"
    )
    given = asked.parse_args()
    whole = Plan(given.answers, given.people, seed=given.seed, most=given.seconds, day=given.day)
    plan = SHORT if given.short else whole
    names = ["sqlite", "postgres"] if given.database == "both" else [given.database]
    runs = {name: run for name in names if (run := asyncio.run(_run(name, plan))) is not None}
    if not runs:
        sys.exit(1)
    print(
        f"seed {plan.seed}, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}\n\n{table(runs)}"
    )
    sys.exit(0 if all(found.is_whole for found, _, _ in runs.values()) else 1)


if __name__ == "__main__":
    main()
