"""A whole interview whose process is killed in every stage: every answer is there, and it ends as it would have."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from interview.model import Interview, Phase, Stage
from interview.scorecard import scorecard
from questions.handson.banked import with_tasks
from storage import interviews
from storage.database import Database
from storage.upgrade import prepare
from testing.context import bank
from testing.until import DEADLINE

KILLED = -9


async def held(url: str) -> Interview:
    """The loop in a database."""
    db = Database.open(url)
    async with db.read() as tx:
        found = await interviews.latest_of(tx, 1, with_tasks(bank()), lock=False)
    await db.close()
    assert found is not None
    return found


async def goes_on(url: str, stage: str, *, killed: bool) -> None:
    """A process goes on with the loop until this stage waits for its first verdict, or to the end."""
    command = (sys.executable, "-m", "testing.looping", url, "somebody", "0.6", stage)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    said = await asyncio.wait_for(process.stdout.readline(), DEADLINE)
    assert said.decode().strip() == ("answered" if killed else "finished")
    if killed:
        process.kill()
    assert await process.wait() == (KILLED if killed else 0)


async def test_a_kill_in_every_stage_loses_nothing(tmp_path: Path) -> None:
    calm, killed = (f"sqlite:///{tmp_path / name}.db" for name in ("calm", "killed"))
    for url in (calm, killed):
        await prepare(url)
    await goes_on(calm, "end", killed=False)
    for stage in Stage:
        await goes_on(killed, stage, killed=True)
        left = await held(killed)
        assert (left.phase, left.items[-1].stage) == (Phase.GRADING, stage)
        assert left.turns[-1].answer == f"somebody answers turn {left.turns[-1].number}"
    await goes_on(killed, "end", killed=False)
    whole, broken = await held(calm), await held(killed)
    assert [(t.item, t.probe, t.answer, t.state) for t in broken.turns] == [
        (t.item, t.probe, t.answer, t.state) for t in whole.turns
    ]
    assert [item.question.id for item in broken.items] == [item.question.id for item in whole.items]
    assert scorecard(broken) == scorecard(whole)
    assert broken.loop is not None
    assert 0 < broken.loop.spent <= len(broken.turns) * 5, "the hours between kill and return are not on the clock"
