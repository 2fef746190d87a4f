"""Lines of `interviewer grade` whose answer is the code of a hands-on task: graded by the task's tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cli.commands.startup import fail, settings

if TYPE_CHECKING:
    from grader.lines import AnswerLine
    from questions.handson.model import HandsOn
    from runner.client import Runner

AT_ONCE = 4  # runs that wait for a sandbox; more would fill the queue

Put = Callable[[int, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """An answer that is code: its place in the output, its number in the input, the line and the task."""

    place: int
    number: int
    line: AnswerLine
    task: HandsOn


@cache
def task_called(id: str) -> HandsOn | None:
    """The hands-on task called `id`, packaged or of the operator's folders; a broken one ends the command."""
    from questions.handson.load import PACKAGED, find
    from questions.problem import FormatError

    try:
        return find(id, (PACKAGED, *settings().bank))
    except FormatError as error:
        fail(str(error))


def code_line(place: int, number: int, line: AnswerLine) -> CodeLine | None:
    """The line as one for the tests; None where it names no task or is no attempt (blank, "don't know")."""
    from grader.triage import triage

    named = "" if "question" in line.data else line.data.get("question_id", "")
    task = task_called(named) if named else None
    return None if task is None or triage(line.task, line.answer) else CodeLine(place, number, line, task)


async def grade_code(first: CodeLine, following: Callable[[], Awaitable[CodeLine | None]], put: Put) -> None:
    """Puts the grade of every line to its place, or why there is none; the last one is followed by None."""
    from cli.commands.code_runner import opened_runner
    from grader.lines import failed
    from runner.model import Unavailable

    line: CodeLine | None = first
    try:
        async with opened_runner() as runner, asyncio.TaskGroup() as group:
            room = asyncio.Semaphore(AT_ONCE)
            while line is not None:
                group.create_task(_graded(runner, line, room, put))
                line = await following()
    except Unavailable as error:
        while line is not None:
            put(line.place, failed(line.line.id, line.number, error))
            line = await following()


async def _graded(runner: Runner, line: CodeLine, room: asyncio.Semaphore, put: Put) -> None:
    from app.code_runs import run_tests
    from grader.by_tests import graded_by_tests
    from grader.lines import failed, graded
    from runner.model import RunnerError

    async with room:
        try:
            grade = graded_by_tests(line.task, await run_tests(runner, line.task, line.line.answer))
            put(line.place, graded(line.line.id, grade))
        except RunnerError as error:
            put(line.place, failed(line.line.id, line.number, error))
