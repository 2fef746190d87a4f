"""`interviewer scorecard`: how a person's latest whole interview went."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.report import MINE, Made, with_bank
from cli.commands.startup import WRONG_USAGE, fail, one_of, put_out, run, words

if TYPE_CHECKING:
    from app.messages.loops import ScorecardMessage
    from questions.bank import Bank
    from storage.database import Database

FORMS = ("text", "html", "json", "png")


def scorecard(
    person: Annotated[str, typer.Option(help="A name, a Telegram number, or # and our number; you, unless told.")] = "",
    form: Annotated[str, typer.Option("--format", help="text, html, json or png.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output unless told.")] = None,
    band: Annotated[bool, typer.Option("--band", help="With the band, which is folded away otherwise.")] = False,
    share: Annotated[bool, typer.Option("--share", help="Without a word of what was answered.")] = False,
) -> None:
    """The scorecard of the latest whole interview: yours in this terminal, or that of a person.

    What somebody said in Telegram is for them alone: their scorecard here has no sentences of theirs.
    """
    one_of(form, *FORMS)
    if form == "png" and output is None and sys.stdout.isatty():
        fail(words().commands.PNG_NEEDS_OUTPUT, WRONG_USAGE)
    put_out(run(_made(person or MINE, form, band=band, share=share)), output)


async def _made(called: str, form: str, *, band: bool, share: bool) -> Made:
    async def work(db: Database, bank: Bank) -> Made:
        from app.lookup import UnknownNameError
        from app.messages.scorecards import shareable
        from app.scorecards import of_name

        try:
            found = await of_name(db, bank, called, shown=band)
        except UnknownNameError:
            if called != MINE:
                raise
            found = None
        if found is None:
            fail(words().commands.NO_SCORECARD_YET)
        return _rendered(shareable(found) if share else found, form)

    return await with_bank(work)


def _rendered(card: ScorecardMessage, form: str) -> Made:
    from reports import scorecard as made

    match form:
        case "html":
            return made.page(card)
        case "json":
            return made.as_json(card)
        case "png":
            return made.picture(card)
        case _:
            return made.as_text(card)
