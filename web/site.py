"""What every handler of the page works with, and the answers they give."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import web

from texts import catalogue
from web import render

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.values import NoticeContent
    from app.page import Visitor
    from questions.model import Language
    from texts.parts import Catalogue
    from web.connections import Live
    from web.door import Door

STATIC = files("web") / "static"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "txt": "text/plain"}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that serve the page. fallback: the language of whoever is not known. has_accounts: people sign in and out."""

    app: AppContext
    door: Door
    live: Live
    fallback: Language
    has_accounts: bool = False


SITE = web.AppKey("site", Site)
VISITOR: web.RequestKey[Visitor] = web.RequestKey("visitor", object)  # type: ignore[arg-type]  # the class is known to the type checker alone


def site(request: web.Request) -> Site:
    return request.config_dict[SITE]


def visitor(request: web.Request) -> Visitor:
    """Who sends this request; the door has let them in."""
    return request[VISITOR]


def words(request: web.Request) -> Catalogue:
    """What the page says to whoever sends this request."""
    known = request.get(VISITOR)
    return catalogue(known.person.preferences.language if known else site(request).fallback)


# -- pages -----------------------------------------------------------------------------------------------------------


def shown(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """A page in the language of whoever asks for it."""
    known = request.get(VISITOR)
    language = known.person.preferences.language if known else site(request).fallback
    say = catalogue(language)
    other = "en" if language == "zh" else "zh"
    named = (say.page.NAV_INTERVIEW, say.page.NAV_TODAY, say.page.NAV_REPORT, say.page.NAV_HISTORY)
    pages = list(zip(("/", "/today", "/report", "/history"), named, strict=True))
    if site(request).has_accounts:
        pages.append(("/account", say.page.NAV_ACCOUNT))
    common = {"say": say, "language": language, "other_language": other, "here": request.path, "pages": pages}
    html = render.page(template, **common, file=address, **values)
    return web.Response(text=html, content_type="text/html", status=status)


def done(request: web.Request, told: NoticeContent | str | None = None, *, status: int = 200) -> web.Response:
    """What became of a request that changes something: a word over the page, or, without a script, the page again."""
    said = told if isinstance(told, str) else words(request).told(told) if told is not None else ""
    if request.headers.get("HX-Request") != "true":
        return web.Response(status=303, headers={"Location": "/"})
    headers = {"HX-Trigger": json.dumps({"toast": said})} if said else {}
    return web.Response(status=status, headers=headers)


# -- files -----------------------------------------------------------------------------------------------------------


@cache
def _file(name: str) -> tuple[bytes, str] | None:
    """The content and the digest of one of the page's files; None for a name that is none."""
    here = STATIC.joinpath(*name.split("/"))
    if name not in names() or not here.is_file():
        return None
    content = here.read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


@cache
def names() -> frozenset[str]:
    """The files there are to serve."""
    own = [one.name for one in STATIC.iterdir() if one.is_file()]
    bundled = [f"vendor/{one.name}" for one in (STATIC / "vendor").iterdir()]
    return frozenset((*own, *bundled))


def address(name: str) -> str:
    """Where a file is served: another address as soon as it changes."""
    found = _file(name)
    assert found is not None, name
    return f"/static/{name}?v={found[1]}"


async def static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    found = _file(name) if name in names() else None
    if found is None:
        return web.Response(status=404)
    kept = f"public, max-age={YEAR}, immutable" if request.query.get("v") == found[1] else "no-cache"
    response = web.Response(body=found[0], content_type=TYPES[name.rpartition(".")[2]], charset="utf-8")
    response.headers["Cache-Control"] = kept
    response.enable_compression()
    return response
