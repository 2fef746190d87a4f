"""`interviewer grade`, `evaluate` and `calibrate`: answers as JSON lines, figures about the grader, the fit of the estimate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import FAILED, INTERRUPTED, WRONG_USAGE, fail, packaged_bank, settings, words

if TYPE_CHECKING:
    from cli.commands.grade_lines import InOrder
    from grader.confidence import Confidence
    from grader.embedding import Embedder
    from grader.evaluation import LabelledAnswer
    from grader.grade import Grade
    from grader.grading import Grader
    from questions.model import Question

NoJudge = Annotated[bool, typer.Option("--no-judge", help="Estimate by similarity even if a judge is configured.")]


def grade(
    input: Annotated[Path | None, typer.Option(help="JSON lines to grade; the default is stdin.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where the grades go; the default is stdout.")] = None,
    no_judge: NoJudge = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run into this --output ended.")
    ] = False,
) -> None:
    """Grade answers: JSON lines in, JSON lines out, in the same order."""
    from cli.commands.grade_lines import InOrder, lines_done, reading, refuse_same, writing
    from cli.commands.progress import Progress
    from cli.commands.startup import run

    if resume and not output:
        fail(words().commands.RESUME_NEEDS_OUTPUT, WRONG_USAGE)
    if output:
        refuse_same(input, output)
    begin = lines_done(output) if output and resume else 0
    with reading(input) as lines, writing(output, on=resume) as out, Progress(lines=not output) as progress:
        ordered = InOrder(out, progress, begin)
        try:
            run(_grade(lines, ordered, no_judge))
        except KeyboardInterrupt:
            print(words().commands.graded_until(ordered.written, bool(output)), file=sys.stderr)
            raise
        except OSError as error:
            fail(words().commands.unreadable(str(input or "stdin"), str(error.strerror)))
    raise typer.Exit(FAILED if ordered.failed else 0)


async def _grade(lines: Iterable[bytes], ordered: InOrder, no_judge: bool) -> None:
    from cli.commands.grade_lines import Grading

    await Grading(grader(no_judge), find_question, ordered).over(lines)


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

    if asides and checks:
        fail("--asides and --checks read different lines: give one of them.", WRONG_USAGE)
    if asides or checks:
        (_evaluate_asides if asides else _evaluate_checks)(file, as_json)
        return
    labelled = _labelled(file)
    by_people = any(one.by for one in labelled)
    answers = list({one.id: one for one in labelled}.values()) if by_people else labelled
    found: dict[int, Grade] = {}
    try:
        run(_grades(answers, grader(no_judge), found))
    except KeyboardInterrupt:
        print(words().commands.evaluated_until(len(found), len(answers)), file=sys.stderr)
        if not found:
            raise
    done = sorted(found)
    if by_people:
        _tell_of_people(labelled, {answers[n].id: found[n] for n in done}, as_json)
    else:
        _tell([(answers[n], found[n]) for n in done], as_json)
    if len(done) < len(answers):
        raise typer.Exit(INTERRUPTED)


def _tell(both: Sequence[tuple[LabelledAnswer, Grade]], as_json: bool) -> None:
    """Prints the figures of grades beside their labels, and how far the surest of them can be trusted."""
    from grader.evaluation import report, table
    from grader.selective import table as table_of_trust
    from grader.selective import trust

    figures = report([one for one, _ in both], [grade for _, grade in both], _embedder())
    figures["trust"] = trust(both, _calibration(figures["graded_by"]))
    if as_json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        print(f"{table(figures)}\n\n{table_of_trust(figures['trust'])}")


def _tell_of_people(labelled: list[LabelledAnswer], grades: Mapping[str, Grade], as_json: bool) -> None:
    """Prints the figures of labels by people, then how far people agree with each other, beside the grader with them."""
    from grader import agreement
    from grader.evaluation import report, table

    told = [one for one in agreement.latest(labelled) if one.id in grades]
    figures, found = report(told, [grades[one.id] for one in told], _embedder()), agreement.report(told, grades)
    if as_json:
        print(json.dumps(figures | {"agreement": found}, ensure_ascii=False, indent=1))
    else:
        print(f"{table(figures)}\n\n{agreement.table(found)}")


def _calibration(graded_by: Sequence[str]) -> Confidence | None:
    """What `calibrate --judge` found for the judge that gave these grades; None without one."""
    from app.settings import data_folder
    from grader.confidence import stored
    from grader.errors import Unusable
    from grader.grade import GradedBy, Method

    methods = map(GradedBy.parse, graded_by)
    try:
        found = [stored(data_folder(), by.model) for by in methods if by.method is Method.JUDGE]
    except Unusable as error:
        fail(str(error))
    return found[0] if len(found) == 1 else None


def _evaluate_asides(file: Path, as_json: bool) -> None:
    """Prints the three costs of taking answers for asides and asides for answers, and the confusion."""
    from interview.aside_evaluation import LineProblem, read_lines, report, table
    from interview.asides import judge

    try:
        with file.open("rb") as lines:
            labelled = read_lines(lines, find_question)
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
    judge: Annotated[
        Path | None, typer.Option(help="Labelled lines: find from which confidence on the judge's verdicts count.")
    ] = None,
    error: Annotated[
        float,
        typer.Option(min=0.005, max=0.5, help="With --judge: share of wrong verdicts among those it gives, at most."),
    ] = 0.05,
) -> None:
    """Refit the estimate on labelled answers: by words alone, and with the configured embedder; or calibrate the judge."""
    from cli.commands.progress import Progress
    from grader.calibration import fits_folder
    from grader.evaluation import packaged_set, report, table
    from grader.fitting import Fitting, refit

    if judge:
        if data or output or held_out:
            fail(words().commands.JUDGE_CALIBRATED_ALONE, WRONG_USAGE)
        _calibrate_judge(judge, error)
        return
    labelled = _labelled(data) if data else packaged_set()
    if held_out:
        with Progress() as progress:
            figures = report(labelled, Fitting(labelled, _embedder(), progress.over).held_out(), _embedder())
        print(table(figures))
        return
    folder = output or fits_folder()
    try:
        with Progress() as progress:
            told = list(refit(labelled, packaged_bank().questions.values(), _embedder(), folder, progress.over))
    except OSError as error:
        fail(f"--output: {words().commands.unwritable(str(folder), str(error.strerror))}", WRONG_USAGE)
    except KeyboardInterrupt:
        print(words().commands.FITS_AS_BEFORE, file=sys.stderr)
        raise
    for line in told:
        print(line)
    print(words().commands.written_to(str(folder)))


def _calibrate_judge(file: Path, error: float) -> None:
    """Finds and stores the confidence from which on this judge's verdicts count, and prints what it costs."""
    from datetime import UTC, datetime

    from app.settings import data_folder
    from cli.commands.startup import run
    from grader.confidence import store
    from grader.errors import Unusable
    from grader.grade import Method
    from grader.selective import calibrated, said, table, trust

    say = words().commands
    if not settings().judge_url:
        fail(say.NO_JUDGE, WRONG_USAGE)
    labelled = _labelled(file)
    grades: dict[int, Grade] = {}
    run(_grades(labelled, grader(no_judge=False, calibrated=False), grades))
    both = [(labelled[n], grade) for n, grade in sorted(grades.items())]
    models = sorted({grade.graded_by.model for _, grade in both if grade.graded_by.method is Method.JUDGE})
    if len(models) != 1:
        fail(say.not_one_judge(", ".join(models) or "–"))
    about = f"{len(labelled)} answers in {file.name}, {datetime.now(UTC):%Y-%m-%d}"
    found = calibrated(both, error, about)
    print(table(trust(both)))
    if found is None:
        fail(say.not_calibrated(f"{error:.1%}"))
    kept = len(said([(one, found.kept(grade, one.task, one.language)) for one, grade in both])) / len(said(both))
    try:
        stored_in = store(data_folder(), models[0], found)
    except (OSError, Unusable) as problem:
        fail(str(problem))
    print(say.calibrated(models[0], f"{found.threshold:.2f}", f"{error:.1%}", f"{kept:.0%}", str(stored_in)))


def _embedder() -> Embedder | None:
    from grader.embedding import load_embedder

    return load_embedder(settings().embedding_model, settings().embedding_url)


def grader(no_judge: bool, *, calibrated: bool = True) -> Grader:
    from app.settings import data_folder
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
        calibrations=data_folder() if calibrated else None,
        embedding_model=s.embedding_model,
        embedding_url=s.embedding_url,
    )


def find_question(id: str) -> Question | None:
    """A question of the bank, or a hands-on task's, by id."""
    from cli.commands.code_lines import task_called

    if (question := packaged_bank().get(id)) is not None:
        return question
    task = task_called(id)
    return task.question if task else None


def _labelled(path: Path) -> list[LabelledAnswer]:
    from grader.evaluation import read_labelled
    from grader.lines import LineError

    try:
        return read_labelled(path, find_question)
    except OSError as error:
        fail(words().commands.unreadable(str(path), str(error.strerror)), WRONG_USAGE)
    except LineError as error:
        fail(f"{path}: {error}.")


async def _grades(labelled: Sequence[LabelledAnswer], grader: Grader, found: dict[int, Grade]) -> None:
    """Puts the grades to their numbers in `found`; the first that cannot be had ends the command."""
    from cli.commands.progress import Progress
    from grader.errors import GradingError

    jobs = [(one.task, one.answer, one.language) for one in labelled]
    with Progress(len(jobs)) as progress:
        async with aclosing(grader.grade_many(jobs)) as results:
            async for index, result in results:
                if isinstance(result, GradingError):
                    fail(f"{labelled[index].id}: {result}")
                found[index] = result
                progress.step()
        await grader.close()
