"""Applies events to interviews: one step of the engine, stored, with its effects as rows in the caller's transaction.

Effects become outbox messages, tasks, reviews and marks. A refusal changes nothing and is a value: who asked for the event
decides whether it is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app import ability_result, selection
from app.context import AppContext
from app.messages import build, scorecards
from app.messages.ability import AbilityResult, NoAbility
from app.messages.answering import AppealReceived, AppealWaiting, Listening, NoHintInExam, RefusalTold
from app.messages.interview import (
    DebriefMessage,
    DuePoint,
    GradeMessage,
    InterviewMessage,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    SummaryMessage,
    WithdrawnMessage,
)
from app.messages.loops import ScorecardMessage
from app.messages.projects import TellingHeard
from app.messages.stored import pack
from app.messages.values import Envelope, Message, Notice, Removal
from interview.completeness import finished
from interview.effects import (
    Ask,
    Effect,
    Listen,
    RecordReviews,
    Refusal,
    Refuse,
    RequestAppeal,
    RequestGrade,
    ShowAppeal,
    ShowSummary,
    StopListening,
)
from interview.events import Event, Settled
from interview.loop import LULL, Signal, clocked, next_signal, opens_stage, signalled
from interview.marks import asked_points
from interview.model import Interview, Mode, Phase, TurnState
from interview.names import name_of
from interview.review import ratings_of
from interview.step import step
from storage import chats, drills, interviews, outbox, progress, reviews, tasks

if TYPE_CHECKING:
    from storage.outbox import Lane
    from storage.transaction import Tx

GRADE, RUN, WAIT, APPEAL, SETTLE, STAGE = "grade", "run", "wait", "appeal", "settle", "stage"  # kinds of task
PATIENCE = timedelta(seconds=20)  # for a verdict, before the interview goes on with the estimate
UNFINISHED = 1.5  # by how much the silence is longer that ends an unfinished answer


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


def decide(app: AppContext, interview: Interview, event: Event) -> Accepted | Refused:
    """What the engine makes of an event that happens now."""
    after, effects = step(clocked(interview, event, app.now()), event)
    match effects:
        case (Refuse(reason),):
            return Refused(reason)
        case _:
            return Accepted(interview, after, effects)


async def apply(
    tx: Tx, app: AppContext, chat: int, interview: Interview, event: Event, *, quiet: bool = False
) -> Applied | Refused:
    """Applies an event and says its results, unless `quiet`; a refusal is left to the caller to say."""
    match decide(app, interview, event):
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
    interview, effects = accepted.before, accepted.effects
    after, signal = signalled(accepted.after)
    await interviews.save(tx, interview, after, app.now())
    await run_clock(tx, app, after)
    ended = [] if app.settings.settle_seconds else [e for e in effects if isinstance(e, Listen) and not e.announced]
    effects = tuple(effect for effect in effects if effect not in ended)
    coming: list[DuePoint] = []
    for effect in effects:
        await _carry_out(tx, app, chat, after, effect)
        if isinstance(effect, ShowSummary):
            if after.phase is Phase.FINISHED:
                await drills.finish(tx, after.id, app.now())
            coming = await selection.coming(tx, after)
    if not quiet:
        lane: Lane = "result" if _is_late(interview, effects) else "reply"
        ends = _ended(interview, after)
        said = await _messages(tx, app, chat, after, effects, coming)
        for message in [*_timed(after, effects, signal), *said]:
            last = isinstance(message, (QuestionMessage, ProbeMessage, SummaryMessage))
            await notify(tx, app, chat, message, lane, ends=ends if last else ())
        if any(isinstance(effect, ShowSummary) for effect in effects):
            await _tell_ability(tx, app, chat, after)
        await _correct(tx, app, chat, replace(accepted, after=after))
    for draft in ended:  # whose silence lasts no time
        settled = await apply(tx, app, chat, after, Settled(draft.turn, draft.changes), quiet=quiet)
        after = settled.interview if isinstance(settled, Applied) else after
    return Applied(after)


async def _messages(
    tx: Tx, app: AppContext, chat: int, interview: Interview, effects: tuple[Effect, ...], coming: list[DuePoint]
) -> list[InterviewMessage | ScorecardMessage | Notice]:
    """What a step says; the end of an exam is told turn by turn, as the channel can, and that of a loop by its scorecard."""
    ends = any(isinstance(effect, ShowSummary) for effect in effects)
    if not ends or not build.is_debriefed(interview):
        said = list(build.said(interview, effects, coming))
    else:
        paged = (await chats.get(tx, chat)).channel != "terminal"
        said = list(build.closing(interview, effects, coming, paged=paged))
    return [*said, *(await scorecard(tx, app, interview) if ends else [])]


async def scorecard(tx: Tx, app: AppContext, interview: Interview, *, replaces: bool = False) -> list[ScorecardMessage]:
    """The scorecard of a loop in which something was answered."""
    if interview.loop is None or not any(turn.revision for turn in interview.turns):
        return []
    before = await interviews.latest_loop(tx, interview.person, app.bank, until=interview.id)
    return [scorecards.built(interview, before, replaces=replaces)]


def _timed(interview: Interview, effects: tuple[Effect, ...], signal: Signal | None) -> list[Notice]:
    """The signal of time that comes before what is asked; a stage that begins tells its time itself."""
    asked = next((effect.turn for effect in effects if isinstance(effect, Ask)), None)
    if signal is None or asked is None or opens_stage(interview, asked):
        return []
    return [Notice(build.stage_time(interview, signal), interview.language)]


async def run_clock(tx: Tx, app: AppContext, interview: Interview) -> None:
    """Has the next signal of a loop given when its time comes; none while the clock stands."""
    if interview.loop is None:
        return
    coming, since = next_signal(interview), interview.loop.since
    if coming is None or since is None or coming[1] > LULL.total_seconds():  # a silence counts no longer
        await tasks.call_off(tx, STAGE, interview.id)
        return
    at = max(app.now(), since + timedelta(seconds=coming[1]))
    await tasks.reschedule(tx, STAGE, interview.id, {"interview": interview.id}, at, person=interview.person)


async def _tell_ability(tx: Tx, app: AppContext, chat: int, interview: Interview, *, replaces: bool = False) -> None:
    """Says what a test of ability shows; in the place of what it said before, where a message can be replaced."""
    told = await ability_result.told(tx, app.bank, interview)
    if told is None:
        return
    notice = Notice(told, interview.language)
    key = key_of(notice) if replaces and (await chats.get(tx, chat)).channel != "terminal" else None
    if key is None:
        await notify(tx, app, chat, notice)
    else:
        await outbox.say(tx, chat, pack(Envelope(notice, replaces=key)), "reply", app.now())


def _ended(before: Interview, after: Interview) -> tuple[str, ...]:
    """Keys of the messages of the turn that is over, whose buttons go with it."""
    turn = before.current
    if turn is None or (after.current is not None and after.current.number == turn.number):
        return ()
    asked = [t.number for t in before.turns if t.state is not TurnState.WITHDRAWN]
    earlier = asked[-2:-1] if after.current is not None else asked[-2:]  # the last answer can still be added to
    questions = tuple(f"{event}:{before.id}:{turn.number}" for event in ("question", "probe"))
    return (*questions, *(f"grade:{before.id}:{number}" for number in earlier))


async def _correct(tx: Tx, app: AppContext, chat: int, accepted: Accepted) -> None:
    """Corrects what was shown of questions that were through before this step, and cards whose verdict was appealed."""
    items = [e.item for e in accepted.effects if isinstance(e, RecordReviews) and accepted.before.is_closed(e.item)]
    turns = [e.turn for e in accepted.effects if isinstance(e, ShowAppeal)]
    if items or turns:
        await correct(tx, app, chat, accepted.after, turns, items)


async def correct(
    tx: Tx, app: AppContext, chat: int, interview: Interview, turns: Iterable[int], items: Iterable[int]
) -> None:
    """Puts what holds now in the place of the cards of these turns and closed questions, and of the summary.

    A terminal shows what it showed; what no message shows any more is not shown again. What a test says is said anew everywhere.
    """
    if interview.phase in (Phase.FINISHED, Phase.ABANDONED):
        await _tell_ability(tx, app, chat, interview, replaces=True)
    if (await chats.get(tx, chat)).channel == "terminal":
        return
    for number in turns:
        await notify(tx, app, chat, build.graded(interview, number, replaces=True))
    for item in sorted(set(items)):
        if interview.is_closed(item):
            await notify(tx, app, chat, build.result(interview, item, replaces=True))
    if interview.phase in (Phase.FINISHED, Phase.ABANDONED):
        coming = await selection.coming(tx, interview)
        await notify(tx, app, chat, build.summed_up(interview, coming, replaces=True))
        for card in await scorecard(tx, app, interview, replaces=True):
            await notify(tx, app, chat, card)


def _is_late(before: Interview, effects: tuple[Effect, ...]) -> bool:
    """Whether nobody waits for what this step says: a result that comes after the interview went on or ended."""
    return before.phase is not Phase.GRADING and not any(isinstance(e, (Ask, ShowSummary)) for e in effects)


def is_code(interview: Interview, number: int) -> bool:
    """Whether the answer of a turn is code that tests grade."""
    turn = interview.turns[number - 1]
    return turn.probe is None and interview.items[turn.item].question.hands_on


async def _carry_out(tx: Tx, app: AppContext, chat: int, interview: Interview, effect: Effect) -> None:
    now = app.now()
    match effect:
        case Listen(turn, changes, announced=False):
            payload = {"interview": interview.id, "turn": turn, "changes": changes}
            at = now + silence(app, interview, turn)
            await tasks.reschedule(tx, SETTLE, settle_key(interview.id, turn), payload, at, person=interview.person)
        case StopListening(turn):
            await tasks.call_off(tx, SETTLE, settle_key(interview.id, turn))
            await _take_away(tx, app, chat, listening_key(interview.id, turn))
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


def settle_key(interview: str, turn: int) -> str:
    """The key of the task that ends a turn's draft."""
    return f"{interview}:{turn}:"


def listening_key(interview: str, turn: int) -> str:
    """The turn key of the card that tells that a turn's messages are heard."""
    return f"listening:{interview}:{turn}"


def silence(app: AppContext, interview: Interview, number: int) -> timedelta:
    """How long nothing is said after a draft that is done; longer after one that reads unfinished."""
    turn = interview.turns[number - 1]
    whole = finished(turn.draft.text, interview.items[turn.item].question, turn.probe)
    return timedelta(seconds=app.settings.settle_seconds * (1 if whole else UNFINISHED))


async def _take_away(tx: Tx, app: AppContext, chat: int, turn_key: str) -> None:
    """Takes a message off the screen, or out of the outbox before it gets there."""
    if await outbox.unsay(tx, chat, turn_key):
        await outbox.say(tx, chat, pack(Envelope(Removal(), replaces=turn_key)), "reply", app.now())


async def _contest(tx: Tx, app: AppContext, interview: Interview, turn: int, point: str, reason: str) -> None:
    chat = await interviews.chat_of(tx, interview.id)
    if app.judged:
        key = f"{interview.id}:{turn}:{point}:{len(_turn_appeals(interview, turn))}"
        payload = {"interview": interview.id, "turn": turn, "point": point, "reason": reason}
        await tasks.put(tx, APPEAL, key, payload, app.now(), person=interview.person)
    if chat is not None:
        contested = interview.turns[turn - 1]
        number = [p.id for p in asked_points(interview, contested)].index(point) + 1
        told = AppealReceived if app.judged else AppealWaiting
        await notify(tx, app, chat, Notice(told(name_of(interview, contested), number), interview.language))


def _turn_appeals(interview: Interview, turn: int) -> tuple[object, ...]:
    contested = interview.turn(turn)
    return contested.appeals if contested else ()


async def notify(
    tx: Tx, app: AppContext, chat: int, message: Message, lane: Lane = "reply", *, ends: tuple[str, ...] = ()
) -> None:
    """Puts one message into the chat's outbox; it is found again by its key, so that a later one can take its place."""
    match message:
        case WithdrawnMessage():
            key = f"{'probe' if message.probe else 'question'}:{message.interview}:{message.turn}"
            if await outbox.unsay(tx, chat, key):
                await outbox.say(tx, chat, pack(Envelope(message, replaces=key)), lane, app.now())
        case _:
            await outbox.say(tx, chat, pack(Envelope(message, ends=ends)), lane, app.now(), turn_key=key_of(message))


def key_of(message: Message) -> str | None:
    """By which a message of an interview is found again on the screen; None for those that nothing replaces."""
    match message:
        case QuestionMessage() | ProbeMessage() | GradeMessage():
            return f"{message.event}:{message.interview}:{message.turn}"
        case ResultMessage():
            return f"{message.event}:{message.interview}:{message.number}"
        case SummaryMessage() | DebriefMessage() | ScorecardMessage():
            return f"{message.event}:{message.interview}"
        case Notice(Listening(interview, turn)):
            return listening_key(interview, turn)
        case Notice(TellingHeard(_, part)):
            return telling_key(part)
        case Notice(AbilityResult(interview=interview) | NoAbility(interview=interview)):
            return f"test:{interview}"
        case _:
            return None


def telling_key(part: int) -> str:
    """By which the word about a message of what is being told is found again."""
    return f"telling:{part}"


async def refuse(tx: Tx, app: AppContext, chat: int, reason: Refusal, interview: Interview | None = None) -> None:
    """Says why nothing changed."""
    language = interview.language if interview else (await chats.get(tx, chat)).language
    await notify(tx, app, chat, Notice(refusal(reason, interview), language))


def refusal(reason: Refusal, interview: Interview | None = None) -> NoHintInExam | RefusalTold:
    """A refusal in words."""
    if reason is Refusal.NO_HINT and interview is not None and interview.mode is Mode.EXAM:
        return NoHintInExam()
    return RefusalTold(reason)
