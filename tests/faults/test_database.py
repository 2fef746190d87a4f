"""The database goes away, fills up or closes itself while people talk to the bot: nothing is lost, and it heals by itself."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from questions.bank import Bank
from storage.database import Database
from storage.errors import StorageError
from storage.upgrade import upgrade
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.context import Conversation, running_app
from testing.needs import needs
from testing.postgres import address, started
from testing.program import run
from testing.readiness import Probe
from testing.running import Running
from testing.until import DEADLINE, until


@pytest.fixture
def own_postgres() -> Iterator[Any]:
    """A Postgres server that this test may stop and start."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(started())
        except Exception as error:  # no wheel for this machine, no right to start a server: all the same here
            needs("postgres", f"{type(error).__name__}: {error}")
        yield server


async def test_postgres_stops_in_the_middle_of_an_interview_and_comes_back(
    api: BotApi, bank: Bank, tmp_path: Path, own_postgres: Any
) -> None:
    url, person, probe = address(own_postgres.get_uri(), "postgres"), Person(901, "en"), Probe()
    await asyncio.to_thread(upgrade, url)
    async with Running(api, tmp_path, DATABASE_URL=url, METRICS_LISTEN=probe.listen) as running:
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        await probe.until(200)
        await asyncio.to_thread(own_postgres.stop)
        assert "cannot be reached" in await probe.until(503)
        await api.say(person, candidate.model_answer(question))
        await api.wait(lambda: "updates could not be fetched" in running.log)
        await until(lambda: "the task queue cannot be read" in running.log)
        await until(lambda: "the outbox cannot be read" in running.log)
        await asyncio.to_thread(own_postgres.start)
        await api.next_message(person.id, question.id, "correctness not verified")
        await probe.until(200)
        assert await running.stop() == 0
    assert sum("correctness not verified" in m.text for m in api.from_bot(person.id)) == 1


async def test_a_full_disk_loses_no_answer(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    """No file of the process may grow any more, which is what a full disk looks like to SQLite."""
    person, probe = Person(902, "en"), Probe()
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, METRICS_LISTEN=probe.listen) as running:
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        assert running.process is not None
        _, most = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE)
        full = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal").stat().st_size  # noqa: ASYNC240 - nothing else waits
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (full, most))
        await api.say(person, candidate.model_answer(question))
        await api.wait(lambda: "disk" in running.log and "free" in running.log)
        assert running.process.returncode is None
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (most, most))
        await api.next_message(person.id, question.id, "correctness not verified")
    assert sum("correctness not verified" in m.text for m in api.from_bot(person.id)) == 1


async def test_a_lock_of_another_program_is_waited_out(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(903, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, timeout=DEADLINE)
        other.execute("BEGIN IMMEDIATE")
        answered = api.handed + 1
        await api.say(person, candidate.model_answer(question))
        await api.wait(lambda: api.handed == answered)
        assert api.pending() == 1
        other.execute("ROLLBACK")
        other.close()
        await api.next_message(person.id, question.id, "correctness not verified")


async def test_a_read_only_database_says_so_and_keeps_what_is_there(sqlite_url: str, postgres_url: str) -> None:
    for url, switch, said in (
        (sqlite_url, "PRAGMA query_only=ON", "is read-only; make the file and its folder writable."),
        (postgres_url, "SET TRANSACTION READ ONLY", "is read-only now; try again when it takes writes."),
    ):
        db = Database.open(url)
        async with running_app(db) as here:
            await Conversation.of(here, "me")
        with pytest.raises(StorageError, match=said):
            async with db.write() as tx:
                await tx.execute(text(switch))
                await tx.execute(text("UPDATE people SET name = 'nobody'"))
        await db.close()
        again = Database.open(url)
        async with again.read() as tx:
            assert (await tx.execute(text("SELECT name FROM people"))).scalar_one() == "me"
        await again.close()


@pytest.mark.parametrize("command", [("bot",), ("people", "list")])
def test_a_start_without_its_database_is_one_line_and_exit_1(tmp_path: Path, command: tuple[str, ...]) -> None:
    url = "postgresql://me:hidden-word@127.0.0.1:1/interviews"
    ran = run(tmp_path, *command, DATABASE_URL=url, TELEGRAM_TOKEN="123456:x", TELEGRAM_API_URL="http://127.0.0.1:1")
    assert ran.code == 1
    (line,) = ran.err.splitlines()
    assert line.startswith("127.0.0.1:1/interviews: cannot be reached")
    assert "hidden-word" not in line
