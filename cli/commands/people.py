"""`interviewer people`: who is there, who is kept out, invitations, what is assigned, and everybody's right to their own data."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.commands import completing
from cli.commands.options import DryRun, FormatOption, Json, tell_done, tell_json
from cli.commands.pager import show as show_lines
from cli.commands.startup import (
    WRONG_USAGE,
    fail,
    language,
    lined_up,
    one_of,
    opened_database,
    packaged_bank,
    put_out,
    run,
    settings,
    table,
    words,
)

if TYPE_CHECKING:
    from app.roster import Invitation
    from interview.steps import BrierScore

app = typer.Typer(no_args_is_help=True)
Called = Annotated[
    str, typer.Argument(help="A name, a Telegram number, or # and our number.", autocompletion=completing.people)
]
GroupOption = Annotated[
    str, typer.Option("--group", help="A study group by its name.", autocompletion=completing.groups)
]
GROUP_NAME_AT_MOST = 128


# -- who is there ----------------------------------------------------------------------------------------------------


@app.command("list")
def list_(
    group: GroupOption = "",
    form: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """List people: number, name, Telegram number, access, groups, answers, the day of the last one."""
    one_of(form, "text", "json")
    found = run(_listed(group))
    if as_json or form == "json":
        tell_json(found)
        return
    if found:
        show_lines(lined_up(*map(_in_columns, found)))
    print(words().administration.people(len(found)), file=sys.stderr)


def _in_columns(one: dict[str, Any]) -> tuple[str, ...]:
    say = words().administration
    where, last = one["telegram"] or say.TERMINAL, (one["last_answer_at"] or say.NEVER)[:10]
    groups = ", ".join(one["groups"]) or "-"
    return f"#{one['number']}", one["name"], str(where), say.ACCESS[one["access"]], groups, str(one["answers"]), last


async def _listed(group: str) -> list[dict[str, Any]]:
    from app import roster

    async with opened_database() as db:
        return await roster.listed(db, group)


@app.command()
def show(person: Called, as_json: Json = False) -> None:
    """One person: settings, groups, what is assigned; no answers."""
    told, assigned = run(_shown(person))
    if as_json:
        tell_json(told | {"assigned": assigned})
        return
    say = words().administration
    rows = [(say.LABELS[name], ", ".join(value) if isinstance(value, list) else value) for name, value in told.items()]
    rows += [(say.ASSIGNED, line) for line in assigned]
    table(*[(label, "-" if value in (None, "") else str(value)) for label, value in rows])


async def _shown(called: str) -> tuple[dict[str, Any], list[str]]:
    from app import roster

    async with opened_database() as db:
        person, told, assigned = await roster.one(db, called)
    wishes, say = person.preferences, words().administration
    drill = say.minutes(f"{wishes.drill_at:%H:%M}", wishes.minutes) if wishes.drill_at else say.OFF
    quiet = f"{wishes.quiet.start:%H:%M}-{wishes.quiet.end:%H:%M}" if wishes.quiet else None
    told |= {"mode": wishes.mode.value, "drill": drill, "quiet_hours": quiet}
    return told, [say.assignment(a.topic, f"{a.by_day}", a.questions, a.id) for a in assigned]


# -- who is kept out -------------------------------------------------------------------------------------------------


@app.command()
def block(person: Called, dry_run: DryRun = False) -> None:
    """Keep a person out of the bot: whatever they send, they read one line that says so. What is stored stays."""
    tell_done(words().administration.blocked(run(_barred(person, True, dry_run))), dry_run)


@app.command()
def unblock(person: Called, dry_run: DryRun = False) -> None:
    """Let a blocked person in again, as if they had been invited."""
    tell_done(words().administration.let_in(run(_barred(person, False, dry_run))), dry_run)


async def _barred(called: str, out: bool, dry_run: bool) -> str:
    """The name and number of the person who is kept out, or let in again."""
    from app import roster

    async with opened_database(dry_run=dry_run) as db:
        person = await roster.bar(db, called, out=out)
    return f"{person.name} (#{person.id})"


# -- groups ----------------------------------------------------------------------------------------------------------


@app.command()
def invite(
    group: GroupOption = "",
    uses: Annotated[int | None, typer.Option(min=1, help="How many people may use it; any number unless told.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days it holds.")] = 30,
    dry_run: DryRun = False,
) -> None:
    """Print a link that lets people in, and into a group; the group is made on first use."""
    name, say = " ".join(group.split()), words().administration
    if len(name) > GROUP_NAME_AT_MOST:
        fail(say.group_name_too_long(GROUP_NAME_AT_MOST), WRONG_USAGE)
    invitation = run(_invited(name, uses, days, dry_run))
    who = say.usable_by(uses) if uses else say.ANY_NUMBER
    if dry_run:
        tell_done(say.holds_for(who, name, days), dry_run)
        return
    print(_link(invitation.token))
    print(say.holds_for(who, name, days), file=sys.stderr)
    if invitation.first and not settings().allowed_users:
        print(say.FIRST_INVITATION, file=sys.stderr)


async def _invited(name: str, uses: int | None, days: int, dry_run: bool) -> Invitation:
    from app import roster

    async with opened_database(dry_run=dry_run) as db:
        holds, was_open = timedelta(days=days), not settings().allowed_users
        return await roster.invite(db, name, uses, holds, datetime.now(UTC), was_open=was_open)


def _link(token: str) -> str:
    """The link to the bot, or the words to send it where its name cannot be asked for."""
    bot = _bot_name()
    return f"https://t.me/{bot}?start={token}" if bot else f"/start {token}"


def _bot_name() -> str:
    import httpx

    token, api = settings().telegram_token.get_secret_value(), settings().telegram_api_url
    if not token:
        print(words().administration.SEND_THIS, file=sys.stderr)
        return ""
    try:
        told = httpx.get(f"{api}/bot{token}/getMe", timeout=10).json()
        return str(told["result"]["username"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        print(words().administration.bot_not_named(api), file=sys.stderr)
        return ""


@app.command()
def link(
    name: Annotated[
        str,
        typer.Argument(
            help="Whose it is: a name, a Telegram number, # and our number, or somebody new.",
            autocompletion=completing.people,
        ),
    ],
    days: Annotated[int, typer.Option(min=1, max=90, help="How many days the link holds.")] = 7,
) -> None:
    """Print a link that signs one person in to the page, once; they may come in without Telegram."""
    if not settings().web_url:
        fail(words().page.NEEDS_WEB_LISTEN, WRONG_USAGE)
    print(f"{settings().web_url}/link/{run(_page_link(name, days))}")


async def _page_link(name: str, days: int) -> str:
    from app import entry

    async with opened_database() as db:
        return await entry.link_for_name(db, name, language(), datetime.now(UTC), timedelta(days=days))


@app.command()
def assign(
    topic: Annotated[
        str, typer.Option(help="A topic by id or name, in either language.", autocompletion=completing.topics)
    ] = "",
    by: Annotated[str, typer.Option(help="The last day: 2026-12-24, Dec 24, next Friday.")] = "",
    group: GroupOption = "",
    person: Annotated[str, typer.Option(help="One person instead of a group.", autocompletion=completing.people)] = "",
    withdraw: Annotated[int | None, typer.Option(help="Take back the assignment with this number.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Ask a group, or one person, to work a topic through by a day; they are told at once."""
    say = words().administration
    if withdraw is not None:
        if not run(_withdrawn(withdraw, dry_run)):
            fail(say.no_assignment(withdraw))
        tell_done(say.withdrawn(withdraw), dry_run)
        return
    if bool(group) == bool(person) or not topic or not by:
        fail(say.ASSIGN_NEEDS, WRONG_USAGE)
    number, told = run(_assigned(_topic(topic), _day(by), group, person, dry_run))
    tell_done(say.assigned(number, told), dry_run)


def _topic(name: str) -> str:
    found = packaged_bank().find_topic(name)
    if found is None:
        from questions.bank import suggest

        fail(words().commands.no_topic(name, ", ".join(suggest(name))), WRONG_USAGE)
    return found


def _day(text: str) -> date:
    from app.days import day_in_words

    today = datetime.now(UTC).astimezone().date()
    day = day_in_words(text, today)
    if day is None:
        fail(words().commands.no_day("--by", text), WRONG_USAGE)
    if day < today:
        fail(words().administration.in_the_past(f"{day}"), WRONG_USAGE)
    return day


async def _assigned(topic: str, day: date, group: str, person: str, dry_run: bool) -> tuple[int, int]:
    from app import roster

    async with opened_database(dry_run=dry_run) as db:
        return await roster.assign_topic(db, topic, day, datetime.now(UTC), group=group, person=person)


async def _withdrawn(number: int, dry_run: bool) -> bool:
    from app import roster

    async with opened_database(dry_run=dry_run) as db:
        return await roster.withdraw(db, number)


# -- their data ------------------------------------------------------------------------------------------------------


@app.command()
def export(
    person: Called,
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output unless told.")] = None,
) -> None:
    """Everything stored of a person as JSON, answers included: to be handed to them."""
    put_out(json.dumps(run(_exported(person)), ensure_ascii=False, indent=1, default=str) + "\n", output)


async def _exported(called: str) -> dict[str, Any]:
    from app import roster

    async with opened_database() as db:
        return await roster.export(db, called)


@app.command()
def given(
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output unless told.")] = None,
) -> None:
    """The answers that people gave for labelling, as JSON lines without names, for `interviewer label`."""
    lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in run(_given())]
    put_out("".join(lines), output)


async def _given() -> list[dict[str, Any]]:
    from app import giving
    from cli.commands.startup import interview_bank

    async with opened_database() as db:
        return await giving.exported(db, interview_bank())


@app.command()
def predictions(form: Annotated[str, typer.Option("--format", help="text or json.")] = "text") -> None:
    """How good the weekly reports' predictions were for interviews that are over: Brier score and calibration."""
    from dataclasses import asdict

    one_of(form, "text", "json")
    found, unseen = run(_predictions())
    if form == "json":
        print(json.dumps({"score": asdict(found) if found else None, "not_asked": unseen}, indent=1))
        return
    say = words().administration
    if found is None:
        print(say.no_predictions(unseen))
        return
    print(say.predictions(found.n, found.brier, found.base, unseen))
    table(*((f"{one.n}", f"{one.chance:.0%}", f"{one.stood:.0%}") for one in found.bins))


async def _predictions() -> tuple[BrierScore | None, int]:
    from app import steps

    async with opened_database() as db:
        return await steps.predictions(db, datetime.now(UTC))


@app.command()
def forget(
    person: Called,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Delete a person and everything of theirs, for good."""
    (number, name), say = run(_found(person)), words().administration
    if not (yes or dry_run):
        if not sys.stdin.isatty():
            fail(say.forget_needs_yes(name, number), WRONG_USAGE)
        typer.confirm(say.forget_really(name, number), abort=True)
    if not run(_forgotten(number, dry_run)):
        fail(say.gone_already(name, number))
    tell_done(say.forgotten(name, number), dry_run)


async def _found(called: str) -> tuple[int, str]:
    from app import roster

    async with opened_database() as db:
        found = await roster.called(db, called)
    return found.id, found.name


async def _forgotten(number: int, dry_run: bool) -> bool:
    from app import roster

    async with opened_database(dry_run=dry_run) as db:
        return await roster.forget(db, number)
