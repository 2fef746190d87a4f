"""`interviewer bank add|edit|retire|drafts|approve`: changes to the bank, kept in the database."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands import completing
from cli.commands.bank_view import in_one_line, opened_bank, unknown
from cli.commands.options import DryRun, Json, tell_json
from cli.commands.overwriting import edited_here, may_replace
from cli.commands.question_editor import from_file, skeleton, written
from cli.commands.startup import FAILED, WRONG_USAGE, fail, run, shown, words

if TYPE_CHECKING:
    from app.curation import CuratedBank
    from questions.bank import Bank
    from questions.model import Question
    from questions.problem import Problem

File = Annotated[Path | None, typer.Option("--file", help="A YAML file instead of the editor.")]


Replace = Annotated[bool, typer.Option("--replace", help="Replace local edits without asking.")]


def add_to(app: typer.Typer) -> None:
    """Gives the app the commands of this module."""
    for command in (add, edit, retire, drafts, approve):
        app.command()(command)


def somebody() -> str:
    """Who is at the keyboard, for the record of a change."""
    try:
        return getuser()
    except (KeyError, OSError):
        return ""


def now() -> datetime:
    return datetime.now(UTC)


# -- add and edit ----------------------------------------------------------------------------------------------------


def kept(question: Question) -> None:
    """Keeps a changed question of the bank, and says so."""
    run(_keep(question, False, False, new=False))


def add(
    file: File = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it as a draft that is not asked yet.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Add a question: step by step and the rest in $EDITOR, or from a file. What lacks key points stays a draft."""
    question = from_file(file) if file else written(skeleton())
    run(_keep(question, draft, dry_run, new=True))


def edit(
    id: Annotated[str, typer.Argument(help="A question or a draft.", autocompletion=completing.questions)],
    file: File = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Drop the local edit: the file's question is asked again.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Change a question in $EDITOR or from a file. The change is kept in the database and outlives upgrades."""
    from cli.commands.bank_view import curated_bank, find
    from questions.format import dump

    if reset:
        run(_reset(id, dry_run))
        return
    found = curated_bank()
    draft = found.drafts.get(id)
    before = draft or find(found, id)
    question = from_file(file) if file else written(dump(before))
    if question.id != id:
        fail(words().bank.id_changed(id, question.id))
    if question == before:
        print(words().bank.unchanged(id))
        return
    run(_keep(question, draft is not None, dry_run, new=False))


async def _keep(question: Question, draft: bool, dry_run: bool, *, new: bool) -> None:
    from app import curation
    from questions.format import lacking

    say = words().bank
    async with opened_bank() as (held, db):
        if new and (question.id in held.bank.questions or question.id in held.drafts):
            fail(say.there_already(question.id), FAILED)
        missing = lacking(question)
        doubts = _doubts(question, held.bank)
        wrong = not missing and not draft and any(doubt.severity == "error" for doubt in doubts)
        draft = draft or bool(missing) or wrong
        for line in (*map(shown, missing), *(f"{say.SEVERITIES[doubt.severity]}: {shown(doubt)}" for doubt in doubts)):
            print(line, file=sys.stderr)
        if not dry_run:
            await curation.keep(db, held.files, [(question, draft)], now(), somebody())
        print(say.kept(question.id, draft, dry_run))
        if wrong:
            fail(say.draft_for_errors(question.id))
        if doubts and not draft:
            print(say.mend_with(question.id), file=sys.stderr)


def _doubts(question: Question, bank: Bank) -> list[Problem]:
    """What lint says about a question, and what it looks like."""
    from questions.lint import check, near_duplicates

    others = [other for other in bank.questions.values() if other.id != question.id]
    alike = [
        p for p in near_duplicates([*others, question]) if question.id == p.where or repr(question.id) in p.message
    ]
    return [*check(question), *alike]


async def _reset(id: str, dry_run: bool) -> None:
    from app import curation

    async with opened_bank() as (held, db):
        if held.bank.origins.get(id) != "database":
            fail(words().bank.no_local_edit(id))
        if not dry_run:
            await curation.discard(db, id, draft=False)
        print(words().bank.edit_dropped(id, id not in held.files.questions, dry_run))


# -- retire ----------------------------------------------------------------------------------------------------------


def retire(
    id: Annotated[str, typer.Argument(help="A question of the bank.", autocompletion=completing.questions)],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Ask a retired question again.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Ask a question no more. Whoever is at it finishes it, and marks of it stay."""
    run(_bring_back(id, dry_run) if undo else _retire(id, reason, dry_run))


async def _retire(id: str, reason: str, dry_run: bool) -> None:
    from app import curation

    async with opened_bank() as (held, db):
        if id not in held.bank.questions:
            fail(unknown(id, held.bank.questions), WRONG_USAGE)
        if not dry_run:
            await curation.retire(db, id, now(), reason=reason, by=somebody())
        print(words().bank.retired(id, dry_run))


async def _bring_back(id: str, dry_run: bool) -> None:
    from app import curation

    async with opened_bank() as (held, db):
        if id not in held.bank.retired:
            fail(words().bank.not_retired(id), WRONG_USAGE)
        if not dry_run:
            await curation.bring_back(db, id)
        print(words().bank.asked_again(id, dry_run))


# -- drafts ----------------------------------------------------------------------------------------------------------


def drafts(
    discard: Annotated[
        str, typer.Option(help="The id of a draft to throw away.", autocompletion=completing.drafts)
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """The drafts, and what each lacks."""
    run(_discard(discard, dry_run) if discard else _drafts(as_json))


async def _drafts(as_json: bool) -> None:
    from questions.format import lacking, to_json

    say = words().bank
    async with opened_bank() as (held, _):
        lacks = {id: list(dict.fromkeys(problem.place for problem in lacking(q))) for id, q in held.drafts.items()}
        if as_json:
            tell_json([{"id": id, "lacks": lacks[id], "question": to_json(q)} for id, q in held.drafts.items()])
            return
        for id, draft in held.drafts.items():
            missing = ", ".join(lacks[id])
            print(f"{id:36} {in_one_line(draft)} ({say.lacks(missing) if missing else say.APPROVABLE})")
        print(say.drafts(len(held.drafts)), file=sys.stderr)


async def _discard(id: str, dry_run: bool) -> None:
    from app import curation

    async with opened_bank() as (held, db):
        if id not in held.drafts:
            fail(unknown(id, held.drafts), WRONG_USAGE)
        if not dry_run:
            await curation.discard(db, id, draft=True)
        print(words().bank.draft_discarded(id, dry_run))


def approve(
    ids: Annotated[list[str] | None, typer.Argument(help="Drafts.", autocompletion=completing.drafts)] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every draft that is whole.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also with errors that lint finds.")] = False,
    replace: Replace = False,
    dry_run: DryRun = False,
) -> None:
    """Put drafts into the bank. A draft that is not whole, or in which lint finds an error, is refused."""
    if not ids and not all_:
        fail(words().bank.NAME_DRAFTS, WRONG_USAGE)
    run(_approve(ids or [], _Approval(all_, anyway, replace, dry_run)))


@dataclass(frozen=True, slots=True)
class _Approval:
    every: bool
    anyway: bool
    replace: bool
    dry_run: bool


async def _approve(ids: list[str], how: _Approval) -> None:
    from app import curation

    say = words().bank
    async with opened_bank() as (held, db):
        if missing := [id for id in ids if id not in held.drafts]:
            fail(unknown(missing[0], held.drafts), WRONG_USAGE)
        asked = [held.drafts[id] for id in (held.drafts if how.every else ids)]
        whole = [draft for draft in asked if _approvable(draft, how.anyway)]
        taken = [draft for draft in whole if _is_taken(draft, held, how)]
        if not asked:
            print(say.NO_DRAFTS, file=sys.stderr)
        if not how.dry_run:
            await curation.approve(db, [draft.id for draft in taken], now(), somebody())
        for draft in taken:
            print(say.approved(draft.id, how.dry_run))
    if len(whole) < len(asked) and not how.every:
        fail(say.COMPLETE_THEM)
    if len(taken) < len(whole):
        raise typer.Exit(FAILED)


def _approvable(draft: Question, anyway: bool) -> bool:
    """Whether nothing is lacking and lint finds no error; what it finds is told."""
    from questions.format import lacking
    from questions.lint import check

    missing = lacking(draft)
    faults = [] if missing or anyway else [fault for fault in check(draft) if fault.severity == "error"]
    for problem in (*missing, *faults):
        print(shown(problem), file=sys.stderr)
    return not missing and not faults


def _is_taken(draft: Question, held: CuratedBank, how: _Approval) -> bool:
    mine = edited_here(held, draft.id, draft=False)
    if mine is None or mine.revision == draft.revision:
        return True
    return may_replace(mine, draft, replace=how.replace, dry_run=how.dry_run)
