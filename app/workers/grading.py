"""The worker that grades: it claims a task, computes outside any transaction, and counts the result only if it still
owns the task.

An answer is computed at least once and counted exactly once. While a judge cannot be reached its answers wait in the
queue; nothing is invented in their place.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from app import learner
from app.apply import APPEAL, GRADE, WAIT, apply, notify
from app.context import AppContext
from app.messages.values import notice
from app.metrics import FAILED, GRADED, VERDICT
from grader.errors import GradingError, Unavailable
from grader.grade import Grade
from interview.effects import Refuse
from interview.events import AppealDecided, Estimated, Event, Graded, GradingFailed, WaitedLong
from interview.model import Interview, Phase, Turn
from interview.step import step
from questions.model import task as graded_against
from storage import interviews, limits, people, tasks
from storage.errors import StorageError

if TYPE_CHECKING:
    from storage.tasks import Task
    from storage.transaction import Tx

LEASE = timedelta(seconds=20)
AT_ONCE = 32  # tasks one worker computes side by side; what waits for a judge costs nothing here
BACKOFF = (2, 5, 15, 30, 60)  # seconds before the next try
GIVE_UP_AFTER = timedelta(hours=48)
NOT_ESTIMATED_YET = timedelta(seconds=2)
log = structlog.get_logger()


async def serve(app: AppContext, *, person: int | None = None, idle: float = 0.2) -> None:
    """Works the queue until it is cancelled; with `person` only that person's tasks.

    One task that fails is put back or given up; it never stops the others.
    """
    running: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:
        while True:
            claimed = await _claim(app, AT_ONCE - len(running), person)
            for one in claimed:
                started = group.create_task(_settle(app, one))
                running.add(started)
                started.add_done_callback(running.discard)
            if len(running) >= AT_ONCE:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            elif not claimed:
                await asyncio.sleep(idle)


async def _claim(app: AppContext, limit: int, person: int | None) -> list[Task]:
    try:
        async with app.db.write() as tx:
            kinds = (GRADE, WAIT, APPEAL)
            return await tasks.claim(tx, kinds, app.owner, app.now(), LEASE, limit, person=person)
    except StorageError as error:
        log.warning("answers wait for the database", why=str(error))
        await asyncio.sleep(1)
        return []


async def _settle(app: AppContext, one: Task) -> None:
    work = {GRADE: _grade, WAIT: _wait, APPEAL: _appeal}[one.kind]
    failed: GradingError | None = None
    try:
        async with _held(app, one):
            await work(app, one)
    except* GradingError as expected:
        failed = next(e for e in _leaves(expected) if isinstance(e, GradingError))
    except* StorageError as away:
        failed = Unavailable(str(next(_leaves(away))))
    except* Exception:  # whatever it is, the answer stays in the queue and the other answers are graded
        log.exception("task failed", task=one.kind, key=one.key, attempts=one.attempts)
        failed = Unavailable("this program failed; its log says how")
    if failed is not None:
        try:
            await _put_back(app, one, failed)
        except StorageError as error:
            log.warning("a task comes again when its lease ends", task=one.kind, key=one.key, why=str(error))


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        yield from _leaves(error) if isinstance(error, BaseExceptionGroup) else (error,)


@asynccontextmanager
async def _held(app: AppContext, one: Task) -> AsyncIterator[None]:
    """Keeps the lease while the work goes on."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            async with app.db.write() as tx:
                await tasks.renew(tx, one, app.owner, app.now(), LEASE)

    async with asyncio.TaskGroup() as group:
        renewing = group.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()


async def _load(app: AppContext, one: Task) -> tuple[Interview, Turn] | None:
    """What a task is about; None when the person or the interview is gone."""
    async with app.db.read() as tx:
        interview = await interviews.load(tx, one.payload["interview"], app.bank)
    turn = interview.turn(one.payload["turn"]) if interview else None
    return (interview, turn) if interview and turn else None


async def _count(app: AppContext, one: Task, event: Callable[[Interview], Event | None]) -> None:
    """Ends the task and applies its event in one transaction; a task whose lease was lost changes nothing."""
    async with app.db.write() as tx:
        if not await tasks.finish(tx, one, app.owner, app.now()):
            return
        await _apply(tx, app, one, event)


async def _apply(tx: Tx, app: AppContext, one: Task, event: Callable[[Interview], Event | None]) -> None:
    interview = await interviews.load(tx, one.payload["interview"], app.bank, lock=True)
    chat = await interviews.chat_of(tx, one.payload["interview"])
    if interview is None or chat is None:
        return
    happened = event(interview)
    if happened is None or any(isinstance(effect, Refuse) for effect in step(interview, happened)[1]):
        return  # the answer was amended meanwhile: nobody asked for this, so nobody is told that it came too late
    await apply(tx, app, chat, interview, happened, quiet=isinstance(happened, Estimated))


async def _grade(app: AppContext, one: Task) -> None:
    turn, revision, generation = one.payload["turn"], one.payload["revision"], one.payload["generation"]
    loaded = await _load(app, one)
    if loaded is None or loaded[1].revision != revision or loaded[1].generation != generation - 1:
        await _count(app, one, lambda _: None)
        return
    interview, asked = loaded
    against = graded_against(interview.items[asked.item].question, asked.probe)
    grade = asked.estimate or await app.grader.estimate(against, asked.answer, interview.language)
    if app.judged and await _may_judge(app, interview):
        await _estimated(app, one, grade)
        grade = await app.grader.grade(
            against,
            asked.answer,
            interview.language,
            spoken=bool(one.payload.get("spoken")),
            revision=interview.items[asked.item].question.revision,
            estimate=grade,
        )
    await _count(app, one, lambda _: Graded(turn, revision, generation, grade))
    _observed(app, one, grade)


def _observed(app: AppContext, one: Task, grade: Grade) -> None:
    by = "estimate" if grade.is_estimate else grade.graded_by.method.value
    VERDICT.labels(by).observe((app.now() - one.created_at).total_seconds())
    for verdict in grade.verdicts:
        GRADED.labels(verdict.verdict.value).inc()


async def _estimated(app: AppContext, one: Task, grade: Grade) -> None:
    async with app.db.write() as tx:
        await _apply(tx, app, one, lambda _: Estimated(one.payload["turn"], one.payload["revision"], grade))


async def _may_judge(app: AppContext, interview: Interview) -> bool:
    """Whether the judged answers of the person's day are not used up; once a day they are told that they are."""
    now, most = app.now(), app.settings.judged_per_day
    async with app.db.write() as tx:
        person, chat = await people.get(tx, interview.person), await interviews.chat_of(tx, interview.id)
        if person is None or chat is None:
            return False
        midnight = now.astimezone(learner.zone_of(person)).replace(hour=0, minute=0, second=0, microsecond=0)
        if await limits.judged_since(tx, person.id, midnight) < most:
            return True
        if await interviews.hear(tx, chat, f"judged enough: {midnight:%Y-%m-%d}", now):
            await notify(tx, app, chat, notice("judged_enough", interview.language, count=most))
        return False


async def _wait(app: AppContext, one: Task) -> None:
    """The verdict takes too long: on with the estimate. Nothing happens when the verdict has come."""
    turn, revision = one.payload["turn"], one.payload["revision"]
    loaded = await _load(app, one)
    interview, waiting = loaded or (None, None)
    late = interview and waiting and interview.current == waiting and interview.phase is Phase.GRADING
    if not late or waiting is None or waiting.revision != revision:
        await _count(app, one, lambda _: None)
    elif waiting.estimate is None:
        async with app.db.write() as tx:
            await tasks.retry(tx, one, app.owner, app.now() + NOT_ESTIMATED_YET, "no estimate yet")
    else:
        await _count(app, one, lambda _: WaitedLong(turn, revision))


async def _appeal(app: AppContext, one: Task) -> None:
    loaded = await _load(app, one)
    point, reason = one.payload["point"], one.payload["reason"]
    if loaded is None or (contested := loaded[1].grade) is None:
        await _count(app, one, lambda _: None)
        return
    interview, asked = loaded
    against = graded_against(interview.items[asked.item].question, asked.probe)
    grade = await app.grader.appeal(against, asked.answer, interview.language, contested, point, reason)
    verdict = grade.verdict(point)
    assert verdict is not None

    def decided(now: Interview) -> Event:
        if now.turns[asked.number - 1].generation != asked.generation:  # this would take back what came between
            raise Unavailable("the grade changed while this appeal was judged; it is judged anew")
        return AppealDecided(asked.number, point, verdict, grade)

    await _count(app, one, decided)


async def _put_back(app: AppContext, one: Task, error: GradingError) -> None:
    """Another try later, for two days."""
    log.warning("not graded yet", task=one.kind, key=one.key, attempts=one.attempts, why=str(error))
    FAILED.labels(type(error).__name__.lower()).inc()
    now = app.now()
    async with app.db.write() as tx:
        if now - one.created_at < GIVE_UP_AFTER:
            wait = BACKOFF[min(one.attempts, len(BACKOFF)) - 1]
            asked = error.retry_after if isinstance(error, Unavailable) else None
            await tasks.retry(tx, one, app.owner, now + timedelta(seconds=max(wait, asked or 0)), str(error))
        elif await tasks.fail(tx, one, app.owner, now, str(error)):
            await _gave_up(tx, app, one)


async def _gave_up(tx: Tx, app: AppContext, one: Task) -> None:
    """An answer is told to be ungraded, which counts for nothing; an appeal is left to the administrator."""
    if one.kind == GRADE:
        await _apply(tx, app, one, lambda _: GradingFailed(one.payload["turn"], one.payload["revision"]))
    elif one.kind == APPEAL:
        interview = await interviews.load(tx, one.payload["interview"], app.bank, lock=False)
        chat = await interviews.chat_of(tx, one.payload["interview"])
        if interview is not None and chat is not None:
            await notify(tx, app, chat, notice("appeal_unjudged", interview.language), "result")
