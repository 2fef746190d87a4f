"""Coming in to a hosted page: by Telegram's signed data, by a link that is spent once, by a re-entry code; and sessions.

Whatever is shown is random or signed and kept as a digest. Who was blocked meanwhile comes in no more, whatever they show.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from app import chats
from app.admission import admitted
from questions.text import readable
from storage import credentials, people
from storage.people import Access

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.context import AppContext
    from questions.model import Language
    from storage.database import Database
    from storage.transaction import Tx

SESSION_HOLDS = timedelta(days=30)  # since it was used last
ROTATES_AFTER = timedelta(days=1)
OLD_HOLDS = timedelta(minutes=1)  # requests on their way show the session that was replaced
LINK_HOLDS = timedelta(minutes=15)
SIGNED_FOR = timedelta(minutes=10)  # Telegram's data
AHEAD = timedelta(minutes=1)  # by which Telegram's clock may be
DATA_AT_MOST = 8192  # characters


@dataclass(frozen=True, slots=True)
class Session:
    """Whose it is; is_old: another one is to take its place."""

    person: int
    is_old: bool


# -- what lets somebody in -------------------------------------------------------------------------------------------


async def make_link(app: AppContext, person: int, holds: timedelta = LINK_HOLDS) -> str:
    """A token that lets a person in once, for a while."""
    async with app.db.write() as tx:
        return await _link(tx, person, app.now(), holds)


async def link_for_name(db: Database, name: str, language: str, now: datetime, holds: timedelta) -> str:
    """The same for somebody by name, who need not be there yet: a person without Telegram, who may come in."""
    from app.lookup import person_called

    async with db.write() as tx:
        found = await people.by_name(tx, name)
        person = await person_called(tx, name) if found else None
        if person is None:
            person = await people.ensure(
                tx, telegram=None, name=name, language="zh" if language == "zh" else "en", zone="", now=now
            )
            await people.admit(tx, person.id)
        return await _link(tx, person.id, now, holds)


async def _link(tx: Tx, person: int, now: datetime, holds: timedelta) -> str:
    token = secrets.token_urlsafe(24)
    await credentials.tidy(tx, now)
    await credentials.put(tx, token, person, "link", now, now + holds)
    return token


async def new_code(app: AppContext, person: int) -> str:
    """A re-entry code, by which a person comes in again; the one before holds no more."""
    code = base64.b32encode(secrets.token_bytes(10)).decode()
    async with app.db.write() as tx:
        await credentials.drop(tx, person, "code")
        await credentials.put(tx, code, person, "code", app.now(), None)
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


# -- coming in -------------------------------------------------------------------------------------------------------


async def by_link(app: AppContext, token: str) -> str | None:
    """A session for whoever shows a link's token, which is spent; None for one that does not hold."""
    async with app.db.write() as tx:
        person = await credentials.spend(tx, token, "link", app.now())
        return await _begin(tx, app, person) if person is not None else None


async def by_code(app: AppContext, said: str) -> str | None:
    """A session for whoever knows a re-entry code, however it is written."""
    code = "".join(sign for sign in said.upper() if sign.isascii() and sign.isalnum())
    async with app.db.write() as tx:
        found = await credentials.find(tx, code, "code", app.now())
        return await _begin(tx, app, found.person) if found is not None else None


async def by_telegram(app: AppContext, data: str, speaks: Callable[[str | None], Language]) -> str | None:
    """A session for whoever opened the page inside Telegram; None for data that Telegram did not sign, or that was used.

    speaks: the language of a language code.
    """
    user = signed_user(data, app.settings.telegram_token.get_secret_value(), app.now())
    if user is None:
        return None
    name = readable(" ".join(filter(None, [str(user.get("first_name") or ""), str(user.get("last_name") or "")])))
    spoken = user.get("language_code")
    language = speaks(spoken) if isinstance(spoken, str) else app.settings.language or "en"
    contact = await chats.meet(app, "telegram", str(user["id"]), language=language, name=name)
    async with app.db.write() as tx:
        until = app.now() + SIGNED_FOR + AHEAD
        if not await credentials.put(tx, data, contact.person.id, "telegram", app.now(), until):
            return None
        return await _begin(tx, app, contact.person.id)


def signed_user(data: str, token: str, now: datetime) -> dict[str, Any] | None:
    """The user that Telegram's `initData` names; None unless this bot's Telegram signed it, lately.

    HMAC-SHA-256 of the sorted fields, under a key made of the bot's token: core.telegram.org/bots/webapps.
    """
    if not token or len(data) > DATA_AT_MOST:
        return None
    try:
        pairs = parse_qsl(data, keep_blank_values=True, strict_parsing=True, max_num_fields=32)
    except ValueError:
        return None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return None
    given = fields.pop("hash", "")
    signed = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    wanted = hmac.new(key, signed.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode()):
        return None
    return _user(fields, now)


def _user(fields: dict[str, str], now: datetime) -> dict[str, Any] | None:
    """The user of fields that are signed, unless they are too old."""
    try:
        at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        user = json.loads(fields["user"])
    except (KeyError, ValueError, OverflowError, OSError, RecursionError):
        return None
    is_fresh = now - SIGNED_FOR <= at <= now + AHEAD
    is_user = isinstance(user, dict) and type(user.get("id")) is int and 0 < user["id"] < 2**52
    return user if is_fresh and is_user else None


# -- sessions --------------------------------------------------------------------------------------------------------


async def _begin(tx: Tx, app: AppContext, person: int) -> str | None:
    """A new session of somebody who may come in."""
    if not await _may_come_in(tx, app, person):
        return None
    token = secrets.token_urlsafe(32)
    await credentials.tidy(tx, app.now())
    await credentials.put(tx, token, person, "session", app.now(), app.now() + SESSION_HOLDS)
    return token


async def _may_come_in(tx: Tx, app: AppContext, person: int) -> bool:
    found = await people.get(tx, person)
    if found is None:
        return False
    return found.access is Access.ADMITTED if found.telegram is None else await admitted(tx, app, found)


async def session(app: AppContext, token: str) -> Session | None:
    """Whose session it is; None when it does not hold, or its person may not come in any more."""
    async with app.db.read() as tx:
        found = await credentials.find(tx, token, "session", app.now())
        if found is None or not await _may_come_in(tx, app, found.person):
            return None
    return Session(found.person, app.now() - found.made_at > ROTATES_AFTER)


async def rotate(app: AppContext, token: str) -> str | None:
    """Another session in the place of one, which holds a moment longer; None when it holds no more."""
    async with app.db.write() as tx:
        found = await credentials.find(tx, token, "session", app.now())
        if found is None:
            return None
        if found.expires_at is not None and found.expires_at - app.now() > OLD_HOLDS:
            await credentials.extend(tx, token, app.now() + OLD_HOLDS)
            return await _begin(tx, app, found.person)
        return None


async def sign_out(app: AppContext, token: str) -> None:
    """This session holds no more."""
    async with app.db.write() as tx:
        await credentials.spend(tx, token, "session", app.now())


async def sign_out_everywhere(app: AppContext, person: int) -> None:
    """No session, link or code of a person holds any more."""
    async with app.db.write() as tx:
        for kind in ("session", "link", "code"):
            await credentials.drop(tx, person, kind)
