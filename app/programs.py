"""Program files sent as answers: queued to be fetched, then taken as the answer to the open task."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import interviews
from app.apply import Applied, apply, is_code, notify
from app.messages.chatting import StaleButton, TaskParked
from app.messages.values import Notice
from app.selection import Wish
from interview.events import Skipped
from interview.model import Item
from questions.handson.answer import code_in
from questions.handson.load import PACKAGED, find
from runner.protection import Level
from storage import chats, idempotency, parked, tasks
from storage import interviews as held

if TYPE_CHECKING:
    from app.context import AppContext
    from interview.model import Interview, Turn
    from questions.model import Language
    from storage.tasks import QueuedTask
FETCH = "program"  # kind of task
KILOBYTES = 64  # what a program may have


@dataclass(frozen=True, slots=True)
class OpenTask:
    """The task whose code is being asked for or asked about. code: what was handed in last, else the starter."""

    turn: int
    id: str
    code: str
    handed_in: bool


async def open_task(app: AppContext, chat: int) -> OpenTask | None:
    """The hands-on task of the open question, as long as its code may be handed in; None without one."""
    async with app.db.read() as tx:
        interview = await held.open_of(tx, chat, app.bank)
    root = _root(interview)
    if interview is None or root is None:
        return None
    id = interview.items[root.item].question.id
    starter = await asyncio.to_thread(_starter, id, tuple(app.settings.bank))
    return OpenTask(root.number, id, code_in(root.answer) if root.answer else starter, bool(root.answer))


def _root(interview: Interview | None) -> Turn | None:
    """The turn that asks for code, while it or a follow-up to it is open."""
    turn = interview.current if interview else None
    if interview is None or turn is None:
        return None
    root = interview.turns_of(turn.item)[0]
    return root if is_code(interview, root.number) else None


def _starter(id: str, roots: tuple[Path, ...]) -> str:
    task = find(id, (PACKAGED, *roots))
    return task.starter if task else ""


async def hand_in(app: AppContext, chat: int, task: OpenTask, code: str) -> bool:
    """The code is the answer, in place of what was handed in before; False when that is no longer possible."""
    said = f"```python\n{code.rstrip()}\n```"
    if task.handed_in:
        return await interviews.amend(app, chat, task.turn, said, graded=True)
    await interviews.answer(app, chat, said, confirmed=True)
    return True


async def park(app: AppContext, chat: int, interview: str, turn: int) -> StaleButton | None:
    """Puts the open task off: the interview goes on without it, and nothing of its solution is told."""
    async with app.db.write() as tx:
        found = await held.open_of(tx, chat, app.bank)
        root = _root(found)
        if found is None or root is None or found.id != interview or root.number != turn:
            return StaleButton()
        question = found.items[root.item].question
        if not isinstance(await apply(tx, app, chat, found, Skipped(turn, parked=True)), Applied):
            return StaleButton()
        await parked.put(tx, found.person, question.id, app.now())
        title = question.question.get(found.language).partition("\n")[0]
        await notify(tx, app, chat, Notice(TaskParked(title, question.id), found.language))
        return None


async def take_up(
    app: AppContext, chat: int, is_meant: Callable[[str], bool], language: Language, *, source: str = ""
) -> bool:
    """An interview of the task put off whose id is meant; False where there is none, or code cannot be run."""
    guarded = await app.runner.warm()
    async with app.db.write() as tx:
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return True
        person = (await chats.get(tx, chat)).person
        id = next(filter(is_meant, await parked.of(tx, person)), None)
        task = app.bank.get(id) if id else None
        if task is None or not task.hands_on or guarded.level is Level.NONE:
            return False
        await parked.taken_up(tx, person, task.id)
        await interviews.begin_with(tx, app, chat, Wish(language, count=1), [Item(task)])
        return True


async def request(app: AppContext, chat: int, person: int, file: str, source: str) -> bool:
    """Queues a file, once per source; False when no task that asks for code is open."""
    async with app.db.write() as tx:
        if _root(await held.open_of(tx, chat, app.bank)) is None:
            return False
        await tasks.put(tx, FETCH, source, {"chat": chat, "file": file, "source": source}, app.now(), person=person)
        return True


async def arrived(app: AppContext, one: QueuedTask, text: str) -> None:
    """The file is the answer; one that was taken before changes nothing."""
    chat, source = one.payload["chat"], one.payload["source"]
    await interviews.answer(app, chat, f"```python\n{text}\n```", source=source, confirmed=True)
    async with app.db.write() as tx:
        await tasks.finish(tx, one, app.owner, app.now())
