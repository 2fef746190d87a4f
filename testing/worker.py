"""A worker process for crash tests: claims answers, takes a moment over each, and counts the grade if it still may."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from grader.grade import Verdict
from interview.step import step
from storage import interviews, outbox, tasks
from storage.database import Database
from testing.rows import EMPTY, grade_of

LEASE = timedelta(seconds=1.5)


async def work(url: str, owner: str) -> None:
    """Grades until nothing is left to do."""
    db = Database.open(url)
    while True:
        async with db.write() as tx:
            claimed = await tasks.claim(tx, ["grade"], owner, datetime.now(UTC), LEASE, 2)
            left = await tasks.waiting(tx, datetime.now(UTC))
        if not claimed and not left:
            break
        for task in claimed:
            print("claimed", flush=True)
            await asyncio.sleep(0.03)
            await _count(db, task, owner)
        await asyncio.sleep(0 if claimed else 0.1)
    await db.close()


async def _count(db: Database, task: tasks.QueuedTask, owner: str) -> None:
    now = datetime.now(UTC)
    async with db.write() as tx:
        if not await tasks.finish(tx, task, owner, now):
            return
        before = await interviews.load(tx, task.payload["interview"], EMPTY)
        chat = await interviews.chat_of(tx, task.payload["interview"])
        assert before is not None
        assert chat is not None
        after, _ = step(before, grade_of(before, Verdict.COVERED))
        assert after is not before
        await interviews.save(tx, before, after, now)
        await outbox.say(tx, chat, {"graded": before.id}, "reply", now)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2]))
