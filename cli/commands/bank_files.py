"""`interviewer bank import|export`: questions in from other people's files, and out again."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands import completing
from cli.commands.bank_view import chosen_of, curated_bank, in_one_line, opened_bank, topic_called
from cli.commands.overwriting import edited_here, may_replace
from cli.commands.startup import FAILED, WRONG_USAGE, fail, one_of, run, shown, words

if TYPE_CHECKING:
    from app.curation import CuratedBank
    from questions.imports.reading import ImportedItem, Reading
    from questions.matching import Matched, Matcher
    from questions.model import Question

STDIN = Path("-")
FORMS = ("yaml", "json", "csv", "folder")


def add_to(app: typer.Typer) -> None:
    """Gives the app the commands of this module."""
    app.command("import")(import_)
    app.command()(export)


# -- import ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an import would do with one item, and what it is like.

    effect: it is `new`, `changes` what is there, is the `same`, or the local edit that it would change is `kept`.
    """

    item: ImportedItem
    effect: str
    like: Matched | None = None


def import_(
    path: Annotated[
        Path,
        typer.Argument(
            help="Notes, reports, decks (.md .txt .html .docx .pdf .apkg), YAML, CSV, JSON, a folder; - is stdin."
        ),
    ],
    topic: Annotated[
        str, typer.Option(help="The topic of items that name none.", autocompletion=completing.topics)
    ] = "",
    level: Annotated[int | None, typer.Option(min=1, max=5, help="The level of items that name none.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep whole questions as drafts too.")] = False,
    replace_: Annotated[bool, typer.Option("--replace", help="Replace local edits without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Take questions in. What lacks key points or a language becomes a draft, which `bank approve` puts into the bank."""
    from questions.imports.files import LARGEST, read_text
    from questions.imports.reports import with_questions

    if path != STDIN and not path.exists():
        fail(words().bank.nowhere(str(path)), WRONG_USAGE)
    given = topic_called(topic) if topic else ""
    read = [read_text(sys.stdin.buffer.read(LARGEST + 1), "-")] if path == STDIN else _read_files(path)
    finder = curated_bank().bank.finder
    readings = [_completed(with_questions(reading, finder), given, level or 0, draft) for reading in read]
    if not readings:
        fail(words().bank.nothing_readable(str(path)))
    left = run(_import(readings, finder, replace_, dry_run))
    if left or any(reading.unreadable for reading in readings):
        raise typer.Exit(FAILED)


def _read_files(path: Path) -> list[Reading]:
    from cli.commands.progress import Progress
    from questions.imports.files import read_all

    with Progress() as progress:
        return list(progress.over(read_all(path)))


def _completed(reading: Reading, topic: str, level: int, draft: bool) -> Reading:
    """The reading with topic and level where items have none."""
    reading.items = [_given(item, topic, level, draft) for item in reading.items]
    return reading


def _given(item: ImportedItem, topic: str, level: int, draft: bool) -> ImportedItem:
    question = item.question
    lacks = tuple(name for name in item.lacks if not (name == "topic" and topic) and not (name == "level" and level))
    filled = replace(question, topic=question.topic or topic, level=question.level or level)
    return replace(item, question=_revised(filled), lacks=lacks or (("approval",) if draft else ()))


def _revised(question: Question) -> Question:
    from questions.format import revision_of

    return replace(question, revision=revision_of(question))


async def _import(readings: Sequence[Reading], finder: Matcher, over: bool, dry_run: bool) -> bool:
    """Whether a local edit was left as it is."""
    from app import curation
    from cli.commands.bank_edit import now, somebody

    async with opened_bank() as (held, db):
        plans = [[_planned(item, held, finder) for item in reading.items] for reading in readings]
        plans = [[_decided(plan, held, over, dry_run) for plan in found] for found in plans]
        changed = [plan.item for found in plans for plan in found if plan.effect in ("new", "changes")]
        if changed and not dry_run:
            kept = [(item.question, item.draft) for item in changed]
            await curation.keep(db, held.files, kept, now(), somebody())
    for reading, found in zip(readings, plans, strict=True):
        _tell(reading, found, dry_run)
    return any(plan.effect == "kept" for found in plans for plan in found)


def _decided(plan: _Plan, held: CuratedBank, over: bool, dry_run: bool) -> _Plan:
    """The plan, or one that leaves the local edit as it is."""
    theirs = plan.item.question
    mine = edited_here(held, theirs.id, draft=plan.item.draft)
    if plan.effect != "changes" or mine is None or may_replace(mine, theirs, replace=over, dry_run=dry_run):
        return plan
    return replace(plan, effect="kept")


def _planned(item: ImportedItem, held: CuratedBank, finder: Matcher) -> _Plan:
    effect = _effect(item, held)
    matched = finder.match(" ".join(item.question.question.both())) if effect == "new" else None
    return _Plan(item, effect, matched if matched and matched.match else None)


def _effect(item: ImportedItem, held: CuratedBank) -> str:
    id = item.question.id
    live, draft = held.bank.get(id) or held.bank.retired.get(id), held.drafts.get(id)
    if live is not None and live.revision == item.question.revision:
        return "same"
    there = draft if item.draft else live
    if there is None:
        return "new"
    return "same" if there.revision == item.question.revision else "changes"


def _tell(reading: Reading, plans: Sequence[_Plan], dry_run: bool) -> None:
    """ImportedItem by item what becomes of a file, then the sum."""
    say = words().bank
    for plan in plans:
        item, effect = plan.item, say.EFFECTS[plan.effect]
        state = say.imported_draft(", ".join(item.lacks)) if item.draft else say.imported_whole()
        like = say.like(plan.like.match.id, f"{plan.like.score:.0%}") if plan.like and plan.like.match else ""
        print(f"{item.where} [{item.form}] {effect}: {item.question.id} {in_one_line(item.question)} ({state}{like})")
    for problem in (*reading.unreadable, *reading.unread):
        told = say.not_imported if problem in reading.unreadable else say.unread
        print(told(shown(problem)), file=sys.stderr)
    forms = Counter(plan.item.form for plan in plans)
    effects = Counter(plan.effect for plan in plans)
    drafts = sum(plan.item.draft for plan in plans)
    parts = " + ".join(f"{count} {form}" for form, count in forms.items()) if len(forms) > 1 else ""
    counted = ", ".join(
        f"{effects[name]} {said}" for name, said in say.EFFECTS.items() if name != "kept" or effects[name]
    )
    summed = [
        say.items(reading.name, reading.encoding, len(plans), parts),
        say.outcome(counted, drafts, len(reading.unreadable), len(reading.unread)),
        *([say.NOTHING_WRITTEN] if dry_run else []),
    ]
    print("; ".join(summed))


# -- export ----------------------------------------------------------------------------------------------------------


def export(
    path: Annotated[
        Path | None, typer.Argument(help="A .yaml, .json or .csv file, or a folder; stdout unless told.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help="yaml, json, csv or folder; by the name of PATH unless told.")
    ] = "",
    topic: Annotated[str, typer.Option(help="Only this topic.", autocompletion=completing.topics)] = "",
    local: Annotated[bool, typer.Option("--local", help="Only what was added or changed in the database.")] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="The drafts instead of the bank.")] = False,
    replace_: Annotated[bool, typer.Option("--replace", help="Write over files that are there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
) -> None:
    """Write questions to files, which `bank import` takes back as they are."""
    form = one_of(form or _form_of(path), *FORMS)
    found = curated_bank()
    chosen = list((found.drafts if drafts else found.bank.questions).values())
    chosen = chosen_of(chosen, topic, None)
    if local:
        chosen = [question for question in chosen if found.bank.origins.get(question.id) == "database"]
    files = _files(chosen, path, form)
    there = [file for file in files if file is not None and file.exists()]
    if there and not (replace_ or dry_run):
        fail(words().bank.file_is_there(str(there[0])))
    for file, written in files.items():
        if dry_run:
            print(file or "stdout")
        else:
            _write(file, written())
    print(words().bank.questions(len(chosen), dry_run), file=sys.stderr)


def _form_of(path: Path | None) -> str:
    if path is None:
        return "yaml"
    return (
        "folder"
        if not path.suffix or path.is_dir()
        else {".yml": "yaml"}.get(path.suffix.lower(), path.suffix[1:].lower())
    )


def _files(questions: Sequence[Question], path: Path | None, form: str) -> dict[Path | None, Callable[[], str]]:
    """Every file that is to be written, with what makes its text; None is stdout."""
    from questions import exports
    from questions.format import dump

    writers = {"yaml": exports.as_yaml, "json": exports.as_json, "csv": exports.as_csv}
    if form in writers:
        return {path: partial(writers[form], questions)}
    if path is None:
        fail(words().bank.NEEDS_FOLDER, WRONG_USAGE)
    return {
        path / (question.topic or "drafts") / f"{question.id}.yaml": partial(dump, question) for question in questions
    }


def _write(file: Path | None, text: str) -> None:
    if file is None:
        sys.stdout.write(text)
        return
    from questions.whole_files import write_whole

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except OSError as error:
        fail(words().commands.unwritable(str(file), str(error.strerror)), WRONG_USAGE)
