"""Who may come in: requests of this page alone, by somebody who is known. What a browser may do with the page.

Any web site can make a browser send requests to a port of its own machine, under any name (DNS rebinding). So the name in
`Host` must be ours, a request that changes something must come from our own page by `Origin`, and everything but the files
needs the cookie that the address with the key sets.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Protocol

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEY = "key"  # parameter of the first address
SAFE_METHODS = ("GET", "HEAD")
FILES = "/static/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # under "no-referrer" browsers send forms with the Origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Closed(StrEnum):
    """Why somebody does not come in."""

    HOST = "host"  # another name than ours
    ORIGIN = "origin"  # sent by another page
    STRANGER = "stranger"  # nobody known


class Door(Protocol):
    """Who somebody is, by their request."""

    def closed(self, request: web.Request) -> Closed | None:
        """Why this request is refused whoever sends it; None when it is not."""

    async def person(self, request: web.Request) -> int | None:
        """The number of whoever sends it; None for a stranger."""

    async def enter(self, request: web.Request) -> web.Response | None:
        """Lets somebody in who brings what it takes, or shows them how; None for any other request."""

    async def renew(self, request: web.Request, response: web.StreamResponse) -> None:
        """Gives somebody who is in what they need to stay."""

    @property
    def headers(self) -> dict[str, str]:
        """What a browser may do with every response."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a port at this host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class HomeDoor:
    """One person at this machine, known by the key in the address that the program opened.

    me: their number. port: where the page is served.
    """

    me: int
    host: str
    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def names(self) -> frozenset[str]:
        """What `Host` may say."""
        hosts = ("localhost", "127.0.0.1", "[::1]", f"[{self.host}]" if ":" in self.host else self.host)
        return frozenset(f"{host}:{self.port}" for host in hosts)

    @property
    def address(self) -> str:
        """The address to be opened, with the key."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/?{KEY}={self.key}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers send cookies to every port of a host."""
        return f"interviewer-{self.port}"

    def closed(self, request: web.Request) -> Closed | None:
        if request.host.lower() not in self.names:
            return Closed.HOST
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        own = request.headers.get("Origin") == f"http://{request.host}" and site == "same-origin"
        return None if request.method in SAFE_METHODS or own else Closed.ORIGIN

    async def person(self, request: web.Request) -> int | None:
        return self.me if self._is_key(request.cookies.get(self.cookie, "")) else None

    async def enter(self, request: web.Request) -> web.Response | None:
        if request.method != "GET" or not self._is_key(request.query.get(KEY, "")):
            return None
        let_in = web.Response(status=303, headers={"Location": request.path})
        let_in.set_cookie(self.cookie, self.key, httponly=True, samesite="Strict", path="/")
        return let_in

    async def renew(self, request: web.Request, response: web.StreamResponse) -> None:
        """The key holds as long as the program runs."""

    @property
    def headers(self) -> dict[str, str]:
        return HEADERS

    def _is_key(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self.key.encode())
