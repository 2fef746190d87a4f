"""The door of a hosted page: who signed in comes in. Links are spent by a button, never by looking at them.

Inside Telegram's own page ours stands in a frame, where a browser sends no cookie that is not meant for other sites; so the
cookie is, and every request that changes something must come from our own page by `Origin`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import Field

from app import entry
from app.context import AppContext
from texts import language_of
from web.actions import Form, read
from web.door import HEADERS, POLICY, SAFE_METHODS, Closed, is_loopback
from web.limits import PerMinute
from web.site import shown, site, visitor, words

ENTER, LINK, TELEGRAM, CODE = "/enter", "/link/", "/enter/telegram", "/enter/code"
FRAMES = "https://web.telegram.org"
SIGN_INS, SIGN_INS_IN_ALL, DONE = 20, 600, 300  # a minute: of one address, of all, and what one person does
MONTH = 30 * 24 * 3600
HOSTED_HEADERS = {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"} | {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {FRAMES}"),
}


class LinkForm(Form):
    token: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{32}$")]


class CodeForm(Form):
    code: Annotated[str, Field(max_length=64)]


class TelegramForm(Form):
    data: Annotated[str, Field(max_length=entry.DATA_AT_MOST)]


@dataclass(frozen=True, slots=True)
class HostedDoor:
    """People who signed in, at the page's public address `url`, such as https://interview.example.org."""

    app: AppContext
    url: str
    _sign_ins: PerMinute = field(default_factory=lambda: PerMinute(SIGN_INS))
    _all_sign_ins: PerMinute = field(default_factory=lambda: PerMinute(SIGN_INS_IN_ALL))
    _done: PerMinute = field(default_factory=lambda: PerMinute(DONE))

    @property
    def is_secure(self) -> bool:
        return self.url.startswith("https://")

    @property
    def cookie(self) -> str:
        """A name that no other host can set where browsers hold to it."""
        return "__Host-interviewer" if self.is_secure else "interviewer"

    @property
    def headers(self) -> dict[str, str]:
        return HOSTED_HEADERS | ({"Strict-Transport-Security": f"max-age={MONTH}"} if self.is_secure else {})

    def closed(self, request: web.Request) -> Closed | None:
        if request.host.lower() != urlsplit(self.url).netloc.lower():
            return Closed.HOST
        site_is = request.headers.get("Sec-Fetch-Site", "same-origin")
        own = request.headers.get("Origin") == self.url and site_is == "same-origin"
        return None if request.method in SAFE_METHODS or own else Closed.ORIGIN

    async def person(self, request: web.Request) -> int | None:
        found = await entry.session(self.app, request.cookies.get(self.cookie, ""))
        if found is None:
            return None
        if request.method not in SAFE_METHODS and not self._done.allows(str(found.person)):
            raise web.HTTPTooManyRequests
        return found.person

    async def enter(self, request: web.Request) -> web.Response | None:
        """The pages and forms for whoever is not in yet; a stranger who asks for another page is led there."""
        path = request.path
        if request.method == "POST" and path in (ENTER, TELEGRAM, CODE):
            return await self._signed_in(request)
        if request.method == "GET" and path.startswith(LINK):
            return shown(request, "link.html.j2", token=path.removeprefix(LINK)[:64])
        if request.method == "GET" and path == ENTER:
            return shown(request, "enter.html.j2", failed="")
        is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if is_page and await self.person(request) is None:
            return web.Response(status=303, headers={"Location": ENTER})
        return None

    async def _signed_in(self, request: web.Request) -> web.Response:
        """A session for whoever shows what it takes; why not, in words, for anybody else."""
        if not (self._sign_ins.allows(remote(request)) and self._all_sign_ins.allows("")):
            raise web.HTTPTooManyRequests
        session = await self._session(request)
        if session is None:
            return shown(request, "enter.html.j2", failed=words(request).page.NOT_IN, status=403)
        let_in = web.Response(status=303, headers={"Location": "/"})
        self._hand(let_in, session)
        return let_in

    async def _session(self, request: web.Request) -> str | None:
        if request.path == ENTER:
            link = await read(request, LinkForm)
            return await entry.by_link(self.app, link.token) if link else None
        if request.path == CODE:
            code = await read(request, CodeForm)
            return await entry.by_code(self.app, code.code) if code else None
        told = await read(request, TelegramForm)
        return await entry.by_telegram(self.app, told.data, language_of) if told else None

    def _hand(self, response: web.StreamResponse, session: str) -> None:
        response.set_cookie(
            self.cookie,
            session,
            max_age=MONTH,
            httponly=True,
            path="/",
            secure=self.is_secure,
            samesite="None" if self.is_secure else "Lax",
        )

    async def renew(self, request: web.Request, response: web.StreamResponse) -> None:
        """Puts a new session in the place of one that is a day old."""
        shown_session = request.cookies.get(self.cookie, "")
        if request.method != "GET" or response.status != 200:
            return
        found = await entry.session(self.app, shown_session)
        if found is not None and found.is_old and (new := await entry.rotate(self.app, shown_session)) is not None:
            self._hand(response, new)


def remote(request: web.Request) -> str:
    """Where a request comes from: what a proxy on this machine says, else whoever is connected."""
    connected = request.remote or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded[:64] if forwarded and is_loopback(connected) else connected


# -- for those who are in --------------------------------------------------------------------------------------------


def _door(request: web.Request) -> HostedDoor:
    door = site(request).door
    assert isinstance(door, HostedDoor)
    return door


async def account(request: web.Request) -> web.Response:
    """Signing out, and a code to come in again."""
    return shown(request, "account.html.j2", code="")


async def new_code(request: web.Request) -> web.Response:
    """A re-entry code, shown this once."""
    code = await entry.new_code(site(request).app, visitor(request).person.id)
    return shown(request, "account.html.j2", code=code)


async def sign_out(request: web.Request) -> web.Response:
    door = _door(request)
    await entry.sign_out(door.app, request.cookies.get(door.cookie, ""))
    return _left(door)


async def sign_out_everywhere(request: web.Request) -> web.Response:
    door = _door(request)
    await entry.sign_out_everywhere(door.app, visitor(request).person.id)
    return _left(door)


def _left(door: HostedDoor) -> web.Response:
    response = web.Response(status=303, headers={"Location": ENTER})
    response.del_cookie(door.cookie, path="/", secure=door.is_secure, httponly=True)
    return response


ROUTES = [
    web.get("/account", account),
    web.post("/account/code", new_code),
    web.post("/account/leave", sign_out),
    web.post("/account/leave-everywhere", sign_out_everywhere),
]
