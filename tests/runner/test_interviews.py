"""Hands-on tasks in interviews: drawn where chosen, graded by their tests in the real sandbox, then asked about in words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from app import interviews, programs
from app.context import AppContext, BankView
from app.messages import build
from app.workers import code_grading, runner
from questions.handson.banked import with_tasks
from questions.handson.load import find
from questions.model import Question
from runner.client import Nothing, open_runner
from storage import interviews as stored
from storage.database import Database
from testing.context import Conversation, bank, running_app
from testing.until import until
from texts.messages import code_lines

SOFTMAX = "hand-softmax"
NO_MAX = """```python
import numpy as np
def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
```"""


@pytest.fixture
async def app(db: Database) -> AsyncIterator[AppContext]:
    tasks = with_tasks(bank())
    async with open_runner("auto") as sandbox, running_app(db) as app:
        yield replace(app, runner=sandbox, bank_view=BankView(tasks, tasks))


async def said(app: AppContext, context: Conversation, answer: str) -> dict[str, Any]:
    """The grade of an answer."""
    await interviews.answer(app, context.chat.id, answer)
    return await regraded(app, context)


async def regraded(app: AppContext, context: Conversation) -> dict[str, Any]:
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(runner.serve(app, [code_grading.HANDLER], idle=0.01))
        await until(context.is_graded)
        worker.cancel()
    await context.listens()
    return context.of_kind("grade")[-1]


async def test_code_is_graded_by_its_tests_and_asked_about_in_words(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(SOFTMAX)
    task = find(SOFTMAX)
    assert task is not None
    grade = await said(app, context, task.solution)
    assert (grade["graded_by"], grade["provisional"], grade["score"]) == ("tests", False, 10.0)
    assert grade["code"]["passed"] == grade["code"]["total"] == task.tests
    assert context.of_kind("probe")[-1]["question_id"] == SOFTMAX


async def test_the_first_visible_failure_is_told_with_what_came(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(SOFTMAX)
    grade = await said(app, context, NO_MAX)
    verdicts = {point["id"]: point["verdict"] for point in grade["points"]}
    assert verdicts["stable"] == "contradicted"
    assert verdicts["formula"] == "covered"
    assert grade["code"]["failure"]["point"] == "stable"
    assert "softmax(" in grade["code"]["failure"]["calls"][0]
    async with app.db.read() as tx:
        interview = await stored.open_of(tx, context.chat.id, app.bank)
    assert interview is not None
    told, lines = code_lines(build.graded(interview, 1))
    assert told.startswith(f"{grade['code']['passed']} of {grade['code']['total']} tests passed")
    assert any(line.startswith("✗") and "maximum of the same row" in line for line in lines)
    assert "The first test that failed:" in lines


async def test_code_that_does_not_load_names_the_persons_line(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(SOFTMAX)
    grade = await said(app, context, "def softmax(x, axis=-1):\n    return exp(x")
    assert grade["code"]["failed"]["kind"] == "SyntaxError"
    assert grade["code"]["failed"]["line"] == 2
    assert {point["verdict"] for point in grade["points"]} == {"missing"}


async def test_code_is_handed_in_again_as_often_as_one_likes_and_the_first_answer_stays(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(SOFTMAX)
    first = await said(app, context, NO_MAX)
    task = find(SOFTMAX)
    again = await programs.open_task(app, context.chat.id)
    assert task is not None
    assert again is not None
    assert (again.handed_in, "np.exp(x)" in again.code) == (True, True)
    assert await programs.hand_in(app, context.chat.id, again, "def softmax(x, axis=-1):\n    return x")
    assert (await regraded(app, context))["score"] < first["score"]
    third = await said(app, context, task.solution)  # a message that defines what was asked for is no answer in words
    assert (third["turn"], third["score"]) == (first["turn"], 10.0)
    await interviews.stop(app, context.chat.id)
    await context.listens()
    (topic,) = context.of_kind("summary")[-1]["topics"]
    assert topic["first"] == first["score"] < topic["after"]


async def test_tasks_come_where_their_topic_was_chosen_and_code_can_run(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(topics=("coding",), level=2, count=20)
    assert any(question.hands_on for question in await planned(app, context))
    await context.begins(count=20)
    assert not any(question.hands_on for question in await planned(app, context))


async def test_without_a_sandbox_that_is_said_and_questions_about_code_come(app: AppContext) -> None:
    unguarded = replace(app, runner=Nothing())
    context = await Conversation.of(unguarded)
    await context.begins(topics=("coding",), count=3)
    await context.listens()
    assert "no_sandbox" in context.notices()
    assert not any(question.hands_on for question in await planned(unguarded, context))


async def planned(app: AppContext, context: Conversation) -> list[Question]:
    """What the open interview may ask."""
    async with app.db.read() as tx:
        interview = await stored.open_of(tx, context.chat.id, app.bank)
    assert interview is not None
    assert interview.ramp is not None
    return [*(item.question for item in interview.items), *interview.ramp.owed, *interview.ramp.free]


async def test_a_task_that_is_put_off_tells_nothing_and_is_taken_up_later(app: AppContext) -> None:
    context = await Conversation.of(app)
    await context.begins(SOFTMAX, "rag-reranking")
    open_task = await programs.open_task(app, context.chat.id)
    assert open_task is not None
    interview = context.heard[-1]["interview"] if context.heard else (await context.listens())[-1]["interview"]
    assert await programs.park(app, context.chat.id, interview, open_task.turn) is None
    await context.listens()
    assert context.notices()[-1] == "task_parked"
    assert not context.of_kind("result")
    assert context.of_kind("question")[-1]["question_id"] == "rag-reranking"
    assert await programs.take_up(app, context.chat.id, SOFTMAX.__eq__, "en")
    await context.listens()
    assert context.of_kind("question")[-1]["question_id"] == SOFTMAX
    assert not await programs.take_up(app, context.chat.id, SOFTMAX.__eq__, "en")
