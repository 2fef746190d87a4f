"""`interviewer drills`: whose drill came when and what became of it, and one round of planning without the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands import completing
from cli.commands.options import DryRun, Json, tell_done, tell_json
from cli.commands.pager import show as show_lines
from cli.commands.startup import interview_bank, lined_up, opened_database, run, settings, words

if TYPE_CHECKING:
    from storage.drills import Drill

app = typer.Typer(no_args_is_help=True)
AT_A_TIME = 200


@app.command("list")
def list_(
    person: Annotated[
        str,
        typer.Option(
            help="Only this person: a name, a Telegram number, or # and our number.", autocompletion=completing.people
        ),
    ] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 30,
    as_json: Json = False,
) -> None:
    """List drills: local day, hour, person, and what became of them."""
    rows, say = run(_listed(person, limit)), words().administration
    if as_json:
        tell_json([{"day": d.local_day, "due_at": d.due_at, "state": d.state.value, "name": name} for d, name in rows])
        return
    if not rows:
        print(say.NO_DRILLS)
        return
    states = say.DRILL_STATES
    show_lines(
        lined_up(*[(f"{d.local_day}", f"{d.due_at:%H:%M} UTC", states[d.state.value], name) for d, name in rows])
    )


async def _listed(called: str, limit: int) -> list[tuple[Drill, str]]:
    from app.drills import listed

    async with opened_database() as db:
        return await listed(db, called, limit)


@app.command("run-due")
def run_due(dry_run: DryRun = False) -> None:
    """Plan and offer every drill that is due now, once; the offers wait in the outbox for `interviewer bot` or `worker`."""
    planned, offered = run(_run_due(dry_run))
    tell_done(words().administration.drills_planned(planned, offered), dry_run)


async def _run_due(dry_run: bool) -> tuple[int, int]:
    from app.context import opened
    from app.drills import offer_due, plan

    async with opened_database(dry_run=dry_run) as db, opened(settings(), db, interview_bank()) as app:
        planned, offered = await plan(db, app.now()), 0
        while found := await offer_due(app, AT_A_TIME):
            offered += found
            if dry_run:  # what is taken back would be found for ever
                break
        return planned, offered
