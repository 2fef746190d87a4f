"""A whole interview: planned, begun, its clock stopped, its signals of time, its scorecard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app import selection
from app.apply import STAGE, notify, run_clock
from app.context import AppContext
from app.messages import build, scorecards
from app.messages.loops import LoopPaused, LoopPlanned, NoLoopOpen, NoScorecard, StageShare
from app.messages.values import Message, Notice
from app.selection import Wish
from app.tasks import Handler, RetryPolicy
from interview.loop import budget, forward, paused, signalled
from interview.model import Interview, Item, Loop, LoopRound, Mode, Ramp, Stage
from questions.model import Language
from runner.protection import Level
from storage import chats, idempotency, interviews, plans, tasks

if TYPE_CHECKING:
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

USUAL_MINUTES = 45
MINUTES_AT_LEAST, MINUTES_AT_MOST = 10, 180
MINUTES_A_QUESTION = 3  # of knowledge
MINUTES_A_TASK = 15  # of code
NOT_SUGGESTED = timedelta(hours=48)  # before the interview
TOPICS = {Stage.INTRO: ("introduction",), Stage.PROJECT: ("project",), Stage.QUESTIONS: ("questions-back",)}
MOTIVATION_FROM = 180  # seconds of introduction in which there is time for a second question
RETRY = RetryPolicy((1, 2, 5, 15, 60))


@dataclass(frozen=True, slots=True)
class LoopWish:
    """What somebody wants to go through. topics, level: of the questions about knowledge."""

    language: Language
    minutes: int = USUAL_MINUTES
    stages: tuple[Stage, ...] = tuple(Stage)
    pressure: bool = False
    mode: Mode = Mode.EXAM
    topics: tuple[str, ...] = ()
    level: int | None = None
    seed: int | None = None


# -- the plan --------------------------------------------------------------------------------------------------------


async def planned(app: AppContext, person: int, wish: LoopWish) -> LoopPlanned:
    """What a loop will be here, told before it begins; code is left out where it cannot be run."""
    no_sandbox = await _no_sandbox(app) if Stage.CODE in wish.stages else ""
    stages = _stages(wish, runs_code=not no_sandbox)
    shared = budget(wish.minutes, stages) if stages else {}
    listed = tuple(StageShare(stage, seconds // 60) for stage, seconds in shared.items())
    soon = await is_soon(app, person)
    silent = wish.mode is Mode.EXAM
    return LoopPlanned(wish.minutes, listed, wish.pressure, app.judged, no_sandbox, soon, silent)


async def is_soon(app: AppContext, person: int) -> bool:
    """Whether the person's interview is so near that no loop is suggested any more."""
    async with app.db.read() as tx:
        day = await plans.day_of(tx, person)
    return day is not None and 0 <= (day - app.now().date()).days * 24 <= NOT_SUGGESTED.total_seconds() / 3600


async def _no_sandbox(app: AppContext) -> str:
    """Why code cannot be run here; "" where it can."""
    guarded = await app.runner.warm()
    return guarded.said if guarded.level is Level.NONE else ""


def _stages(wish: LoopWish, *, runs_code: bool) -> list[Stage]:
    return [stage for stage in Stage if stage in wish.stages and (runs_code or stage is not Stage.CODE)]


async def begin(
    app: AppContext, chat: int, wish: LoopWish, *, source: str = "", opening: Message | None = None
) -> Interview | None:
    """A loop in this chat, its first question said; None when no question fits. `source` as in `interviews.begin`."""
    from app import interviews as talks

    runs_code = Stage.CODE in wish.stages and not await _no_sandbox(app)
    async with app.db.write() as tx:
        person = (await chats.get(tx, chat)).person
        loop = await _loop(tx, app, person, wish, _stages(wish, runs_code=runs_code))
        if not any(one.ramp.owed or one.ramp.free for one in loop.rounds):
            return None
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            latest = await interviews.latest_of(tx, chat, app.bank)
            if not source.startswith(talks.TAP) or (latest is not None and latest.current is not None):
                return latest
        if opening is not None:
            await notify(tx, app, chat, opening)
        items: list[Item] = []
        return await talks.begin_with(tx, app, chat, Wish(wish.language, mode=wish.mode), items, loop=loop)


async def _loop(tx: Tx, app: AppContext, person: int, wish: LoopWish, stages: Collection[Stage]) -> Loop:
    shared = budget(wish.minutes, stages) if stages else {}
    found = [(stage, seconds, await _ramp(tx, app, person, wish, stage, seconds)) for stage, seconds in shared.items()]
    return Loop(tuple(LoopRound(stage, seconds, ramp) for stage, seconds, ramp in found), pressure=wish.pressure)


async def _ramp(tx: Tx, app: AppContext, person: int, wish: LoopWish, stage: Stage, seconds: int) -> Ramp:
    """What a stage may ask."""
    asked = Wish(wish.language, count=1, seed=wish.seed)
    match stage:
        case Stage.KNOWLEDGE:
            count = max(2, seconds // 60 // MINUTES_A_QUESTION)
            asked = replace(asked, topics=wish.topics, level=wish.level, count=count)
        case Stage.CODE:
            programs = tuple(question.id for question in app.bank.questions.values() if question.hands_on)
            asked = replace(asked, among=programs, hands_on=True, count=max(1, seconds // 60 // MINUTES_A_TASK))
        case Stage.INTRO | Stage.PROJECT | Stage.QUESTIONS:
            asked = replace(asked, topics=TOPICS[stage])
    ramp = await selection.ramp_for(tx, app, person, asked) if stage is not Stage.CODE or asked.among else None
    if stage is Stage.INTRO and ramp is not None and seconds >= MOTIVATION_FROM:
        why = await selection.ramp_for(tx, app, person, replace(asked, topics=("motivation",)))
        first = (ramp.owed + ramp.free)[:1]
        return Ramp(ramp.start, 2, (), first + (why.owed + why.free)[:1] if why else first)
    return ramp or Ramp(1, 0)


# -- its clock -------------------------------------------------------------------------------------------------------


async def pause(app: AppContext, chat: int, *, interview: str | None = None) -> LoopPaused | NoLoopOpen:
    """Stops the clock of the chat's loop, until the person does something; `interview`: the one a button belongs to."""
    async with app.db.write() as tx:
        found = await interviews.open_of(tx, chat, app.bank)
        if found is None or found.loop is None or (interview is not None and not found.id.startswith(interview)):
            return NoLoopOpen()
        standing = paused(found, app.now())
        await interviews.save(tx, found, standing, app.now())
        await run_clock(tx, app, standing)
        return LoopPaused(build.minutes_left(standing))


async def _signal(app: AppContext, one: QueuedTask) -> None:
    """Time has come to say something about the time, unless it was said meanwhile; a terminal says it with the next question."""
    async with app.db.write() as tx:
        if not await tasks.finish(tx, one, app.owner, app.now()):
            return
        interview = await interviews.load(tx, one.payload["interview"], app.bank)
        chat = await interviews.chat_of(tx, one.payload["interview"])
        if interview is None or chat is None or (await chats.get(tx, chat)).channel == "terminal":
            return
        after, signal = signalled(forward(interview, app.now()))
        held = interview
        if signal is not None and interview.loop is not None and after.loop is not None:
            held = replace(interview, loop=replace(interview.loop, told=after.loop.told))  # the silence goes on
            await interviews.save(tx, interview, held, app.now())
            await notify(tx, app, chat, Notice(build.stage_time(after, signal), interview.language))
        await run_clock(tx, app, held)


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """Never: a signal is tried however often that fails."""


HANDLER = Handler(STAGE, _signal, RETRY, _give_up)


# -- the scorecard ---------------------------------------------------------------------------------------------------


async def show_band(app: AppContext, chat: int, *, interview: str | None = None) -> NoScorecard | None:
    """Says the scorecard of the person's latest loop that is over, or of that one, again with its band."""
    async with app.db.write() as tx:
        held = await chats.get(tx, chat)
        if interview is None:
            found = await interviews.latest_loop(tx, held.person, app.bank)
        else:
            found = await interviews.of_chat(tx, chat, interview, app.bank, lock=False)
        if found is None or found.loop is None or found.current is not None:
            return NoScorecard()
        before = await interviews.latest_loop(tx, found.person, app.bank, until=found.id)
        card = scorecards.built(found, before, shown=True, replaces=held.channel != "terminal")
        await notify(tx, app, chat, card)
        return None
