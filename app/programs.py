"""Program files sent as answers: queued to be fetched, then taken as the answer to the open task."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import interviews
from app.apply import Applied, apply, is_code, notify
from app.messages.chatting import StaleButton, TaskParked
from app.messages.values import Notice
from app.selection import Wish
from interview.events import Skipped
from interview.model import Item
from questions.handson.answer import code_in
from questions.handson.compare import written
from questions.handson.load import PACKAGED, find
from runner.protection import Level
from storage import chats, idempotency, parked, tasks
from storage import interviews as held

if TYPE_CHECKING:
    from app.context import AppContext
    from interview.model import Interview, Turn
    from questions.model import Language, Question
    from storage.tasks import QueuedTask
FETCH = "program"  # kind of task
KILOBYTES = 64  # what a program may have


@dataclass(frozen=True, slots=True)
class OpenTask:
    """The task whose code is being asked for or asked about. code: what was handed in last, else the starter.

    visible: calls of each test whose input the person may see, as Python. hidden: how many other tests there are. starter:
    what the task began with.
    """

    turn: int
    id: str
    code: str
    handed_in: bool
    interview: str
    visible: tuple[str, ...]
    hidden: int
    starter: str


async def open_task(app: AppContext, chat: int) -> OpenTask | None:
    """The hands-on task of the open question, as long as its code may be handed in; None without one."""
    async with app.db.read() as tx:
        interview = await held.open_of(tx, chat, app.bank)
    root = _root(interview)
    if interview is None or root is None:
        return None
    id = interview.items[root.item].question.id
    task = await asyncio.to_thread(find, id, (PACKAGED, *app.settings.bank))
    starter = task.starter if task else ""
    code = code_in(root.answer) if root.answer else starter
    shown = [case for case in task.cases if case.visible] if task else []
    visible = tuple("\n".join(written(step.call) for step in case.steps) for case in shown)
    hidden = task.tests - len(shown) if task else 0
    return OpenTask(root.number, id, code, bool(root.answer), interview.id, visible, hidden, starter)


def _root(interview: Interview | None) -> Turn | None:
    """The turn that asks for code, while it or a follow-up to it is open."""
    turn = interview.current if interview else None
    if interview is None or turn is None:
        return None
    root = interview.turns_of(turn.item)[0]
    return root if is_code(interview, root.number) else None


async def hand_in(app: AppContext, chat: int, task: OpenTask, code: str, *, source: str = "") -> bool:
    """The code is the answer, in place of what was handed in before; False when that is no longer possible.

    source: names the wish; the same code a second time changes nothing in any case.
    """
    said = f"```python\n{code.rstrip()}\n```"
    if task.handed_in:
        return await interviews.amend(app, chat, task.turn, said, graded=True)
    await interviews.answer(app, chat, said, source=source, confirmed=True, whole=True)
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


async def parked_tasks(app: AppContext, person: int) -> list[Question]:
    """The tasks that a person has put off and that there still are, the longest put off first."""
    async with app.db.read() as tx:
        ids = await parked.of(tx, person)
    return [question for id in ids if (question := app.bank.get(id)) is not None]


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
