"""`interviewer rejudge`: history under today's judge, reported before anything is applied."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import FAILED, WRONG_USAGE, fail, interview_bank, opened_database, run, settings, words

if TYPE_CHECKING:
    from app.regrade import Regraded
    from cli.commands.progress import Progress


def rejudge(
    since: Annotated[str, typer.Option(help="Answers graded on or after this day, for example 2026-11-01.")],
    apply: Annotated[bool, typer.Option("--apply", help="Put the new grades in force.")] = False,
) -> None:
    """Judge past answers again and print what changes; nothing is stored without --apply."""
    if not settings().judge_url:
        fail(words().commands.REJUDGE_NEEDS_JUDGE, WRONG_USAGE)
    from cli.commands.progress import Progress

    with Progress() as progress:
        done: list[Regraded] = []
        try:
            good = run(_rejudge(_day(since), apply, _Watch(progress, done)))
        except KeyboardInterrupt:
            print(words().commands.rejudged_until(len(done), progress.total), file=sys.stderr)
            _tell(done)
            raise
    if not good:
        raise typer.Exit(FAILED)


@dataclass(frozen=True, slots=True)
class _Watch:
    progress: Progress
    done: list[Regraded]

    def __call__(self, of: int, one: Regraded | None) -> None:
        self.progress.total = of
        self.progress.step()
        if one is not None:
            self.done.append(one)


def _tell(found: Sequence[Regraded]) -> None:
    from app.regrade import report

    for line in report(found):
        print(line)


def _day(text: str) -> datetime:
    """Midnight of a day, or an instant, in UTC unless it names a zone."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        fail(words().commands.no_day("--since", text), WRONG_USAGE)
    return day if day.tzinfo else day.replace(tzinfo=UTC)


async def _rejudge(since: datetime, apply: bool, watch: _Watch) -> bool:
    """Prints the report, and applies it if asked; False when an answer could not be judged."""
    from app.context import opened
    from app.regrade import put_in_force, rejudge

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        found = await rejudge(app, since, watch)
        _tell(found)
        if apply:
            print(words().commands.put_in_force(await put_in_force(app, found)))
        elif found:
            print(words().commands.NOTHING_STORED)
    return all(one.after is not None for one in found)
