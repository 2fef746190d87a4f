"""`interviewer bank`: looking at the questions. What changes them stands in `curating` and `bank_files`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands import bank_complete, bank_edit, bank_files, bank_review, completing
from cli.commands.options import DryRun, FormatOption, Json, tell_json
from cli.commands.pager import show as show_lines
from cli.commands.startup import FAILED, WRONG_USAGE, fail, one_of, opened_database, run, settings, shown, words

if TYPE_CHECKING:
    from cli.commands.progress import Progress
    from questions.matching import Matcher
    from questions.model import Question
    from questions.problem import Problem
    from questions.similar import Embed

app = typer.Typer(no_args_is_help=True)
bank_edit.add_to(app)
bank_files.add_to(app)
app.command()(bank_review.review)
app.command()(bank_complete.complete)

SPOKEN = ("zh", "en", "both")
REPORTED = ("at", "question", "revision", "person", "name", "reason", "open")
TopicOption = Annotated[
    str,
    typer.Option("--topic", help="A topic by id or name, in either language.", autocompletion=completing.topics),
]
LevelOption = Annotated[int | None, typer.Option("--level", min=1, max=5, help="Only this level.")]
MeaningOption = Annotated[bool, typer.Option("--meaning", help="Compare by embedding too (loads the embedder).")]


@app.command("list")
def list_(
    topic: TopicOption = "",
    level: LevelOption = None,
    kind: Annotated[
        str,
        typer.Option(
            help="concept, comparison, trade-off, design, debugging, code or open.",
            autocompletion=completing.of("concept", "comparison", "trade-off", "design", "debugging", "code", "open"),
        ),
    ] = "",
    spoken: Annotated[
        str,
        typer.Option(
            "--language", help="Only what is there in zh, in en, or in both.", autocompletion=completing.of(*SPOKEN)
        ),
    ] = "",
    retired: Annotated[bool, typer.Option("--retired", help="The retired ones instead.")] = False,
    reviewed: Annotated[
        bool | None, typer.Option("--reviewed/--unreviewed", help="Only what a second reader has read, or nobody.")
    ] = None,
    form: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """One line a question: id, level, kind, languages, stem; * marks a local edit."""
    from cli.commands.bank_view import chosen_of, curated_bank, in_one_line
    from questions.format import to_json

    one_of(form, "text", "json")
    if spoken:
        one_of(spoken, *SPOKEN, option="--language")
    found = curated_bank()
    there = found.bank.retired if retired else found.bank.questions
    chosen = [
        question
        for question in chosen_of(tuple(there.values()), topic, level, kind)
        if reviewed in (None, bool(question.reviewed)) and _speaks(question, spoken)
    ]
    if as_json or form == "json":
        tell_json([to_json(question) for question in chosen])
        return
    show_lines(
        f"{'*' if question.id in found.bank.edited else ' '}{question.id:36} {question.level} {question.kind:10} "
        f"{'+'.join(question.languages):5} {in_one_line(question)}"
        for question in chosen
    )
    print(words().bank.questions(len(chosen), False), file=sys.stderr)


def _speaks(question: Question, spoken: str) -> bool:
    return not spoken or (len(question.languages) == 2 if spoken == "both" else spoken in question.languages)


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="A question or a draft.", autocompletion=completing.questions)],
    form: Annotated[
        str, typer.Option("--format", help="yaml or json.", autocompletion=completing.of("yaml", "json"))
    ] = "yaml",
    as_json: Json = False,
) -> None:
    """A question as a file."""
    from cli.commands.bank_view import curated_bank, find
    from questions.format import dump, to_json

    one_of(form, "yaml", "json")
    found = curated_bank()
    question = find(found, id)
    say = words().bank
    print(say.origin(found.bank.origins.get(id, say.A_DRAFT), question.revision), file=sys.stderr)
    if as_json or form == "json":
        tell_json(to_json(question))
    else:
        print(dump(question), end="")


@app.command()
def lint(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; the whole bank unless told.")] = None,
    meaning: MeaningOption = False,
    as_json: Json = False,
) -> None:
    """Say what is wrong with the questions; exit 1 when anything is an error."""
    from cli.commands.progress import Progress

    with Progress() as progress:
        problems = _problems(paths or [], embedder() if meaning else None, progress)
    say = words().bank
    if as_json:
        tell_json([{"severity": problem.severity, "said": shown(problem)} for problem in problems])
    else:
        show_lines(f"{say.SEVERITIES[problem.severity]}: {shown(problem)}" for problem in problems)
    errors = sum(problem.severity == "error" for problem in problems)
    print(say.faults(errors, len(problems) - errors), file=sys.stderr)
    raise typer.Exit(FAILED if errors else 0)


def _problems(paths: list[Path], embed: Embed | None, progress: Progress) -> list[Problem]:
    from cli.commands.bank_view import curated_bank
    from questions.bank import bank_of
    from questions.lint import check_bank

    today = datetime.now(UTC).date()
    bank = bank_of(paths) if paths else curated_bank().bank
    return [*check_bank(bank, embed, today, watched=progress.over), *_of_tasks(paths, progress)]


def _of_tasks(paths: list[Path], progress: Progress) -> Iterator[Problem]:
    """The faults of the hands-on tasks below the paths, or of all there are."""
    from questions.handson.check import check
    from questions.handson.here import execute
    from questions.handson.load import PACKAGED, folders, load
    from questions.problem import FormatError

    for folder in progress.over([folder for root in paths or (PACKAGED, *settings().bank) for folder in folders(root)]):
        try:
            yield from check(load(folder), execute)
        except FormatError as error:
            yield from error.problems


def embedder() -> Embed:
    """The configured embedder as a function; the command ends where it cannot be had."""
    from grader.embedding import NONE, NoEmbedderError, load

    model, url = settings().embedding_model, settings().embedding_url
    if model == NONE and not url:
        fail(words().commands.NO_EMBEDDER, WRONG_USAGE)
    try:
        return load(model, url).encode
    except NoEmbedderError as missing:
        fail(f"{missing}.")


@app.command()
def similar(
    text: Annotated[list[str] | None, typer.Argument(help="What to look for; from stdin unless told.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many for each.")] = 3,
    meaning: MeaningOption = False,
    as_json: Json = False,
) -> None:
    """Find what is there already: a question, or each question of a pasted report."""
    from cli.commands.bank_view import curated_bank, in_one_line
    from cli.commands.progress import Progress
    from questions.matching import Matcher
    from questions.similar import nearest_by_meaning

    found = curated_bank()
    questions = (*found.bank.questions.values(), *found.drafts.values())
    finder = Matcher(questions) if found.drafts else found.bank.finder
    embed, say = embedder() if meaning else None, words().bank
    told: list[dict[str, object]] = []
    with Progress(lines=not as_json) as progress:
        for asked in progress.over([" ".join(text)] if text else _asked_in(sys.stdin.read(), finder)):
            nearest = [("words", near) for near in finder.near(asked, limit)]
            if embed is not None and questions:
                nearest += [("meaning", near) for near in nearest_by_meaning(questions, asked, embed, limit)]
            if as_json:
                like = [{"id": near.question.id, "likeness": near.likeness, "by": by} for by, near in nearest]
                told.append({"asked": asked, "nearest": like})
                continue
            print(asked)
            for by, near in nearest:
                print(f"  {near.likeness:4.0%} {say.BY[by]:10} {near.question.id:36} {in_one_line(near.question)}")
            if not nearest:
                print(f"  {say.NOTHING_LIKE_IT}")
    if as_json:
        tell_json(told)


def _asked_in(pasted: str, finder: Matcher) -> list[str]:
    """The questions of a pasted text: those of a report, else its lines."""
    from questions.aim.asked import asked_in
    from questions.documents.lines import TextLine

    lines = [TextLine(line, n) for n, line in enumerate(pasted.splitlines(), 1)]
    return [one.text for one in asked_in(lines, finder)] or [line.text.strip() for line in lines if line.text.strip()]


@app.command()
def stats(form: FormatOption = "text", json_: Json = False) -> None:
    """Coverage by topic, level and kind, and what the answers say about the questions."""
    from cli.commands.bank_stats import as_json, as_text, gathered

    one_of(form, "text", "json")
    found = gathered()
    if json_ or form == "json":
        tell_json(as_json(found))
    else:
        show_lines(as_text(found).splitlines())


@app.command()
def reports(
    close: Annotated[int | None, typer.Option(help="The number of a report that was dealt with.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """What people reported as wrong, oldest first."""
    run(_close(close, dry_run) if close is not None else _reports(all_, as_json))


async def _close(number: int, dry_run: bool) -> None:
    from app import curation

    async with opened_database(dry_run=dry_run) as db:
        if not any(one.id == number for one in await curation.reports(db)):
            fail(words().bank.no_report(number), WRONG_USAGE)
        await curation.close_report(db, number)
    print(words().bank.report_closed(number, dry_run))


async def _reports(closed: bool, as_json: bool) -> None:
    from app import curation

    async with opened_database() as db:
        found = await curation.reports(db, closed=closed)
    say = words().bank
    if as_json:
        tell_json([{"number": one.id} | {n: getattr(one, n) for n in REPORTED} for one in found])
        return
    show_lines(
        f"{one.id:5} {one.at:%Y-%m-%d} {one.question} {one.revision}, {one.name}: "
        + (one.reason if one.open else say.closed(one.reason))
        for one in found
    )
    print(say.reports(len(found)), file=sys.stderr)
    if found:
        print(say.AT_THE_DESK, file=sys.stderr)
