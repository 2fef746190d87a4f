"""The handler of the tasks that grade code: it is run in the sandbox, and its tests decide."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.apply import RUN
from app.context import AppContext
from app.tasks import Handler, RetryPolicy
from app.workers.grading import apply_result, gave_up, load_turn
from grader.by_tests import graded_by_tests
from grader.errors import JudgeUnavailable
from grader.grade import CodeError, CodeRun, Grade, GradedBy, Method, Verdict, marked, verdict_of
from grader.triage import triage
from interview.events import Graded
from questions.handson.load import PACKAGED, find
from questions.handson.model import HandsOn
from questions.model import Question, task
from runner.model import Busy, ProgramRefused, Unavailable

if TYPE_CHECKING:
    from storage.tasks import QueuedTask

RETRY = RetryPolicy((1, 2, 5, 15, 60), give_up_after=timedelta(hours=12))
AT_ONCE = 8  # runs of one process that wait for a sandbox side by side


@lru_cache(maxsize=64)
def _task(id: str, roots: tuple[Path, ...]) -> HandsOn | None:
    return find(id, (PACKAGED, *roots))


async def _run(app: AppContext, one: QueuedTask) -> None:
    turn, revision, generation = one.payload["turn"], one.payload["revision"], one.payload["generation"]
    loaded = await load_turn(app, one)
    if loaded is None or loaded[1].revision != revision or loaded[1].generation != generation - 1:
        await apply_result(app, one, lambda _: None)
        return
    interview, asked = loaded
    grade = await graded(app, interview.items[asked.item].question, asked.answer)
    await apply_result(app, one, lambda _: Graded(turn, revision, generation, grade))


async def graded(app: AppContext, question: Question, answer: str) -> Grade:
    """The grade of code by the tests of its task. JudgeUnavailable while it cannot be run."""
    from app.code_runs import run_tests

    if (nothing := triage(task(question), answer)) is not None:
        return nothing
    handson = await asyncio.to_thread(_task, question.id, tuple(app.settings.bank))
    if handson is None:
        raise JudgeUnavailable(f"the tests of {question.id} are not installed here")
    try:
        return graded_by_tests(handson, await run_tests(app.runner, handson, answer))
    except ProgramRefused as error:
        return _refused(question, str(error))
    except (Busy, Unavailable) as error:
        raise JudgeUnavailable(f"code cannot be run now: {error}") from error


def _refused(question: Question, why: str) -> Grade:
    """The grade of a text that is no program that may be run, such as one that is too long."""
    missing = tuple(verdict_of(point.id, Verdict.MISSING) for point in question.key_points)
    run = CodeRun(0, len(missing), 0.0, "refused", CodeError("Refused", why))
    return marked(question.key_points, Grade(missing, GradedBy(Method.TESTS), provisional=False, code=run))


HANDLER = Handler(RUN, _run, RETRY, gave_up)
