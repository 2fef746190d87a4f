"""Handlers of the tasks that grade: an answer's grade, the end of patience with a verdict, an appeal.

While a judge cannot be reached its answers wait in the queue; nothing is invented in their place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from app import drafts, learner, loops
from app.apply import APPEAL, GRADE, RUN, WAIT, apply, notify
from app.context import AppContext
from app.messages.answering import AppealUnjudged, JudgedEnough, JudgeSpent
from app.messages.values import Notice
from app.metrics import FAILED, GRADED, VERDICT
from app.tasks import Handler, RetryPolicy
from app.workers import asides, runner
from grader.errors import JudgeUnavailable, Unusable
from grader.grade import Grade, Method
from interview.events import AppealDecided, Estimated, Event, Graded, GradingFailed, WaitedLong
from interview.model import Interview, Phase, Turn
from questions.model import task as graded_against
from storage import idempotency, interviews, limits, people, tasks

if TYPE_CHECKING:
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

RETRY = RetryPolicy((2, 5, 15, 30, 60), give_up_after=timedelta(hours=48))


async def serve(
    app: AppContext, *, person: int | None = None, idle: float = 0.2, at_once: int = runner.AT_ONCE
) -> None:
    """Grades what is queued until it is cancelled; with `person` only that person's answers.

    The end of patience has a queue of its own: a judge that never answers holds up every place in the other.
    """
    async with asyncio.TaskGroup() as group:
        for handlers in (JUDGED, PATIENCE):
            group.create_task(runner.serve(app, handlers, person=person, idle=idle, at_once=at_once))


async def load_turn(app: AppContext, one: QueuedTask) -> tuple[Interview, Turn] | None:
    """What a task is about; None when the person or the interview is gone."""
    async with app.db.read() as tx:
        interview = await interviews.load(tx, one.payload["interview"], app.bank)
    turn = interview.turn(one.payload["turn"]) if interview else None
    return (interview, turn) if interview and turn else None


async def apply_result(app: AppContext, one: QueuedTask, event: Callable[[Interview], Event | None]) -> None:
    """Ends the task and applies its event in one transaction; a task whose lease was lost changes nothing."""
    async with app.db.write() as tx:
        if not await tasks.finish(tx, one, app.owner, app.now()):
            return
        await _apply(tx, app, one, event)


async def _apply(tx: Tx, app: AppContext, one: QueuedTask, event: Callable[[Interview], Event | None]) -> None:
    interview = await interviews.load(tx, one.payload["interview"], app.bank, lock=True)
    chat = await interviews.chat_of(tx, one.payload["interview"])
    if interview is None or chat is None:
        return
    happened = event(interview)
    if happened is not None:  # refused when the answer was amended meanwhile: nobody asked for it, so nobody is told
        await apply(tx, app, chat, interview, happened, quiet=isinstance(happened, Estimated))


async def _grade(app: AppContext, one: QueuedTask) -> None:
    turn, revision, generation = one.payload["turn"], one.payload["revision"], one.payload["generation"]
    loaded = await load_turn(app, one)
    if loaded is None or loaded[1].revision != revision or loaded[1].generation != generation - 1:
        await apply_result(app, one, lambda _: None)
        return
    interview, asked = loaded
    against = graded_against(interview.items[asked.item].question, asked.probe)
    judged = app.judged and await _may_judge(app, interview)
    grade = asked.estimate or await app.grader.estimate(against, asked.answer, interview.language, wait=not judged)
    if judged:
        await _estimated(app, one, grade)
        grade = await app.grader.grade(
            against,
            asked.answer,
            interview.language,
            spoken=asked.spoken,
            revision=interview.items[asked.item].question.revision,
            estimate=grade,
        )
    if grade.graded_by.method is Method.JUDGE:
        app.health.note("judge")
    await apply_result(app, one, lambda _: Graded(turn, revision, generation, grade))
    _observed(app, one, grade)


def _observed(app: AppContext, one: QueuedTask, grade: Grade) -> None:
    by = "estimate" if grade.is_estimate else grade.graded_by.method.value
    VERDICT.labels(by).observe((app.now() - one.created_at).total_seconds())
    for verdict in grade.verdicts:
        GRADED.labels(verdict.verdict.value).inc()


async def _estimated(app: AppContext, one: QueuedTask, grade: Grade) -> None:
    async with app.db.write() as tx:
        await _apply(tx, app, one, lambda _: Estimated(one.payload["turn"], one.payload["revision"], grade))


async def _may_judge(app: AppContext, interview: Interview) -> bool:
    """Whether neither the person's judged answers of the day nor everybody's tokens are used up; once a day they are told."""
    now, most = app.now(), app.settings.judged_per_day
    async with app.db.write() as tx:
        person, chat = await people.get(tx, interview.person), await interviews.chat_of(tx, interview.id)
        if person is None or chat is None:
            return False
        midnight = now.astimezone(learner.zone_of(person)).replace(hour=0, minute=0, second=0, microsecond=0)
        told: JudgedEnough | JudgeSpent = JudgedEnough(most)
        if await limits.judged_since(tx, person.id, midnight) < most:
            if await _has_tokens(tx, app):
                return True
            told = JudgeSpent()
        if await idempotency.claim_once(tx, chat, f"{told.kind.replace('_', ' ')}: {midnight:%Y-%m-%d}", now):
            await notify(tx, app, chat, Notice(told, interview.language))
        return False


async def _has_tokens(tx: Tx, app: AppContext) -> bool:
    """Whether everybody together has not used up the judge's tokens of the day, which begins at midnight UTC."""
    most = app.settings.judge_tokens_per_day
    midnight = app.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return not most or await limits.judge_tokens_since(tx, midnight) < most


async def _wait(app: AppContext, one: QueuedTask) -> None:
    """The verdict takes too long: on with the estimate. Nothing happens when the verdict has come."""
    turn, revision = one.payload["turn"], one.payload["revision"]
    loaded = await load_turn(app, one)
    interview, waiting = loaded or (None, None)
    late = interview and waiting and interview.current == waiting and interview.phase is Phase.GRADING
    if not late or interview is None or waiting is None or waiting.revision != revision:
        await apply_result(app, one, lambda _: None)
        return
    if waiting.estimate is None:  # every place at the judge is taken
        against = graded_against(interview.items[waiting.item].question, waiting.probe)
        await _estimated(app, one, await app.grader.estimate(against, waiting.answer, interview.language))
    await apply_result(app, one, lambda _: WaitedLong(turn, revision))


async def _appeal(app: AppContext, one: QueuedTask) -> None:
    loaded = await load_turn(app, one)
    point, reason = one.payload["point"], one.payload["reason"]
    if loaded is None or (contested := loaded[1].grade) is None:
        await apply_result(app, one, lambda _: None)
        return
    interview, asked = loaded
    against = graded_against(interview.items[asked.item].question, asked.probe)
    grade = await app.grader.appeal(
        against, asked.answer, interview.language, contested, point, reason, spoken=asked.spoken
    )
    verdict = grade.verdict(point)
    assert verdict is not None

    def decided(now: Interview) -> Event:
        if now.turns[asked.number - 1].generation != asked.generation:  # this would take back what came between
            raise JudgeUnavailable("the grade changed while this appeal was judged; it is judged anew")
        return AppealDecided(asked.number, point, verdict, grade)

    await apply_result(app, one, decided)


def _counted(
    work: Callable[[AppContext, QueuedTask], Awaitable[None]],
) -> Callable[[AppContext, QueuedTask], Awaitable[None]]:
    """The work, with its failures counted by kind of error."""

    async def handle(app: AppContext, one: QueuedTask) -> None:
        try:
            await work(app, one)
        except Exception as error:
            FAILED.labels("unusable" if isinstance(error, Unusable) else "unavailable").inc()
            if isinstance(error, Unusable):
                app.health.note("judge", str(error))
            raise

    return handle


async def gave_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """An answer is told to be ungraded, which counts for nothing; an appeal is left to the administrator."""
    if one.kind in (GRADE, RUN):
        await _apply(tx, app, one, lambda _: GradingFailed(one.payload["turn"], one.payload["revision"]))
    elif one.kind == APPEAL:
        interview = await interviews.load(tx, one.payload["interview"], app.bank, lock=False)
        chat = await interviews.chat_of(tx, one.payload["interview"])
        if interview is not None and chat is not None:
            await notify(tx, app, chat, Notice(AppealUnjudged(), interview.language), "result")


JUDGED = [Handler(kind, _counted(work), RETRY, gave_up) for kind, work in ((GRADE, _grade), (APPEAL, _appeal))]
PATIENCE = [  # what somebody waits for within seconds
    Handler(WAIT, _counted(_wait), RETRY, gave_up),
    drafts.HANDLER,
    loops.HANDLER,
    asides.HANDLER,
]
