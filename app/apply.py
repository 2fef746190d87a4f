"""Applies events to interviews: one step of the engine, stored, with its effects as rows in the caller's transaction.

Effects become outbox messages, tasks, reviews and marks. A refusal changes nothing and is a value: who asked for the event
decides whether it is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app import selection
from app.context import AppContext
from app.messages import build
from app.messages.answering import AppealReceived, AppealWaiting, NoHintInExam, RefusalTold
from app.messages.interview import DuePoint, GradeMessage, ProbeMessage, QuestionMessage
from app.messages.stored import pack
from app.messages.values import Message, Notice
from interview.effects import Ask, Effect, RecordReviews, Refusal, Refuse, RequestAppeal, RequestGrade, ShowSummary
from interview.events import Event
from interview.model import Interview, Mode, Phase
from interview.review import ratings_of
from interview.step import step
from storage import chats, drills, interviews, outbox, progress, reviews, tasks

if TYPE_CHECKING:
    from storage.outbox import Lane
    from storage.transaction import Tx

GRADE, RUN, WAIT, APPEAL = "grade", "run", "wait", "appeal"  # kinds of task
PATIENCE = timedelta(seconds=20)  # for a verdict, before the interview goes on with the estimate


@dataclass(frozen=True, slots=True)
class Accepted:
    """A step that the engine takes: the interview before and after it, and its effects. Nothing is stored yet."""

    before: Interview
    after: Interview
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The event happened; `interview` is the stored interview after it."""

    interview: Interview


@dataclass(frozen=True, slots=True)
class Refused:
    """The event changed nothing."""

    reason: Refusal


def decide(interview: Interview, event: Event) -> Accepted | Refused:
    """What the engine makes of an event."""
    after, effects = step(interview, event)
    match effects:
        case (Refuse(reason),):
            return Refused(reason)
        case _:
            return Accepted(interview, after, effects)


async def apply(
    tx: Tx, app: AppContext, chat: int, interview: Interview, event: Event, *, quiet: bool = False
) -> Applied | Refused:
    """Applies an event and says its results, unless `quiet`; a refusal is left to the caller to say."""
    match decide(interview, event):
        case Refused() as refused:
            return refused
        case Accepted() as accepted:
            return await carry_out(tx, app, chat, accepted, quiet=quiet)


async def respond(
    tx: Tx, app: AppContext, chat: int, interview: Interview, event: Event, *, quiet: bool = False
) -> Applied | Refused:
    """Applies an event that somebody waits for: results and a refusal are both said, unless `quiet`."""
    outcome = await apply(tx, app, chat, interview, event, quiet=quiet)
    if isinstance(outcome, Refused) and not quiet:
        await refuse(tx, app, chat, outcome.reason, interview)
    return outcome


async def carry_out(tx: Tx, app: AppContext, chat: int, accepted: Accepted, *, quiet: bool = False) -> Applied:
    """Stores an accepted step, carries out its effects and says its results, unless `quiet`."""
    interview, after, effects = accepted.before, accepted.after, accepted.effects
    await interviews.save(tx, interview, after, app.now())
    coming: list[DuePoint] = []
    for effect in effects:
        await _carry_out(tx, app, after, effect)
        if isinstance(effect, ShowSummary):
            if after.phase is Phase.FINISHED:
                await drills.finish(tx, after.id, app.now())
            coming = await selection.coming(tx, after)
    if not quiet:
        lane: Lane = "result" if _is_late(interview, effects) else "reply"
        for message in build.said(after, effects, coming):
            await notify(tx, app, chat, message, lane)
    return Applied(after)


def _is_late(before: Interview, effects: tuple[Effect, ...]) -> bool:
    """Whether nobody waits for what this step says: a result that comes after the interview went on or ended."""
    return before.phase is not Phase.GRADING and not any(isinstance(e, (Ask, ShowSummary)) for e in effects)


def is_code(interview: Interview, number: int) -> bool:
    """Whether the answer of a turn is code that tests grade."""
    turn = interview.turns[number - 1]
    return turn.probe is None and interview.items[turn.item].question.hands_on


async def _carry_out(tx: Tx, app: AppContext, interview: Interview, effect: Effect) -> None:
    now = app.now()
    match effect:
        case RequestGrade(turn, revision, generation):
            key = f"{interview.id}:{turn}:{revision}:{generation}"
            payload = {
                "interview": interview.id,
                "turn": turn,
                "revision": revision,
                "generation": generation,
            }
            code = is_code(interview, turn)
            await tasks.put(tx, RUN if code else GRADE, key, payload, now, person=interview.person)
            if app.judged and not code:
                await tasks.put(tx, WAIT, key, payload, now + PATIENCE, person=interview.person)
        case RequestAppeal(turn, point, reason):
            await _contest(tx, app, interview, turn, point, reason)
        case RecordReviews(item):
            question = interview.items[item].question.id
            rated = ratings_of(interview, question)
            await reviews.record(tx, interview.person, question, interview.id, rated, now)
            await progress.record(tx, interview, item, now)
        case _:
            pass


async def _contest(tx: Tx, app: AppContext, interview: Interview, turn: int, point: str, reason: str) -> None:
    chat = await interviews.chat_of(tx, interview.id)
    if app.judged:
        key = f"{interview.id}:{turn}:{point}:{len(_turn_appeals(interview, turn))}"
        payload = {"interview": interview.id, "turn": turn, "point": point, "reason": reason}
        await tasks.put(tx, APPEAL, key, payload, app.now(), person=interview.person)
    if chat is not None:
        content = AppealReceived() if app.judged else AppealWaiting()
        await notify(tx, app, chat, Notice(content, interview.language))


def _turn_appeals(interview: Interview, turn: int) -> tuple[object, ...]:
    contested = interview.turn(turn)
    return contested.appeals if contested else ()


async def notify(tx: Tx, app: AppContext, chat: int, message: Message, lane: Lane = "reply") -> None:
    """Puts one message into the chat's outbox; it is found again by its turn, so that a later result can replace it."""
    key = None
    if isinstance(message, QuestionMessage | ProbeMessage | GradeMessage):
        key = f"{message.event}:{message.interview}:{message.turn}"
    await outbox.say(tx, chat, pack(message), lane, app.now(), turn_key=key)


async def refuse(tx: Tx, app: AppContext, chat: int, reason: Refusal, interview: Interview | None = None) -> None:
    """Says why nothing changed."""
    language = interview.language if interview else (await chats.get(tx, chat)).language
    if reason is Refusal.NO_HINT and interview is not None and interview.mode is Mode.EXAM:
        await notify(tx, app, chat, Notice(NoHintInExam(), language))
    else:
        await notify(tx, app, chat, Notice(RefusalTold(reason), language))
