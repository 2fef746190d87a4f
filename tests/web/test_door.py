"""Who comes in at home: the browser that was opened, and no other page, name or port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from app.supervisor import WrongUseError
from storage.database import Database
from testing.browsing import Home, at_home
from web import server
from web.door import HEADERS, is_loopback
from web.service import home as serve_home
from web.site import names


@pytest.fixture
async def home(file_db: Database) -> AsyncIterator[Home]:
    async with at_home(file_db, works=False) as served:
        yield served


@pytest.fixture
async def stranger(home: Home) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=home.origin, trust_env=False) as client:
        yield client


@pytest.fixture
async def owner(home: Home) -> AsyncIterator[httpx.AsyncClient]:
    """The browser that was opened."""
    async with httpx.AsyncClient(base_url=home.origin, trust_env=False) as client:
        assert (await client.get("/", params={"key": home.door.key})).status_code == 303
        yield client


def own(home: Home) -> dict[str, str]:
    return {"Origin": home.origin, "HX-Request": "true"}


def routes() -> list[tuple[str, str]]:
    """Every route with its method, files excepted."""
    found = [(route.method, route.path.replace("{verb}", "hint")) for route in server.ROUTES]
    assert ("GET", "/live") in found and ("POST", "/do/hint") in found
    return [(method, path) for method, path in found if not path.startswith("/static")]


async def test_the_key_is_taken_out_of_the_address(home: Home, stranger: httpx.AsyncClient) -> None:
    let_in = await stranger.get("/", params={"key": home.door.key})
    assert (let_in.status_code, let_in.headers["Location"]) == (303, "/")
    cookie = let_in.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert (await stranger.get("/")).status_code == 200


@pytest.mark.parametrize("key", ["", "wrong", "\ud83d", "x" * 5000])
async def test_another_key_opens_nothing(home: Home, stranger: httpx.AsyncClient, key: str) -> None:
    asked = await stranger.get("/", params={"key": key.encode("utf-8", "replace").decode()})
    assert asked.status_code == 403
    assert "Set-Cookie" not in asked.headers


async def test_no_route_answers_a_stranger(home: Home, stranger: httpx.AsyncClient) -> None:
    for method, path in routes():
        asked = await stranger.request(method, path, headers=own(home))
        assert asked.status_code == 403, (method, path)


async def test_another_name_is_refused_also_with_the_cookie(home: Home, owner: httpx.AsyncClient) -> None:
    """A site whose name leads to this machine (DNS rebinding) would have the browser ask for itself."""
    for name in (
        "evil.example",
        f"evil.example:{home.door.port}",
        "127.0.0.1",
        f"127.0.0.1.nip.example:{home.door.port}",
    ):
        for method, path in (*routes(), ("GET", "/static/page.css")):
            asked = await owner.request(method, path, headers=own(home) | {"Host": name})
            assert asked.status_code == 403, (name, method, path)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_nothing_is_done_for_another_page(home: Home, owner: httpx.AsyncClient, headers: dict[str, str]) -> None:
    sent = {name: value.replace("{port}", str(home.door.port)) for name, value in headers.items()}
    for method, path in routes():
        if method == "POST":
            assert (await owner.post(path, headers=sent)).status_code == 403, path
    assert (await owner.post("/do/begin", headers=own(home), data={"key": "0" * 32})).status_code == 200


async def test_every_response_says_what_a_browser_may_do(home: Home, owner: httpx.AsyncClient) -> None:
    for path in ("/", "/nowhere", "/static/page.js", "/static/nothing.js", "/do/begin"):
        asked = await owner.get(path)
        for name, value in HEADERS.items():
            assert asked.headers[name] == value, path
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


async def test_only_the_pages_own_files_are_served(home: Home, stranger: httpx.AsyncClient) -> None:
    for name in names():
        assert (await stranger.get(f"/static/{name}")).status_code == 200
    for name in ("../door.py", "..%2fdoor.py", "vendor/../../door.py", "/etc/passwd", "vendor", "", "%00", "page.css/"):
        assert (await stranger.get(f"/static/{name}")).status_code in (403, 404), name


async def test_what_no_form_sends_is_refused_and_changes_nothing(home: Home, owner: httpx.AsyncClient) -> None:
    for path, sent in (
        ("/do/hint", {}),
        ("/do/hint", {"interview": "../x", "turn": "1", "hints": "0"}),
        ("/do/tick", {"interview": "a", "turn": "1", "point": "0", "credit": "1"}),
        ("/do/tick", {"interview": "a", "turn": "1", "point": "1", "credit": "9"}),
        ("/do/begin", {"key": "short"}),
        ("/do/begin", {"key": "0" * 32, "count": "100"}),
        ("/answer", {"interview": "a", "turn": "-1", "key": "0" * 32, "text": "x"}),
        ("/language", {"language": "fr"}),
        ("/language", {"language": "zh", "back": "//evil.example"}),
    ):
        asked = await owner.post(path, data=sent, headers=own(home))
        assert asked.status_code == 400, (path, sent)
    assert (await owner.post("/do/nothing", headers=own(home))).status_code == 404
    too_long = await owner.post("/answer", data={"text": "x" * 600_000}, headers=own(home))
    assert too_long.status_code == 413


async def test_it_listens_to_this_machine_alone(home: Home) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.2", "example.org", ""):
        assert not is_loopback(host)
        with pytest.raises(WrongUseError, match=r"127\.0\.0\.1"):
            await serve_home(home.app, host, 0, "en", "", lambda _: None)
    for host in ("127.0.0.1", "127.8.9.1", "::1", "localhost"):
        assert is_loopback(host)
