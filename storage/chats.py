"""Where people are talked to: a terminal, a page, a private Telegram chat, or a group chat that belongs to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, false, func, select, update

from questions.errors import sentence
from questions.model import Language
from storage import people as persons
from storage.dialects import insert
from storage.errors import StorageError
from storage.people import Person
from storage.tables import WAITING, chats, interviews, outbox, people
from storage.transaction import Tx

Channel = Literal["terminal", "telegram", "web"]
SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Chat:
    """One place to talk.

    address: a Telegram chat id as text, the person's name in the terminal, their number on the page. person: 0 in a group chat.
    language: the person's; in a group chat the chat's own. gone: nothing can be sent there any more.
    """

    id: int
    channel: Channel
    address: str
    person: int
    language: Language
    gone: bool = False


_CHAT = select(
    chats.c.id,
    chats.c.channel,
    chats.c.address,
    func.coalesce(chats.c.person, 0).label("person"),
    func.coalesce(people.c.language, chats.c.language).label("language"),
    chats.c.gone,
    people.c.seen_at,
).select_from(chats.outerjoin(people, people.c.id == chats.c.person))


def _chat(row: Any) -> Chat:
    return Chat(row.id, row.channel, row.address, row.person, row.language, row.gone)


async def ensure(
    tx: Tx,
    channel: Channel,
    address: str,
    *,
    language: Language,
    now: datetime,
    name: str = "",
    zone: str = "",
) -> Chat:
    """The private chat at this address and its person, both made on first use; a chat that was gone is back.

    `language`, `name` and `zone` count only for a person who is new.
    """
    found = await _at(tx, channel, address)
    if found is None:
        telegram = int(address) if channel == "telegram" else None
        person = await persons.ensure(
            tx, telegram=telegram, name=name or address, language=language, zone=zone, now=now
        )
        return await _made(tx, channel, address, person.id, language, now)
    if found.gone or (found.seen_at is not None and now - found.seen_at > SEEN_EVERY):
        await tx.execute(update(chats).where(chats.c.id == found.id).values(gone=False))
        await tx.execute(update(people).where(people.c.id == found.person).values(seen_at=now))
    return await get(tx, found.id)


async def make_each(
    tx: Tx, newcomers: Sequence[tuple[int, str, Language]], zone: str, now: datetime
) -> dict[int, tuple[Chat, Person]]:
    """Chats and people of Telegram numbers with names and languages, those that are new alone, by number."""
    fresh = await persons.make_each(tx, newcomers, zone, now)
    if not fresh:
        return {}
    rows = [
        {
            "channel": "telegram",
            "address": str(number),
            "person": person.id,
            "language": person.preferences.language,
            "gone": False,
            "created_at": now,
        }
        for number, person in fresh.items()
    ]
    made = insert(tx, chats).values(rows).on_conflict_do_nothing(index_elements=["channel", "address"])
    ids = {row.person: row.id for row in await tx.execute(made.returning(chats.c.id, chats.c.person))}
    return {
        number: (Chat(ids[one.id], "telegram", str(number), one.id, one.preferences.language), one)
        for number, one in fresh.items()
        if one.id in ids
    }


async def page_of(tx: Tx, person: int, *, language: Language, now: datetime) -> Chat:
    """The page of somebody who is known, made on first use."""
    found = await _at(tx, "web", str(person))
    return _chat(found) if found is not None else await _made(tx, "web", str(person), person, language, now)


_MET = (
    select(people, chats.c.id.label("chat"), chats.c.gone)
    .select_from(people.join(chats, chats.c.person == people.c.id))
    .where(chats.c.channel == bindparam("at_channel"), chats.c.address == bindparam("at_address"))
)


async def met(tx: Tx, channel: Channel, address: str, now: datetime) -> tuple[Chat, Person] | None:
    """A private chat and its person in one read; None when they are new, or to be noted as seen again by `ensure`."""
    row = (await tx.execute(_MET, {"at_channel": channel, "at_address": address})).first()
    if row is None or row.gone or now - row.seen_at > SEEN_EVERY:
        return None
    return Chat(row.chat, channel, address, row.id, row.language), persons.person_from(row)


async def reachable(tx: Tx, channel: Channel, address: str) -> Chat | None:
    """A chat that something can be said in, whenever somebody was last seen there; None where there is none."""
    found = await _at(tx, channel, address)
    return None if found is None or found.gone else _chat(found)


async def ensure_group(tx: Tx, address: str, *, language: Language, now: datetime) -> Chat:
    """The Telegram group chat at this address, made on first use; a chat that was gone is back."""
    found = await _at(tx, "telegram", address)
    if found is None:
        return await _made(tx, "telegram", address, None, language, now)
    if found.gone:
        await tx.execute(update(chats).where(chats.c.id == found.id).values(gone=False))
    return replace(_chat(found), gone=False)


async def _at(tx: Tx, channel: Channel, address: str) -> Any:
    return (await tx.execute(_CHAT.where(chats.c.channel == channel, chats.c.address == address))).first()


async def _made(tx: Tx, channel: Channel, address: str, person: int | None, language: Language, now: datetime) -> Chat:
    row = {
        "channel": channel,
        "address": address,
        "person": person,
        "language": language,
        "gone": False,
        "created_at": now,
    }
    await tx.execute(insert(tx, chats).values(row).on_conflict_do_nothing(index_elements=["channel", "address"]))
    made = await _at(tx, channel, address)
    assert made is not None
    return _chat(made)


async def get(tx: Tx, chat: int) -> Chat:
    """The chat with this number; StorageError when it was forgotten."""
    row = (await tx.execute(_CHAT.where(chats.c.id == chat))).first()
    if row is None:
        raise StorageError(sentence("There is no chat {chat} any more.", chat=chat))
    return _chat(row)


async def of_person(tx: Tx, person: int) -> list[Chat]:
    """Every chat of a person, the one made last first."""
    rows = await tx.execute(_CHAT.where(chats.c.person == person).order_by(chats.c.id.desc()))
    return [_chat(row) for row in rows]


async def person_of(tx: Tx, chat: int) -> int:
    """The person of a chat; 0 in a group chat."""
    return (await get(tx, chat)).person


async def speak(tx: Tx, chat: int, language: Language) -> None:
    """The language of a group chat; a private chat speaks its person's."""
    await tx.execute(update(chats).where(chats.c.id == chat).values(language=language))


async def gone(tx: Tx, chat: int, now: datetime, why: str) -> None:
    """Nothing can be sent to this chat until its person writes again; what was waiting for it is given up.

    Except what came of a group's quiz: whoever answers one may never have written to the bot, and is told when they do.
    """
    await tx.execute(update(chats).where(chats.c.id == chat).values(gone=True))
    waiting = (outbox.c.chat == chat) & (outbox.c.state == WAITING)
    played = select(interviews.c.id).where(interviews.c.chat == chat, interviews.c.kind == "quiz")
    of_quiz = func.coalesce(outbox.c.payload["message", "interview"].as_string().in_(played), false())
    await tx.execute(update(outbox).where(waiting, of_quiz).values(owner=None, lease_until=None))
    await tx.execute(update(outbox).where(waiting, ~of_quiz).values(state="failed", error=why, done_at=now, owner=None))
