"""Somebody of known strength who goes through a whole interview, judged by a script with a known error.

    python -m testing.looping DATABASE_URL NAME STRENGTH STAGE

goes on with this person's loop until the first answer of that stage is in the database and waits for its verdict, says so on
stdout, and does nothing more until it is killed; with "end" for the stage it goes through to the scorecard.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app import interviews, loops
from app.apply import apply
from app.context import AppContext, BankView, grader_of
from app.loops import LoopWish
from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from interview.events import Graded
from interview.model import Interview, Phase, Turn
from interview.scorecard import Dimension, dimension_of
from questions.handson.banked import with_tasks
from questions.model import task
from runner.client import Nothing
from runner.protection import Level, Protection
from storage import interviews as stored
from testing.context import bank, settings

if TYPE_CHECKING:
    from storage.database import Database

SPREAD = 0.08  # of a person's dimensions around their strength
HALF, WRONG = 0.4, 0.15  # of what is not covered: half said, said wrongly
OTHERS = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING)
THINKS = timedelta(seconds=70)  # an answer takes
BEGAN = datetime(2026, 12, 1, 9, tzinfo=UTC)


class Ready(Nothing):
    """Says that code can be run; the script decides what its tests say."""

    async def warm(self) -> Protection:
        return Protection(Level.SANDBOX, "scripted")


@dataclass(frozen=True, slots=True)
class Simulated:
    """strength: the chance (0–1) to make a point. error: the share of a judge's verdicts that are others; tests make none.

    What is said to a question follows from the name alone, whenever it is asked.
    """

    name: str
    strength: float
    error: float = 0.1

    def able(self, dimension: Dimension) -> float:
        """The chance to make a point of a dimension."""
        off = random.Random(f"{self.name}:{dimension}").gauss(0, SPREAD)
        return min(0.98, max(0.02, self.strength + off))

    def graded(self, interview: Interview, turn: Turn) -> Grade:
        """The script's verdicts on the answer to a turn."""
        item = interview.items[turn.item]
        assert item.stage is not None
        code = item.question.hands_on and turn.probe is None
        found = []
        for point in task(item.question, turn.probe).key_points:
            root = turn.aims_at or point.id
            dice = random.Random(f"{self.name}:{item.question.id}:{turn.probe}:{point.id}")
            said = self._said(self.able(dimension_of(item.stage, item.question, root)), dice)
            if not code and dice.random() < self.error:
                said = dice.choice([other for other in OTHERS if other is not said])
            found.append(verdict_of(point.id, said))
        by = GradedBy(Method.TESTS) if code else GradedBy(Method.JUDGE, "scripted")
        return marked(task(item.question, turn.probe).key_points, Grade(tuple(found), by, provisional=False))

    def _said(self, able: float, dice: random.Random) -> Verdict:
        if dice.random() < able:
            return Verdict.COVERED
        lot = dice.random()
        return Verdict.PARTIAL if lot < HALF else Verdict.CONTRADICTED if lot < HALF + WRONG else Verdict.MISSING


class Passing:
    """A clock that goes on by what an answer takes, from when it was last left."""

    def __init__(self, now: datetime = BEGAN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def opened(db: Database, clock: Passing) -> AsyncIterator[AppContext]:
    """The application with the packaged bank, its tasks included."""
    chosen, asked = settings(answers_per_minute=100_000), with_tasks(bank())
    grader = grader_of(chosen)
    try:
        yield AppContext(chosen, db, BankView(asked, asked), grader, now=clock, seed=lambda: 7, runner=Ready())
    finally:
        await grader.close()


@dataclass(slots=True)
class Held:
    """A person's loop in the database."""

    app: AppContext
    clock: Passing
    who: Simulated
    chat: int
    thinks: timedelta = THINKS

    @classmethod
    async def of(cls, app: AppContext, clock: Passing, who: Simulated, minutes: int, *, seed: int = 7) -> Held:
        """The one that is open, gone on with; else a new one, if there was none."""
        chat = (await interviews.terminal(app, who.name, "en")).id
        held = cls(app, clock, who, chat)
        if await interviews.resume(app, chat, whole=True):
            return held
        if await interviews.phase(app, chat) is None:
            assert await loops.begin(app, chat, LoopWish("en", minutes, seed=seed))
        return held

    async def interview(self) -> Interview:
        async with self.app.db.read() as tx:
            found = await stored.latest_of(tx, self.chat, self.app.bank, lock=False)
        assert found is not None
        return found

    async def says(self, words: str = "") -> None:
        """An answer to the open question, in the database; these words, or some that name the turn."""
        self.clock.now += self.thinks
        turn = (await self.interview()).current
        assert turn is not None
        said = words or f"{self.who.name} answers turn {turn.number}"
        await interviews.answer(self.app, self.chat, said, confirmed=True)

    async def is_graded(self) -> None:
        """The verdict on the answer that waits for one."""
        async with self.app.db.write() as tx:
            found = await stored.open_of(tx, self.chat, self.app.bank)
            assert found is not None
            assert found.current is not None
            turn = found.current
            grade = self.who.graded(found, turn)
            await apply(tx, self.app, self.chat, found, Graded(turn.number, turn.revision, turn.generation + 1, grade))

    async def until(self, stage: str) -> None:
        """Goes on until the first answer of a stage waits for its verdict, or to the end."""
        while (found := await self.interview()).phase in (Phase.ASKING, Phase.GRADING):
            assert found.current is not None
            if found.phase is Phase.GRADING:
                await self.is_graded()
                continue
            await self.says()
            if found.items[found.current.item].stage == stage and found.current.probe is None:
                return


async def _main(url: str, name: str, strength: float, stage: str) -> None:
    """Answers are quick, so that no stage ends for want of time: what is asked does not depend on the kills."""
    from storage.database import Database

    db = Database.open(url)
    clock = Passing(await _left_at(db) or BEGAN)
    async with opened(db, clock) as app:
        held = await Held.of(app, clock, Simulated(name, strength, error=0.0), minutes=60)
        held.thinks = timedelta(seconds=5)
        await held.until(stage)
        print("answered" if stage != "end" else "finished", flush=True)
        if stage != "end":
            await asyncio.Event().wait()
    await db.close()


async def _left_at(db: Database) -> datetime | None:
    """An hour after the last thing that happened: a killed interview is gone on with later."""
    async with db.read() as tx:
        found = await stored.touched(tx, [1])
    return max(found.values()) + timedelta(hours=1) if found else None


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]))
