"""`interviewer code`: hands-on tasks, looked at, tried with code of one's own, and checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.commands import completing
from cli.commands.options import Json, tell_json
from cli.commands.pager import show as show_lines
from cli.commands.startup import FAILED, WRONG_USAGE, fail, language, lined_up, run, settings, shown, words
from texts import catalogue

if TYPE_CHECKING:
    from questions.handson.model import CallRaised, HandsOn
    from questions.handson.verdicts import CodeReport, Failure
    from questions.model import Language
    from texts.parts import CodeWords

app = typer.Typer(no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="The id of a task, such as hand-softmax.", autocompletion=completing.tasks)]
PRINTED = 2_000  # characters of its own output that are shown


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the tasks: level, tests and title."""
    spoken = language()
    say = words().commands
    tasks = sorted(_tasks(), key=lambda task: (task.question.level, task.id))
    if as_json:
        names = ("id", "level", "tests", "title")
        tell_json(
            [dict(zip(names, (t.id, t.question.level, t.tests, t.title.get(spoken)), strict=True)) for t in tasks]
        )
        return
    show_lines(lined_up(*[(t.id, say.level(t.question.level), say.tests(t.tests), t.title.get(spoken)) for t in tasks]))


@app.command()
def show(
    id: Id,
    starter: Annotated[bool, typer.Option("--starter", help="Only the file to begin with.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Only the model solution.")] = False,
) -> None:
    """Print a task as it is asked."""
    task = _find(id)
    if starter or solution:
        print(task.solution if solution else task.starter, end="")
        return
    print(f"{task.title.get(language())}\n\n{task.question.question.get(language())}")


@app.command("run")
def run_(
    id: Id,
    file: Annotated[Path, typer.Argument(help="A file of Python; - is stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Run code of one's own against a task's tests, in the sandbox; exit 1 when a test fails."""
    task = _find(id)
    report = run(_tested(task, _read(file)))
    if as_json:
        print(json.dumps(_as_json(task, report), ensure_ascii=False))
    else:
        print("\n".join(_card(task, report, language())))
    raise typer.Exit(FAILED if report.failures else 0)


@app.command()
def check(
    id: Annotated[str, typer.Argument(help="One task; all of them unless told.", autocompletion=completing.tasks)] = "",
) -> None:
    """Check tasks: solutions pass, starters fail, every wrong solution dies by a test of the point it betrays."""
    from cli.commands.progress import Progress
    from questions.handson.check import check as faults_of
    from questions.handson.here import execute

    tasks = (_find(id),) if id else _tasks()
    with Progress() as progress:
        problems = [problem for task in progress.over(tasks) for problem in faults_of(task, execute)]
    for problem in problems:
        print(shown(problem))
    wrong = sum(len(task.mutants) for task in tasks)
    print(words().commands.checked_tasks(len(tasks), wrong, len(problems)), file=sys.stderr)
    raise typer.Exit(FAILED if problems else 0)


def _tasks() -> tuple[HandsOn, ...]:
    from questions.handson.load import PACKAGED, load_all
    from questions.problem import FormatError

    try:
        return load_all((PACKAGED, *settings().bank))
    except FormatError as error:
        fail(str(error))


def _find(id: str) -> HandsOn:
    from questions.handson.load import PACKAGED, find
    from questions.problem import FormatError

    try:
        return find(id, (PACKAGED, *settings().bank)) or fail(_unknown(id), WRONG_USAGE)
    except FormatError as error:
        fail(str(error))


def _unknown(id: str) -> str:
    from rapidfuzz import process

    near = [name for name, *_ in process.extract(id, [task.id for task in _tasks()], score_cutoff=60, limit=3)]
    return words().commands.no_task(id, ", ".join(near))


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        fail(words().commands.not_utf8(str(file)), WRONG_USAGE)
    except OSError as error:
        fail(words().commands.unreadable(str(file), str(error.strerror)), WRONG_USAGE)


async def _tested(task: HandsOn, code: str) -> CodeReport:
    from app.code_runs import run_tests
    from cli.commands.code_runner import opened_runner
    from runner.model import RunnerError, Unavailable

    try:
        async with opened_runner() as runner:
            return await run_tests(runner, task, code)
    except Unavailable as error:
        fail(words().commands.cannot_run(error.reason, error.advice))
    except RunnerError as error:
        fail(words().commands.not_run(str(error)))


# -- the report ------------------------------------------------------------------------------------------------------


def _card(task: HandsOn, report: CodeReport, spoken: Language) -> Iterator[str]:
    """The report as people read it: what passed, point by point, and the first failure that may be shown."""
    say = catalogue(spoken).code
    yield say.passed(report.passed, report.total, report.run.seconds)
    if report.run.failed is not None:
        yield f"\n{say.LOAD_FAILED} {_raised(report.run.failed, say)}"
        return
    if report.run.end in say.ENDS:
        yield say.ENDS[report.run.end]
    for point in report.points:
        text = task.question.key_point(point.point).text.get(spoken)
        yield f"{'✓' if point.passed == point.total else '✗'} {point.passed}/{point.total}  {text}"
    if report.first_visible is not None:
        yield from _shown(report.first_visible, spoken, say)
    if report.run.printed:
        yield f"\n{say.PRINTED}\n{report.run.printed[:PRINTED]}"


def _shown(failure: Failure, spoken: Language, say: CodeWords) -> Iterator[str]:
    yield f"\n{say.FIRST_FAILURE}"
    yield from (f"    {call}" for call in failure.calls)
    if failure.raised is not None:
        yield f"  {_raised(failure.raised, say)}"
    elif failure.got:
        yield f"  {say.got(failure.got)}"
        yield f"  {say.wanted(failure.wanted.get(spoken))}"
    else:
        yield f"  {say.NO_END}"


def _raised(raised: CallRaised, say: CodeWords) -> str:
    return say.raised(raised.kind, raised.message, raised.line or 0, raised.text)


def _as_json(task: HandsOn, report: CodeReport) -> dict[str, Any]:
    from grader.by_tests import graded_by_tests

    grade = graded_by_tests(task, report)
    return {
        "id": task.id,
        "passed": report.passed,
        "total": report.total,
        "score": grade.score,
        "graded_by": str(grade.graded_by),
        "provisional": grade.provisional,
        "seconds": round(report.run.seconds, 3),
        "end": report.run.end,
        "error": _error(report.run.failed),
        "points": [
            {"id": point.point, "verdict": verdict.verdict.value, "passed": point.passed, "total": point.total}
            for point, verdict in zip(report.points, grade.verdicts, strict=True)
        ],
        "failures": [_failure(failure) for failure in report.failures],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    """A failure; of a hidden test only its point."""
    if not failure.visible:
        return {"point": failure.point, "visible": False}
    return {
        "point": failure.point,
        "visible": True,
        "calls": list(failure.calls),
        "got": failure.got,
        "wanted": failure.wanted.get(language()),
        "error": _error(failure.raised),
    }


def _error(raised: CallRaised | None) -> dict[str, Any] | None:
    return None if raised is None else asdict(raised)
