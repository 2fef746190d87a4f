"""A hosted page: who signs in, how, for how long; nobody sees another's."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import string
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import httpx
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import text

from app import entry, interviews, page, roster
from app.context import AppContext
from app.selection import Wish
from storage import people
from storage.database import Database
from storage.people import Access
from testing.botapi import TOKEN
from testing.browsing import faults_of_access, reading, whole_bank
from testing.context import Clock, running_app
from testing.running import free_port
from web import hosted, server
from web.door import is_loopback
from web.hosted import HostedDoor, remote
from web.limits import PerMinute
from web.service import served


@dataclass(frozen=True, slots=True)
class Hosted:
    """The page for people who sign in. clock: its time."""

    app: AppContext
    url: str
    clock: Clock

    def browser(self) -> httpx.AsyncClient:
        """Somebody's browser: it sends its origin along, as browsers do."""
        return httpx.AsyncClient(
            base_url=self.url, trust_env=False, headers={"Origin": self.url, "Accept": "text/html"}, timeout=60
        )

    async def somebody(self, name: str) -> int:
        """A person who may come in, without Telegram."""
        async with self.app.db.write() as tx:
            made = await people.ensure(tx, telegram=None, name=name, language="en", zone="", now=self.app.now())
            await people.admit(tx, made.id)
        return made.id

    async def signed_in(self, person: int) -> httpx.AsyncClient:
        client = self.browser()
        token = await entry.make_link(self.app, person)
        assert (await client.post("/enter", data={"token": token})).headers["Location"] == "/"
        return client


@asynccontextmanager
async def hosting(db: Database, **settings: object) -> AsyncIterator[Hosted]:
    clock, port = Clock(datetime.now(UTC)), free_port()
    url = f"http://127.0.0.1:{port}"
    given = {"telegram_token": TOKEN, "web_url": url, "web_listen": f"127.0.0.1:{port}"} | settings
    async with running_app(db, clock=clock, owner=f"hosted-{port}", **given) as app:
        app.bank_view.files = app.bank_view.bank = whole_bank()
        async with served(app, lambda _: HostedDoor(app, url), "127.0.0.1", port, "en", accounts=True):
            yield Hosted(app, url, clock)


@pytest.fixture
async def here(file_db: Database) -> AsyncIterator[Hosted]:
    async with hosting(file_db) as made:
        yield made


def signed(user: object, at: datetime, *, token: str = TOKEN, **more: str) -> str:
    """`initData` as Telegram signs it."""
    fields = {
        "auth_date": str(int(at.timestamp())),
        "query_id": "AAE",
        "user": json.dumps(user),
        "signature": "x",
    } | more
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode(fields | {"hash": hmac.new(key, checked.encode(), hashlib.sha256).hexdigest()})


# -- links and codes -------------------------------------------------------------------------------------------------


async def test_a_link_is_spent_by_its_button_and_not_by_looking_at_it(here: Hosted) -> None:
    token = await entry.make_link(here.app, await here.somebody("Li"))
    async with here.browser() as preview, here.browser() as client, here.browser() as thief:
        for _ in range(3):
            looked = await preview.get(f"/link/{token}")
            assert looked.status_code == 200 and "Set-Cookie" not in looked.headers
        assert (await client.post("/enter", data={"token": token})).headers["Location"] == "/"
        assert (await client.get("/")).status_code == 200
        assert (await thief.post("/enter", data={"token": token})).status_code == 403
        assert (await thief.get("/")).headers["Location"] == "/enter"


async def test_a_link_holds_for_a_while_and_only_from_our_own_page(here: Hosted) -> None:
    person = await here.somebody("Li")
    token = await entry.make_link(here.app, person)
    async with here.browser() as client:
        other = await client.post("/enter", data={"token": token}, headers={"Origin": "https://evil.example"})
        assert other.status_code == 403
        here.clock.passes(minutes=16)
        assert (await client.post("/enter", data={"token": token})).status_code == 403


async def test_a_code_lets_in_again_until_there_is_another(here: Hosted) -> None:
    person = await here.somebody("Li")
    code = await entry.new_code(here.app, person)
    async with here.browser() as one, here.browser() as two, here.browser() as three:
        assert (await one.post("/enter/code", data={"code": code.lower().replace("-", " ")})).status_code == 303
        assert (await two.post("/enter/code", data={"code": code})).status_code == 303
        shown = await one.post("/account/code")
        assert shown.status_code == 200 and "no-store" in shown.headers["Cache-Control"]
        assert (await three.post("/enter/code", data={"code": code})).status_code == 403


async def test_a_link_by_name_makes_somebody_who_may_come_in(here: Hosted) -> None:
    async with hosting_invites(here):
        token = await entry.link_for_name(here.app.db, "新来的", "zh", here.app.now(), timedelta(days=7))
        async with here.browser() as client:
            assert (await client.post("/enter", data={"token": token})).status_code == 303
            assert (await client.get("/")).status_code == 200


@asynccontextmanager
async def hosting_invites(here: Hosted) -> AsyncIterator[None]:
    """From now on newcomers need an invitation."""
    await roster.invite(here.app.db, "", None, timedelta(days=1), here.app.now(), was_open=True)
    here.clock.passes(seconds=5)
    yield


# -- Telegram --------------------------------------------------------------------------------------------------------


async def test_telegram_signs_somebody_in_once(here: Hosted) -> None:
    data = signed({"id": 77, "first_name": "小明", "language_code": "zh-hans"}, here.app.now())
    async with here.browser() as client, here.browser() as again:
        assert (await client.post("/enter/telegram", data={"data": data})).status_code == 303
        assert 'lang="zh-CN"' in (await client.get("/")).text
        assert (await again.post("/enter/telegram", data={"data": data})).status_code == 403


async def test_of_a_thousand_forged_sign_ins_none_is_let_in(here: Hosted) -> None:
    """Fields changed, dropped, doubled, added, moved, signed by others, too old, too early, no user at all."""
    dice, now = random.Random(5), here.app.now()
    good = signed({"id": 77, "first_name": "Ann"}, now)
    user = {"id": 77, "first_name": "Ann"}
    forged = [
        "",
        "hash=",
        good.partition("&hash=")[0],
        f"{good}&user={quote(json.dumps({'id': 1}))}",
        f"user={quote(json.dumps({'id': 1}))}&{good}",
        signed(user, now, token="654321:another-bots-token"),
        signed(user, now, token=""),
        signed(user, now - timedelta(minutes=11)),
        signed(user, now + timedelta(minutes=5)),
        signed(user, now) + "&hash=" + "0" * 64,
        *(
            signed(odd, now)
            for odd in (None, [], "x", {}, {"id": "77"}, {"id": True}, {"id": -1}, {"id": 2**60}, {"id": 1.5})
        ),
        signed(user, now, auth_date="nan"),
        signed(user, now, auth_date="9" * 40),
        good.replace("hash=", "Hash="),
        good.upper(),
        "&".join([good] * 40),
        good + "x" * 10_000,
    ]
    while len(forged) < 1000:
        place = dice.randrange(len(good))
        other = dice.choice(string.ascii_letters + string.digits + "%&=\x00é")
        changed = dice.choice(
            [
                good[:place] + other + good[place + 1 :],
                good[:place] + other + good[place:],
                good[:place] + good[place + 1 :],
            ]
        )
        if changed != good:
            forged.append(changed)
    assert entry.signed_user(good, TOKEN, now) is not None
    let_in = [data for data in forged if entry.signed_user(data, TOKEN, now) is not None]
    assert [data for data in let_in if dict(httpx.QueryParams(data)) != dict(httpx.QueryParams(good))] == []
    async with here.browser() as client:
        for data in forged[:15]:
            assert (await client.post("/enter/telegram", data={"data": data})).status_code == 403
        assert (await client.get("/")).headers["Location"] == "/enter"


async def test_without_a_token_nobody_comes_in_by_telegram(here: Hosted) -> None:
    assert entry.signed_user(signed({"id": 7}, here.app.now(), token=""), "", here.app.now()) is None


# -- sessions --------------------------------------------------------------------------------------------------------


async def test_sessions_rotate_and_end(here: Hosted) -> None:
    person = await here.somebody("Li")
    client = await here.signed_in(person)
    first = client.cookies["interviewer"]
    here.clock.passes(days=1, hours=1)
    assert (await client.get("/")).status_code == 200
    second = client.cookies["interviewer"]
    assert second != first
    here.clock.passes(minutes=2)
    async with here.browser() as old:
        assert (await old.get("/", headers={"Cookie": f"interviewer={first}"})).status_code == 303
    here.clock.passes(days=31)
    assert (await client.get("/")).status_code == 303
    await client.aclose()


async def test_signing_out_ends_it_here_and_everywhere(here: Hosted) -> None:
    person = await here.somebody("Li")
    one, two, three = [await here.signed_in(person) for _ in range(3)]
    held = one.cookies["interviewer"]
    assert (await one.post("/account/leave")).headers["Location"] == "/enter"
    async with here.browser() as thief:
        assert (await thief.get("/", headers={"Cookie": f"interviewer={held}"})).status_code == 303
    assert (await two.post("/account/leave-everywhere")).status_code == 303
    assert (await three.get("/")).status_code == 303
    for client in (one, two, three):
        await client.aclose()


async def test_whoever_is_blocked_or_forgotten_is_out_at_once(here: Hosted) -> None:
    blocked, forgotten = await here.somebody("Li"), await here.somebody("Wu")
    one, two = await here.signed_in(blocked), await here.signed_in(forgotten)
    link, code = await entry.make_link(here.app, blocked), await entry.new_code(here.app, blocked)
    async with here.app.db.write() as tx:
        await people.admit(tx, blocked, Access.BLOCKED)
        await people.forget(tx, forgotten)
    for client in (one, two):
        assert (await client.get("/")).status_code == 303
        await client.aclose()
    async with here.browser() as again:
        assert (await again.post("/enter", data={"token": link})).status_code == 403
        assert (await again.post("/enter/code", data={"code": code})).status_code == 403


async def test_nothing_that_lets_in_is_kept_or_exported(here: Hosted) -> None:
    person = await here.somebody("Li")
    client = await here.signed_in(person)
    shown = [
        client.cookies["interviewer"],
        await entry.make_link(here.app, person),
        await entry.new_code(here.app, person),
    ]
    async with here.app.db.read() as tx:
        rows = repr((await tx.execute(text("SELECT * FROM credentials"))).all())
    exported = (await client.get("/export/everything.json")).text
    for secret in (*shown, shown[2].replace("-", "")):
        assert secret not in rows and secret not in exported
    await client.aclose()


# -- nobody sees another's -------------------------------------------------------------------------------------------


def routes() -> list[tuple[str, str]]:
    """Every route that is for somebody who is in, with its method; verbs and exports one by one."""
    from web.actions import ACTS
    from web.pages import EXPORTS, SETTLES

    filled = {"{verb}": tuple(ACTS), "{name}": tuple(EXPORTS), "{what}": tuple(SETTLES)}
    found: list[tuple[str, str]] = []
    for route in (*server.ROUTES, *hosted.ROUTES):
        name = next((one for one in filled if one in route.path), "")
        found += [(route.method, route.path.replace(name, one)) for one in filled.get(name, ("",))]
    return [(method, path) for method, path in found if not path.startswith("/static")]


async def test_every_route_by_every_other_identity(here: Hosted) -> None:
    """Ann's interview, named in each request of somebody else, is neither shown nor moved."""
    ann, ben = await here.somebody("Ann"), await here.somebody("Ben")
    visit = await page.visit(here.app, ann)
    assert visit is not None
    begun = await interviews.begin(here.app, visit.chat.id, Wish("en", count=2))
    assert begun is not None
    await interviews.answer(
        here.app, visit.chat.id, "Ann's own words about caches and memory.", source="web:1", whole=True
    )
    client = await here.signed_in(ann)
    assert "own words" in (await client.get("/")).text
    await client.aclose()
    before = await interview_rows(here.app)
    sent = {
        "interview": begun.id, "turn": "1", "hints": "0", "point": "1", "credit": "1", "reason": "x", "aside": "1",
        "key": "a" * 32, "text": "Ben's answer", "question": "hand-softmax", "language": "zh", "said": "off",
    }  # fmt: skip
    stranger, other = here.browser(), await here.signed_in(ben)
    for method, path in routes():
        where = path.replace("{id}", begun.id)
        if where == "/live":
            continue  # goes on for ever; its chat is that of whoever is in, as for "/"
        for client in (stranger, other):
            if where.startswith("/account/leave"):
                continue
            asked = await client.request(method, where, data=sent if method == "POST" else None)
            assert "own words" not in asked.text, (method, where)
            if client is stranger:
                assert asked.status_code in (303, 403) and asked.headers.get("Location", "/enter") == "/enter", where
    assert (await other.get(f"/history/{begun.id}")).status_code == 404
    after = await interview_rows(here.app)
    assert {id: row for id, row in after.items() if id in before} == before
    async with stranger.stream("GET", "/live", headers={"Accept": "text/event-stream"}) as refused:
        assert refused.status_code == 403
    async with other.stream("GET", "/live", headers={"Accept": "text/event-stream"}) as mine:
        async for line in mine.aiter_lines():
            assert "own words" not in line
            if line.startswith("data:") and "dock" in line:
                break
    await stranger.aclose()
    await other.aclose()


async def interview_rows(app: AppContext) -> dict[str, str]:
    """Interviews and turns as they stand, by the interview's id."""
    found: dict[str, str] = {}
    async with app.db.read() as tx:
        for row in (await tx.execute(text("SELECT * FROM interviews"))).all():
            found[row.id] = repr(row)
        for row in (await tx.execute(text("SELECT * FROM turns ORDER BY interview, number"))).all():
            found[row.interview] += repr(row)
    return found


# -- the door --------------------------------------------------------------------------------------------------------


async def test_too_many_sign_ins_are_refused(here: Hosted) -> None:
    async with here.browser() as client:
        codes = [(await client.post("/enter/code", data={"code": "x"})).status_code for _ in range(hosted.SIGN_INS + 1)]
    assert codes == [403] * hosted.SIGN_INS + [429]


def test_a_minute_later_it_may_happen_again() -> None:
    limit = PerMinute(2)
    assert [limit.allows("a", now) for now in (0.0, 1.0, 2.0, 60.5, 61.5)] == [True, True, False, True, True]
    assert limit.allows("b", 2.0)


async def test_only_telegram_may_frame_it_and_only_our_name_is_served(here: Hosted) -> None:
    async with here.browser() as client:
        shown = await client.get("/enter")
        assert "frame-ancestors https://web.telegram.org" in shown.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in shown.headers and "unsafe" not in shown.headers["Content-Security-Policy"]
        assert (await client.get("/enter", headers={"Host": "evil.example"})).status_code == 403


def test_behind_https_the_cookie_is_for_this_host_alone() -> None:
    door = HostedDoor(None, "https://interview.example.org")  # type: ignore[arg-type]  # nothing is asked of it
    assert door.cookie.startswith("__Host-") and "Strict-Transport-Security" in door.headers
    assert is_loopback("127.0.0.1") and callable(remote)


async def test_somebody_signs_in_and_answers_in_a_browser(file_db: Database, browser: Browser) -> None:
    async with hosting(file_db) as here, reading(browser) as reader:
        token = await entry.make_link(here.app, await here.somebody("Li"))
        tab = reader.page
        await tab.goto(here.url)
        assert await faults_of_access(tab) == []
        await tab.goto(f"{here.url}/link/{token}")
        await tab.get_by_role("button").click()
        await expect(tab.locator("#begin")).to_be_visible()
        await tab.goto(f"{here.url}/account")
        await tab.get_by_role("button").nth(1).click()
        code = await tab.locator(".entry-code").inner_text()
        assert await faults_of_access(tab) == []
        await reader.context.clear_cookies()
        await tab.goto(f"{here.url}/enter")
        await tab.locator("input[name=code]").fill(code)
        await tab.get_by_role("button").last.click()
        await expect(tab.locator("#begin")).to_be_visible()
        data = signed({"id": 77, "first_name": "小明", "language_code": "zh"}, here.app.now())
        await reader.context.clear_cookies()
        await tab.goto(f"{here.url}/enter#tgWebAppData={quote(data)}&tgWebAppVersion=8.0")
        await tab.reload()
        await expect(tab.locator("html")).to_have_attribute("lang", "zh-CN")
        await expect(tab.locator("#begin")).to_be_visible()
        assert reader.wrong == []
