"""Workers are killed in the middle of their work: no answer is lost, and none is graded twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from interview.events import Answered
from storage import chats, outbox, tasks
from storage.database import Database
from storage.tables import grades
from testing.rows import NOW, begun, happened, someone
from testing.until import DEADLINE

ANSWERS, WORKERS, KILLED = 60, 4, 2
ROOT = Path(__file__).parents[3]


async def _start(url: str, owner: str) -> asyncio.subprocess.Process:
    arguments = ("-m", "testing.worker", url, owner)
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


async def test_sixty_answers_are_graded_once_though_workers_die(db: Database, database_url: str) -> None:
    async with db.write() as tx:
        for number in range(ANSWERS):
            chat = await someone(tx, f"person {number}")
            interview = await happened(tx, await begun(tx, chat, f"i{number}"), Answered(1, f"answer {number}"))
            payload = {"interview": interview.id}
            await tasks.put(tx, "grade", interview.id, payload, NOW - timedelta(days=1), person=chat.person)
    workers = [await _start(database_url, f"worker {number}") for number in range(WORKERS)]
    for doomed in workers[:KILLED]:
        await _kill_at_work(doomed)
    for survivor in workers[KILLED:]:
        await asyncio.wait_for(survivor.communicate(), DEADLINE)
        assert survivor.returncode == 0
    async with db.read() as tx:
        graded = Counter((await tx.execute(select(grades.c.interview))).scalars())
        told = Counter([len(await outbox.of_chat(tx, chat)) for chat in await _chats(db)])
    assert graded == {f"i{number}": 1 for number in range(ANSWERS)}
    assert told == {1: ANSWERS}


async def _chats(db: Database) -> list[int]:
    async with db.read() as tx:
        return [(await chats.get(tx, number)).id for number in range(1, ANSWERS + 1)]


async def _kill_at_work(worker: asyncio.subprocess.Process) -> None:
    """SIGKILL at some moment after it has claimed an answer."""
    assert worker.stdout is not None
    await asyncio.wait_for(worker.stdout.readline(), DEADLINE)
    await asyncio.sleep(random.uniform(0, 0.05))
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    assert worker.returncode == -signal.SIGKILL
