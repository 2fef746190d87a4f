"""`interviewer rejudge`: history under today's judge, reported before anything is applied."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.commands.startup import FAILED, WRONG_USAGE, fail, interview_bank, opened_database, run, settings, words


def rejudge(
    since: Annotated[str, typer.Option(help="Answers graded on or after this day, for example 2026-11-01.")],
    apply: Annotated[bool, typer.Option("--apply", help="Put the new grades in force.")] = False,
) -> None:
    """Judge past answers again and print what changes; nothing is stored without --apply."""
    if not settings().judge_url:
        fail(words().commands.REJUDGE_NEEDS_JUDGE, WRONG_USAGE)
    if not run(_rejudge(_day(since), apply)):
        raise typer.Exit(FAILED)


def _day(text: str) -> datetime:
    """Midnight of a day, or an instant, in UTC unless it names a zone."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        fail(words().commands.no_day("--since", text), WRONG_USAGE)
    return day if day.tzinfo else day.replace(tzinfo=UTC)


async def _rejudge(since: datetime, apply: bool) -> bool:
    """Prints the report, and applies it if asked; False when an answer could not be judged."""
    from app.context import opened
    from app.regrade import put_in_force, rejudge, report

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        found = await rejudge(app, since)
        for line in report(found):
            print(line)
        if apply:
            print(words().commands.put_in_force(await put_in_force(app, found)))
        elif found:
            print(words().commands.NOTHING_STORED)
    return all(one.after is not None for one in found)
