"""`interviewer aim`: what a posting, a CV or a report of an interview is about, and which questions of the bank it asks."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import (
    WRONG_USAGE,
    fail,
    interview_bank,
    language,
    opened_database,
    run,
    settings,
    table,
    words,
)

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.values import NoticeContent
    from questions.aim.aimed import Aim
    from questions.documents.lines import TextDocument

STDIN = "-"


def aim(
    file: Annotated[
        str, typer.Argument(help="A posting, a CV or a report: .txt, .md, .html, .pdf, .docx; - is stdin.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Interviews and plans lean towards it from now on.")] = False,
    until: Annotated[str, typer.Option(help="The last day that it counts; the day of the plan unless told.")] = "",
    drop: Annotated[int, typer.Option(help="Remove what was kept under this number.")] = 0,
    company: Annotated[str, typer.Option(help="What members of one's groups were asked there instead.")] = "",
    person: Annotated[str, typer.Option(help="Whose aim this is.")] = "me",
) -> None:
    """What a posting, a CV or a report of an interview (面经) is about: topics by weight, and its questions in the bank.

    Without a file: what was kept.
    """
    if company:
        _print(run(_with(person, lambda app, chat: _at_company(app, chat, company, keep))))
        return
    if drop or not file:
        from app import aims
        from app.messages.aims import AimGone

        told = run(_with(person, lambda app, chat: aims.drop(app, chat, drop) if drop else aims.shown(app, chat)))
        if isinstance(told, AimGone):
            fail(words().commands.no_aim(drop))
        _print(told)
        return
    last = _day(until) if until else None
    from cli.commands.bank_view import curated_bank
    from questions.aim.aimed import aimed
    from questions.aim.profile import Profiler
    from questions.problem import FormatError

    try:
        document = _document(file)
    except FormatError as error:
        fail(str(error), WRONG_USAGE)
    found = aimed(document.lines, Profiler(curated_bank().bank.finder))
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    elif keep:
        _print(run(_with(person, lambda app, chat: _kept(app, chat, document, found, last))))
    else:
        _tell(found)


def _day(said: str) -> date:
    from app.days import day_in_words

    today = datetime.now(UTC).astimezone().date()
    day = day_in_words(said, today)
    if day is None:
        fail(words().commands.no_day("--until", said), WRONG_USAGE)
    if day < today:
        fail(words().administration.in_the_past(f"{day}"), WRONG_USAGE)
    return day


async def _kept(app: AppContext, chat: int, document: TextDocument, found: Aim, until: date | None) -> NoticeContent:
    from app import aims

    return await aims.kept(app, chat, "\n".join(line.text for line in document.lines), found, until)


async def _at_company(app: AppContext, chat: int, company: str, keep: bool) -> NoticeContent:
    """What was shared of a company; kept like a report of an interview where that is wished for."""
    from app import aims, debriefs

    asks = await debriefs.at_company(app, chat, company)
    if not keep or not asks.questions:
        return asks
    listed = (f"{number}. {one.text}" for number, one in enumerate(asks.questions, 1))
    text = "\n".join([f"{company} 面经", *listed])
    return await aims.kept(app, chat, text, await asyncio.to_thread(aims.analysed, app.bank, text), None)


async def _with(person: str, does: Callable[[AppContext, int], Awaitable[NoticeContent]]) -> NoticeContent:
    from app.context import opened
    from app.interviews import terminal
    from cli.commands.chat import zone

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        here = await terminal(app, person, language(), zone())
        return await does(app, here.id)


def _print(notice: NoticeContent) -> None:
    print(words().told(notice))


def _document(file: str) -> TextDocument:
    from questions.documents.apart import Apart
    from questions.documents.formats import LARGEST, READER, from_json
    from questions.regular import content

    data = sys.stdin.buffer.read(LARGEST + 1) if file == STDIN else content(Path(file), LARGEST)
    with Apart("questions.documents.formats") as apart:
        return from_json(apart.read(READER, data, file), file)


def _tell(found: Aim) -> None:
    from questions.topics import TOPICS

    say = words().bank
    names = {topic.id: topic.name.get(language()) for topic in TOPICS}
    print(say.AIM_KINDS[found.kind])
    table(*((f"{one.weight:4.0%}", one.topic, names.get(one.topic, "")) for one in found.topics))
    for one in found.questions:
        match = one.matched.match
        told = f"{match.id} ({one.matched.score:.0%})" if match else say.NOT_IN_BANK
        also = f", {say.also(', '.join(other.id for other in one.matched.also))}" if one.matched.also else ""
        print(f"{one.line.number:4} {one.text}\n     → {told}{also}")
    if not found.topics and not found.questions:
        print(say.NOTHING_AIMED, file=sys.stderr)
