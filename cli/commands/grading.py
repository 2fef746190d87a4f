"""`interviewer grade`, `evaluate` and `calibrate`: answers as JSON lines, figures about the grader, the fit of the estimate."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from cli.commands.startup import FAILED, WRONG_USAGE, fail, packaged_bank, settings, words

if TYPE_CHECKING:
    from cli.commands.code_lines import CodeLine
    from grader.embedding import Embedder
    from grader.evaluation import LabelledAnswer
    from grader.grade import Grade
    from grader.grading import Grader
    from questions.model import Language, Question, Task

NoJudge = Annotated[bool, typer.Option("--no-judge", help="Estimate by similarity even if a judge is configured.")]


def grade(
    input: Annotated[Path | None, typer.Option(help="JSON lines to grade; the default is stdin.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where the grades go; the default is stdout.")] = None,
    no_judge: NoJudge = False,
) -> None:
    """Grade answers: JSON lines in, JSON lines out, in the same order."""
    from cli.commands.startup import run

    if output:
        _refuse_same(input, output)
    with _lines(input) as lines, _writer(output) as out:
        good = run(_grade(lines, out, _grader(no_judge)))
    raise typer.Exit(0 if good else FAILED)


def evaluate(
    file: Annotated[Path, typer.Argument(help='Labelled lines: "score", "covered" per point, "answer_kind".')],
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one JSON object.")] = False,
    no_judge: NoJudge = False,
    asides: Annotated[
        bool, typer.Option("--asides", help="The lines are messages, labelled as answer or aside.")
    ] = False,
    checks: Annotated[
        bool, typer.Option("--checks", help="The lines are answers with a quantity, labelled with its verdict.")
    ] = False,
) -> None:
    """Measure the grader on labelled answers, with baselines in the same table; or asides, or checks of quantities."""
    from cli.commands.startup import run
    from grader.evaluation import report, table

    if asides and checks:
        fail("--asides and --checks read different lines: give one of them.", WRONG_USAGE)
    if asides or checks:
        (_evaluate_asides if asides else _evaluate_checks)(file, as_json)
        return
    labelled = _labelled(file)
    figures = report(labelled, run(_grades(labelled, _grader(no_judge))), _embedder())
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else table(figures))


def _evaluate_asides(file: Path, as_json: bool) -> None:
    """Prints the three costs of taking answers for asides and asides for answers, and the confusion."""
    from interview.aside_evaluation import LineProblem, read_lines, report, table
    from interview.asides import judge

    try:
        with file.open("rb") as lines:
            labelled = read_lines(lines, _find)
    except OSError as error:
        fail(words().commands.unreadable(str(file), str(error.strerror)), WRONG_USAGE)
    except LineProblem as error:
        fail(f"{file}: {error}.")
    figures = report(labelled, [judge(one.text, one.question, one.probe, one.before) for one in labelled])
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else table(figures))


def _evaluate_checks(file: Path, as_json: bool) -> None:
    """Prints how many verdicts of checks are right, how many lines are decided, and the confusion."""
    from grader.check_evaluation import read_lines, report, table
    from grader.lines import LineError

    try:
        with file.open("rb") as lines:
            labelled = read_lines(lines)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.", WRONG_USAGE)
    except LineError as error:
        fail(f"{file}: {error}.")
    figures = report(labelled)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else table(figures))


def calibrate(
    data: Annotated[Path | None, typer.Option(help="Labelled lines; the default is the packaged set.")] = None,
    output: Annotated[Path | None, typer.Option(help="Folder for the fits; the default is the one in use.")] = None,
    held_out: Annotated[
        bool, typer.Option("--held-out", help="Write nothing; measure every answer without its question.")
    ] = False,
) -> None:
    """Refit the estimate on labelled answers: by words alone, and with the configured embedder."""
    from grader.calibration import fits_folder
    from grader.evaluation import packaged_set, report, table
    from grader.fitting import Fitting, refit

    labelled = _labelled(data) if data else packaged_set()
    if held_out:
        print(table(report(labelled, Fitting(labelled, _embedder()).held_out(), _embedder())))
        return
    folder = output or fits_folder()
    try:
        for line in refit(labelled, packaged_bank().questions.values(), _embedder(), folder):
            print(line)
    except OSError as error:
        fail(f"--output: {words().commands.unwritable(str(folder), str(error.strerror))}", WRONG_USAGE)
    print(words().commands.written_to(str(folder)))


def _embedder() -> Embedder | None:
    from grader.embedding import load_embedder

    return load_embedder(settings().embedding_model, settings().embedding_url)


def _grader(no_judge: bool) -> Grader:
    from grader.grading import Grader

    s = settings()
    return Grader.build(
        judge_url="" if no_judge else s.judge_url,
        judge_model=s.judge_model,
        api_key=s.judge_api_key.get_secret_value(),
        timeout=s.judge_timeout,
        second_model=s.second_judge_model,
        second_share=s.second_opinions,
        thinking=s.judge_thinking,
        embedding_model=s.embedding_model,
        embedding_url=s.embedding_url,
    )


def _find(id: str) -> Question | None:
    from cli.commands.code_lines import task_called

    if (question := packaged_bank().get(id)) is not None:
        return question
    task = task_called(id)
    return task.question if task else None


class _InOrder:
    """Writes results in the order of their places, each as soon as all before it are known."""

    def __init__(self, out: IO[str]) -> None:
        self.failed = 0
        self._out = out
        self._waiting: dict[int, dict[str, Any]] = {}
        self._next = 0

    def put(self, place: int, result: dict[str, Any]) -> None:
        self.failed += "error" in result
        self._waiting[place] = result
        while self._next in self._waiting:
            self._out.write(json.dumps(self._waiting.pop(self._next), ensure_ascii=False) + "\n")
            self._next += 1
        self._out.flush()


async def _grade(lines: Iterable[bytes], out: IO[str], grader: Grader) -> bool:
    """Writes one line for each line that is not empty; False if any of them is an error."""
    from grader.errors import GradingError
    from grader.lines import failed, graded

    ordered = _InOrder(out)
    places: list[tuple[int, int, str | int | float]] = []
    code: list[CodeLine] = []
    async with aclosing(grader.grade_many(_jobs(lines, ordered, places, code))) as results:
        async for index, result in results:
            place, number, id = places[index]
            ordered.put(place, failed(id, number, result) if isinstance(result, GradingError) else graded(id, result))
    await grader.close()
    if code:
        from cli.commands.code_lines import grade_code

        await grade_code(code, ordered.put)
    return not ordered.failed


def _jobs(
    lines: Iterable[bytes],
    ordered: _InOrder,
    places: list[tuple[int, int, str | int | float]],
    code: list[CodeLine],
) -> Iterator[tuple[Task, str, Language]]:
    """What is to be graded by its words; where it came from goes to `places`.

    Answers to hands-on tasks go to `code`, and lines that cannot be read straight to `ordered`.
    """
    from cli.commands.code_lines import code_line
    from grader.lines import LineError, failed, read_line

    for place, (number, raw) in enumerate((n, raw) for n, raw in enumerate(lines, 1) if raw.strip()):
        try:
            line = read_line(raw, _find)
        except LineError as error:
            ordered.put(place, failed(error.id, number, error))
            continue
        if (found := code_line(place, number, line)) is not None:
            code.append(found)
            continue
        places.append((place, number, line.id))
        yield line.task, line.answer, line.language


@contextmanager
def _lines(path: Path | None) -> Iterator[Iterable[bytes]]:
    if path is None:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        fail(f"--input: {words().commands.unreadable(str(path), str(error.strerror))}", WRONG_USAGE)
    with file:
        yield file


def _refuse_same(input: Path | None, output: Path) -> None:
    """Ends the command when the output, or the file it is written to first, is the input, which would be lost."""
    for written in (output, _unfinished(output)):
        try:
            there, read = written.stat(), input.stat() if input else os.fstat(sys.stdin.fileno())
        except (OSError, ValueError):  # nothing to lose, or a stdin without a descriptor
            continue
        if stat.S_ISREG(read.st_mode) and os.path.samestat(there, read):
            fail(words().commands.same_file(str(written)), WRONG_USAGE)


def _unfinished(output: Path) -> Path:
    """Where the grades stand until all are written."""
    return output.resolve().with_name(f"{output.resolve().name}.unfinished")


@contextmanager
def _writer(path: Path | None) -> Iterator[IO[str]]:
    """Where the grades go. A file is replaced once all are written; what is done of them is kept beside it on failure."""
    if path is None:
        yield sys.stdout
        return
    from questions.whole_files import is_replaceable

    whole = is_replaceable(path)
    target = _unfinished(path) if whole else path
    try:
        file = target.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        fail(f"--output: {words().commands.unwritable(str(path), str(error.strerror))}", WRONG_USAGE)
    try:
        with file:
            yield file
    except BaseException:
        if whole:
            print(words().commands.unfinished_file(str(target)), file=sys.stderr)
        raise
    if whole:
        target.replace(path.resolve())  # a link keeps pointing where it does


def _labelled(path: Path) -> list[LabelledAnswer]:
    from grader.evaluation import read_labelled
    from grader.lines import LineError

    try:
        return read_labelled(path, _find)
    except OSError as error:
        fail(words().commands.unreadable(str(path), str(error.strerror)), WRONG_USAGE)
    except LineError as error:
        fail(f"{path}: {error}.")


async def _grades(labelled: Sequence[LabelledAnswer], grader: Grader) -> list[Grade]:
    """The grades in their order; the first that cannot be had ends the command."""
    from grader.errors import GradingError

    found: dict[int, Grade] = {}
    jobs = [(one.task, one.answer, one.language) for one in labelled]
    async with aclosing(grader.grade_many(jobs)) as results:
        async for index, result in results:
            if isinstance(result, GradingError):
                fail(f"{labelled[index].id}: {result}")
            found[index] = result
    await grader.close()
    return [found[index] for index in range(len(jobs))]
