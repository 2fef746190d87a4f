"""Handler of the task that asks a judge about a message: whether it is an answer, or what the question means.

The judge has a few seconds. Where it does not know either, the person is asked; nothing is graded meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.asides import ASIDE, decide_kind
from app.interviews import take_aside
from app.tasks import Handler, RetryPolicy
from interview.asides import AsideKind
from questions.leaks import gives_away
from questions.model import task as asked_task
from storage import asides, interviews, tasks
from storage.asides import AsideState

if TYPE_CHECKING:
    from app.context import AppContext
    from interview.model import Interview, Turn
    from storage.asides import HeardAside
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

ANSWER = "answer"
KINDS = (ANSWER, *(kind.value for kind in AsideKind))
RETRY = RetryPolicy((1,), tries=3)


async def _load(tx: Tx, app: AppContext, one: QueuedTask) -> tuple[int, Interview, Turn, HeardAside] | None:
    """The chat, the interview, the turn on the screen and the message; None when that has passed."""
    chat = await interviews.chat_of(tx, one.payload["interview"])
    interview = await interviews.load(tx, one.payload["interview"], app.bank)
    heard = await asides.of_chat(tx, chat, one.payload["aside"]) if chat is not None else None
    turn = interview.current if interview else None
    if chat is None or interview is None or turn is None or heard is None:
        return None
    passed = heard.turn != turn.number or heard.state is AsideState.ANSWER
    return None if passed else (chat, interview, turn, heard)


async def _decide(app: AppContext, one: QueuedTask) -> None:
    async with app.db.read() as tx:
        found = await _load(tx, app, one)
    kind, explained = "", ""
    if found is not None:
        _, interview, turn, heard = found
        kind = heard.kind.value if heard.state is AsideState.ASIDE else await _kind(app, interview, turn, heard)
        if kind == AsideKind.CLARIFY:
            explained = await _explained(app, interview, turn, heard)
    async with app.db.write() as tx:
        if await tasks.finish(tx, one, app.owner, app.now()):
            await _apply(tx, app, one, kind, explained)


async def _kind(app: AppContext, interview: Interview, turn: Turn, heard: HeardAside) -> str:
    question = asked_task(interview.items[turn.item].question, turn.probe).question
    return await app.grader.kind_of(KINDS, question, heard.text, interview.language) or ""


async def _explained(app: AppContext, interview: Interview, turn: Turn, heard: HeardAside) -> str:
    """What the question means, in the judge's words; "" where it is written down, or where they would tell a point."""
    question, language = interview.items[turn.item].question, interview.language
    if question.scope.get(language):
        return ""
    asked = asked_task(question, turn.probe)
    said = await app.grader.explanation(asked.question, heard.text, language) or ""
    known = f"{question.question.get(language)}\n{asked.question.get(language)}"
    points = (*question.key_points, *asked.key_points)
    return "" if any(gives_away(said, point, known, language) for point in points) else said


async def _apply(tx: Tx, app: AppContext, one: QueuedTask, kind: str, explained: str) -> None:
    found = await _load(tx, app, one)
    if found is None:
        return
    chat, interview, _, heard = found
    if kind == ANSWER:
        await take_aside(tx, app, chat, heard.id)
    else:
        await decide_kind(tx, app, chat, interview, heard.id, AsideKind(kind) if kind else None, explained)


async def _gave_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    await _apply(tx, app, one, "", "")


HANDLER = Handler(ASIDE, _decide, RETRY, _gave_up)
