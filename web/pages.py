"""What stands beside the interview: today's drill and the plan, the report, what was, and all of it to take along."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

from aiohttp import web
from pydantic import Field

from app import chats, drill_settings, drills, interviews, learner, page, personal_data, progress, study_plan
from app.messages.drills import DrillNotice
from app.messages.settings import HistoryListed, PastInterview
from app.messages.values import Notice
from reports import html, sections
from texts import catalogue, messages
from web import render
from web.actions import Form, Key, read
from web.site import done, shown, site, visitor, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.progress import Facts
    from texts.parts import Catalogue
LISTED = 30  # interviews of a page
WEAKEST = 50  # points


# -- today -----------------------------------------------------------------------------------------------------------


class SaidForm(Form):
    """A day, a time or a number, as people write it."""

    said: Annotated[str, Field(max_length=60)] = ""


class DrillForm(Form):
    key: Key


async def today(request: web.Request) -> web.Response:
    """What is due, when drills come, and how the plan stands."""
    app, here, say = site(request).app, visitor(request), words(request)
    found = await page.today(app, here.person)
    wishes = here.person.preferences
    return shown(
        request,
        "today.html.j2",
        due=say.page.due(found.points, found.minutes) if found.points else say.page.DRILL_NONE,
        key=render.once(),
        at=f"{wishes.drill_at:%H:%M}" if wishes.drill_at else "",
        zone=wishes.zone,
        minutes=wishes.minutes,
        plan=say.told(found.plan) if found.plan is not None else "",
        day=found.plan.day.isoformat() if found.plan is not None else "",
    )


async def settle(request: web.Request) -> web.Response:
    """Starts the drill, or keeps a wish for drills and the plan; what is said to it is a word over the page."""
    does = SETTLES.get(request.match_info["what"])
    if does is None:
        raise web.HTTPNotFound
    return await does(request)


async def _drill(request: web.Request) -> web.Response:
    form = await read(request, DrillForm)
    if form is None:
        return done(request, words(request).page.WENT_WRONG, status=400)
    app, chat = site(request).app, visitor(request).chat.id
    await drills.start_now(app, chat, source=f"web:drill:{form.key}")
    site(request).live.changed(chat)
    if await interviews.unfinished(app, chat) is not None:
        return web.Response(headers={"HX-Redirect": "/"})
    last = await chats.last_said(app, chat)
    told = messages.told(last.message) if last is not None and isinstance(last.message, Notice) else ""
    return done(request, told if last is not None and _is_drill(last.message) else "")


def _is_drill(message: object) -> bool:
    return isinstance(message, Notice) and isinstance(message.content, DrillNotice)


def _command(named: str, command: Callable[..., Awaitable[object]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What a command of the chat does with what was typed behind it."""

    async def does(request: web.Request) -> web.Response:
        form = await read(request, SaidForm)
        if form is None:
            return done(request, words(request).page.WENT_WRONG, status=400)
        app, chat = site(request).app, visitor(request).chat.id
        await command(app, chat, f"{named} {form.said}".strip())
        last = await chats.last_said(app, chat)
        told = messages.told(last.message) if last is not None and isinstance(last.message, Notice) else ""
        response = done(request, told)
        response.headers["HX-Refresh" if form.said == "off" else "HX-Reswap"] = "true" if form.said == "off" else "none"
        return response

    return does


SETTLES: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {
    "drill": _drill,
    "at": _command("", drill_settings.command),
    "minutes": _command("minutes", drill_settings.command),
    "plan": _command("", study_plan.command),
}


# -- the report ------------------------------------------------------------------------------------------------------


async def _facts(request: web.Request) -> Facts:
    here = visitor(request)
    return await progress.of_person(site(request).app, here.person, here.person.preferences.language)


async def report(request: web.Request) -> web.Response:
    """How somebody stands, with figures that tell their numbers under the pointer."""
    facts = await _facts(request)
    return shown(
        request,
        "report.html.j2",
        title=sections.title(facts),
        panels=await asyncio.to_thread(html.panels, facts, quotes=True),
        report_words=words(request).report,
    )


# -- what was --------------------------------------------------------------------------------------------------------


async def history(request: web.Request) -> web.Response:
    """The interviews, the latest first."""
    asked = request.query.get("skip", "0")
    skip = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    here, say = visitor(request), words(request)
    held = await personal_data.history(site(request).app, here.person.id, limit=LISTED + 1, skip=skip)
    zone = learner.zone_of(here.person)
    lines = [
        (one.id, _named(PastInterview(one.started_at.astimezone(zone), one.kind, one.asked, one.questions), say))
        for one in held[:LISTED]
    ]
    older = skip + LISTED if len(held) > LISTED else 0
    return shown(request, "history.html.j2", lines=lines, older=older)


def _named(past: PastInterview, say: Catalogue) -> str:
    """An interview in the words of a list of one."""
    return say.told(HistoryListed((past,))).rpartition("\n")[2]


async def past(request: web.Request) -> web.Response:
    """One interview: every question that is through, with the answers to it and what became of them."""
    found = await personal_data.interview_of(site(request).app, visitor(request).person.id, request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    return shown(
        request,
        "past.html.j2",
        turns=list(render.debriefed(found, acts=False)),
        spoken=catalogue(found.language),
        open=found.current is not None,
    )


# -- to take along ---------------------------------------------------------------------------------------------------


async def export(request: web.Request) -> web.Response:
    """A file of what the command line exports, too."""
    make = EXPORTS.get(request.match_info["name"])
    if make is None:
        raise web.HTTPNotFound
    content = await make(request)
    data = content.encode() if isinstance(content, str) else content
    name = request.match_info["name"]
    return web.Response(
        body=data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="interviewer-{name}"'},
    )


async def _all(request: web.Request) -> str:
    held = await personal_data.export(site(request).app, visitor(request).person.id)
    return json.dumps(held, ensure_ascii=False, indent=2)


async def _html(request: web.Request) -> str:
    return html.page(await _facts(request), quotes=True)


async def _png(request: web.Request) -> bytes:
    from reports.plots import picture

    return await asyncio.to_thread(picture, await _facts(request))


async def _json(request: web.Request) -> str:
    from reports.tables import as_json

    return as_json(await _facts(request), quotes=True)


async def _csv(request: web.Request) -> str:
    from reports.tables import missed_csv

    app, facts = site(request).app, await _facts(request)
    return missed_csv(facts, await progress.all_missed(app.db, app.bank, facts), quotes=True)


async def _anki(request: web.Request) -> str:
    from reports.anki import anki

    app, facts = site(request).app, await _facts(request)
    missed = await progress.all_missed(app.db, app.bank, facts)
    return anki(facts, [weak for _, weak in missed], app.bank, quotes=True)


EXPORTS: dict[str, Callable[[web.Request], Awaitable[str | bytes]]] = {
    "report.html": _html,
    "progress.png": _png,
    "report.json": _json,
    "missed.csv": _csv,
    "missed-anki.txt": _anki,
    "everything.json": _all,
}
