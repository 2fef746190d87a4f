"""A person's code run in the sandbox and judged by the tests of its task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.handson import model as handson
from questions.handson.answer import code_in
from questions.handson.verdicts import CodeReport, judged
from runner.client import Runner
from runner.model import Call, NotReached, Outcome, Program, Raised, Result, Returned
from runner.values import Ref

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.context import AppContext
    from runner.client import Protection
    from runner.model import Waiting


async def protection_for(app: AppContext, topics: Collection[str], among: Collection[str] = ()) -> Protection | None:
    """What guards the machine when code is run, found out by trying; None without a hands-on task among the questions.

    topics, among: ids of the topics and of the questions that were chosen.
    """
    bank = app.bank.questions.values()
    tasks = any(question.hands_on and (question.topic in topics or question.id in among) for question in bank)
    return await app.runner.warm() if tasks else None


async def run_tests(runner: Runner, task: handson.HandsOn, answer: str, waiting: Waiting | None = None) -> CodeReport:
    """What a task's tests say of the code in an answer; `waiting` is told its place in the queue.

    Raises what `Runner.run` raises: Unavailable, Busy, ProgramRefused.
    """
    calls = tuple(map(_call, task.calls()))
    return judged(task, _run(await runner.run(Program(task.id, code_in(answer), calls), waiting)))


def _call(call: handson.CodeCall) -> Call:
    args = tuple(Ref(arg.name) if isinstance(arg, handson.KeptRef) else arg for arg in call.args)
    return Call(call.target, args, call.kwargs, call.keep, after=True)


def _run(result: Result) -> handson.Run:
    failed = None if result.failed is None else _raised(result.failed)
    return handson.Run(tuple(map(_outcome, result.outcomes)), failed, str(result.end), result.seconds, result.printed)


def _outcome(outcome: Outcome) -> handson.Outcome:
    match outcome:
        case Returned(value, after):
            return handson.CallReturned(value, after or ())
        case Raised():
            return _raised(outcome)
        case NotReached():
            return handson.CallNotReached()


def _raised(raised: Raised) -> handson.CallRaised:
    return handson.CallRaised(raised.kind, raised.message, raised.line, raised.text)
