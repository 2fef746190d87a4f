"""`interviewer report`: how one person or one study group is doing."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from cli.commands import completing
from cli.commands.options import Json
from cli.commands.startup import (
    WRONG_USAGE,
    fail,
    interview_bank,
    one_of,
    opened_database,
    put_out,
    run,
    settings,
    words,
)
from questions.model import LANGUAGES

if TYPE_CHECKING:
    from app.progress import Facts
    from questions.bank import Bank
    from questions.model import Language
    from storage.database import Database

MINE = "me"  # the person of `interviewer chat` unless it is told another
FORMATS = ("text", "html", "json", "csv", "png", "anki")
OF_GROUP = ("text", "html", "json", "csv")
Made = str | bytes


def report(
    person: Annotated[
        str,
        typer.Option(
            help="A name, a Telegram number, or # and our number; you, unless told.", autocompletion=completing.people
        ),
    ] = "",
    group: Annotated[str, typer.Option(help="A study group by its name.", autocompletion=completing.groups)] = "",
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="text, html, json, csv (missed points, or a group's members), png, anki (missed points).",
            autocompletion=completing.of(*FORMATS),
        ),
    ] = "text",
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output unless told.")] = None,
    language: Annotated[
        str, typer.Option(help="zh or en; the person's own unless told.", autocompletion=completing.of(*LANGUAGES))
    ] = "",
    as_json: Json = False,
) -> None:
    """Progress: your own in this terminal, that of a person, or of a study group.

    What somebody said in Telegram is for them alone: their report here has scores and key points, without sentences.
    """
    if person and group:
        fail(words().commands.NEEDS_ONE_OF_BOTH, WRONG_USAGE)
    form = "json" if as_json else one_of(form, *(OF_GROUP if group else FORMATS))
    if language:
        one_of(language, *LANGUAGES, option="--language")
    if form == "png" and output is None and sys.stdout.isatty():
        fail(words().commands.PNG_NEEDS_OUTPUT, WRONG_USAGE)
    put_out(run(_of_group(group, form, language) if group else _of_person(person or MINE, form, language)), output)


async def with_bank(work: Callable[[Database, Bank], Awaitable[Made]]) -> Made:
    """Runs with the database and the bank as it is, local edits included."""
    from app.context import BankView

    async with opened_database() as db:
        bank_view = BankView(interview_bank(), interview_bank())
        await bank_view.refresh(db)
        return await work(db, bank_view.bank)


async def _of_person(called: str, form: str, language: str) -> Made:
    from app.lookup import UnknownNameError
    from app.progress import of_name

    async def work(db: Database, bank: Bank) -> Made:
        spoken = cast("Language", language or settings().language) or None
        try:
            facts = await of_name(db, bank, called, datetime.now(UTC), spoken)
        except UnknownNameError:
            if called != MINE:
                raise
            fail(words().commands.NO_REPORT_YET)
        if form in ("csv", "anki"):
            return await _missed(db, bank, facts, form)
        return _rendered(facts, form)

    return await with_bank(work)


def _rendered(facts: Facts, form: str) -> Made:
    quotes = facts.person.telegram is None
    if form == "png":
        from reports.plots import picture

        return picture(facts)
    if form == "html":
        from reports.html import page

        return page(facts, quotes=quotes)
    if form == "json":
        from reports.tables import as_json

        return as_json(facts, quotes=quotes)
    from reports.text import text

    return text(facts, quotes=quotes)


async def _missed(db: Database, bank: Bank, facts: Facts, form: str) -> str:
    """Every missed point, those that a judge found first."""
    from app.progress import all_missed
    from reports.anki import anki
    from reports.tables import missed_csv

    found = await all_missed(db, bank, facts)
    quotes = facts.person.telegram is None
    if form == "anki":
        return anki(facts, [weak for _, weak in found], bank, quotes=quotes)
    return missed_csv(facts, found, quotes=quotes)


async def _of_group(name: str, form: str, language: str) -> Made:
    from app.group_progress import of_group_called
    from cli.commands.startup import language as of_terminal
    from reports import group as groups
    from reports.html import group_page
    from reports.text import laid_out

    async def work(db: Database, bank: Bank) -> Made:
        spoken = cast("Language", language or of_terminal())
        facts = await of_group_called(db, bank, name, datetime.now(UTC).astimezone(), spoken)
        match form:
            case "html":
                return group_page(facts)
            case "json":
                return groups.as_json(facts)
            case "csv":
                return groups.as_csv(facts)
            case _:
                return laid_out(groups.title(facts), groups.sections(facts))

    return await with_bank(work)
