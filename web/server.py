"""The routes of the page, and the order in which a request passes the door."""

from __future__ import annotations

import structlog
from aiohttp import web

from app import page
from questions.errors import InterviewerError
from storage.errors import StorageError
from web import actions, hosted, live, pages, render, talks
from web.door import FILES, Closed, Handler
from web.site import SITE, VISITOR, Site, done, shown, site, static, visitor, words

BODY_AT_MOST = 512 * 1024  # bytes; the longest answer is 100,000 characters
log = structlog.get_logger()


def application(here: Site) -> web.Application:
    """The web application of one process."""
    made = web.Application(middlewares=[told, guarded], client_max_size=BODY_AT_MOST)
    made[SITE] = here
    made.on_response_prepare.append(with_headers)
    if here.has_accounts:
        made.add_routes(hosted.ROUTES)
    made.add_routes(ROUTES)
    return made


# -- the door --------------------------------------------------------------------------------------------------------


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What goes wrong in words that a person reads; nothing of it names what the program holds."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status == 404:
            return missing(request)
        say = words(request).page
        if error.status == 429:
            return shown(request, "closed.html.j2", title=say.CLOSED_TITLE, told=say.TOO_OFTEN, back=True, status=429)
        if error.status in (405, 413):
            return done(request, say.TOO_LONG if error.status == 413 else say.WENT_WRONG, status=error.status)
        raise
    except (StorageError, InterviewerError) as error:
        log.warning("a request of the page failed", path=request.path, why=str(error))
    except Exception:
        log.exception("a request of the page failed", path=request.path)
    return done(request, words(request).page.WENT_WRONG, status=503)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets in who is known; the page's files are for everybody who names it rightly."""
    here = site(request)
    if (why := here.door.closed(request)) is not None:
        return closed(request, why)
    if request.path.startswith(FILES):
        return await handler(request)
    if (let_in := await here.door.enter(request)) is not None:
        return let_in
    person = await here.door.person(request)
    found = await page.visit(here.app, person) if person is not None else None
    if found is None:
        return closed(request, Closed.STRANGER)
    request[VISITOR] = found
    response = await handler(request)
    if not response.prepared:
        await here.door.renew(request, response)
    return response


async def with_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal before every response: what the browser may do with it."""
    response.headers.update(site(request).door.headers)
    response.headers.setdefault("Cache-Control", "no-store")


def closed(request: web.Request, why: Closed) -> web.Response:
    """Why this request is refused, in words."""
    say = words(request).page
    reasons = {Closed.HOST: say.CLOSED_HOST, Closed.ORIGIN: say.CLOSED_ORIGIN, Closed.STRANGER: say.CLOSED_STRANGER}
    return shown(request, "closed.html.j2", title=say.CLOSED_TITLE, told=reasons[why], back=False, status=403)


def missing(request: web.Request) -> web.Response:
    say = words(request).page
    return shown(request, "closed.html.j2", title=say.MISSING_TITLE, told="", back=True, status=404)


# -- pages -----------------------------------------------------------------------------------------------------------


async def talk(request: web.Request) -> web.Response:
    """The interview."""
    app, here = site(request).app, visitor(request)
    found = await page.recalled(app, here.chat.id)
    return shown(
        request,
        "talk.html.j2",
        cards=render.cards(found),
        state=talks.dock(found, words(request)),
        choices=await talks.choices(app, here),
    )


ROUTES = [
    web.get("/", talk),
    web.get("/live", live.stream),
    web.post("/answer", actions.answer),
    web.get("/code", actions.code),
    web.post("/code", actions.hand_in),
    web.post("/language", actions.language),
    web.post("/do/{verb}", actions.act),
    web.get("/today", pages.today),
    web.post("/today/{what}", pages.settle),
    web.get("/report", pages.report),
    web.get("/history", pages.history),
    web.get("/history/{id}", pages.past),
    web.get("/export/{name}", pages.export),
    web.get("/static/{name:.+}", static),
]
