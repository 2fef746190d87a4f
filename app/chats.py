"""Where people are met: the chat and person of whoever writes, made on first contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.admission import admitted
from app.messages.settings import AlertOver, AlertRaised
from app.messages.stored import pack, read
from app.messages.values import Notice
from storage import chats, fencing, idempotency, interviews, outbox, people, tellings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.context import AppContext
    from app.messages.values import Envelope
    from questions.model import Language
    from storage.chats import Channel, Chat
    from storage.fencing import Holding
    from storage.interviews import About
    from storage.people import Person
    from storage.transaction import Tx

TELLING = timedelta(minutes=30)  # after the last message; then plain messages are told no longer


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a private chat. open: the chat's unfinished interview; admitted: whether they may use the interviewer.

    is_new: made just now, so that nothing is stored of them but that. tells: whether plain messages are told (`app.tellings`).
    """

    chat: Chat
    person: Person
    open: About | None
    admitted: bool
    is_new: bool = False
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may be new, in a private chat of Telegram. by: the update that is handled."""

    telegram: int
    name: str
    language: Language
    by: Holding | None = None


async def known(app: AppContext, channel: Channel, address: str, *, with_open: bool) -> Contact | None:
    """Somebody who was here lately and may come in; None for everybody else. Reads only."""
    async with app.db.read() as tx:
        met = await chats.met(tx, channel, address, app.now())
        if met is None or not await admitted(tx, app, met[1]):
            return None
        chat = met[0].id
        opened = await interviews.about_open(tx, chat) if with_open else None
        tells = with_open and await tellings.listens(tx, chat, app.now() - TELLING)
        return Contact(*met, opened, True, tells=tells)


async def meet(app: AppContext, channel: Channel, address: str, *, language: Language, name: str) -> Contact:
    """Somebody new, or here again after a while, in a private chat of their own."""
    async with app.db.write() as tx:
        return await _met(tx, app, channel, address, language, name)


async def _met(tx: Tx, app: AppContext, channel: Channel, address: str, language: Language, name: str) -> Contact:
    chat = await chats.ensure(
        tx, channel, address, language=language, now=app.now(), name=name, zone=app.settings.timezone
    )
    person = await people.get(tx, chat.person)
    assert person is not None
    opened, tells = await interviews.about_open(tx, chat.id), await tellings.listens(tx, chat.id, app.now() - TELLING)
    return Contact(chat, person, opened, await admitted(tx, app, person), tells=tells)


async def meet_each(app: AppContext, newcomers: Sequence[Newcomer]) -> list[Contact | None]:
    """As `meet`, for several in one transaction; None for those whose updates others handle now."""
    async with app.db.write() as tx:
        lost = await fencing.lost(tx, {one.by for one in newcomers if one.by is not None})
        coming = {one.telegram: one for one in newcomers if one.by not in lost}
        fresh = [(one.telegram, one.name, one.language) for one in coming.values()]
        made = await chats.make_each(tx, fresh, app.settings.timezone, app.now())
        return [None if one.by in lost else await _contact(tx, app, made, one) for one in newcomers]


async def _contact(tx: Tx, app: AppContext, made: Mapping[int, tuple[Chat, Person]], one: Newcomer) -> Contact:
    if (new := made.get(one.telegram)) is None:
        return await _met(tx, app, "telegram", str(one.telegram), one.language, one.name)
    return Contact(*new, None, await admitted(tx, app, new[1]), is_new=True)


async def known_group(app: AppContext, address: str) -> Chat | None:
    """The group chat at this address; None when it is new, or was gone. Reads only."""
    async with app.db.read() as tx:
        return await chats.reachable(tx, "telegram", address)


async def meet_group(app: AppContext, address: str, language: Language) -> Chat:
    """A group chat, which belongs to nobody."""
    async with app.db.write() as tx:
        return await chats.ensure_group(tx, address, language=language, now=app.now())


async def left(app: AppContext, chat: int, why: str) -> None:
    """Nothing more can be said in this chat until somebody writes in it again."""
    async with app.db.write() as tx:
        await chats.gone(tx, chat, app.now(), why)


async def open_interview(app: AppContext, chat: int) -> About | None:
    """The chat's unfinished interview, in a few words."""
    async with app.db.read() as tx:
        return await interviews.about_open(tx, chat)


@dataclass(frozen=True, slots=True)
class Post:
    """A reply into a chat. to: the update that it replies to; number: the how manieth reply to it this is."""

    chat: int
    envelope: Envelope
    to: Holding | None = None
    number: int = 0


async def say_each(app: AppContext, posts: Sequence[Post]) -> set[Holding]:
    """Replies to several chats, written down in one transaction but for those to updates that others handle now: these.

    The same reply to a chat is not written down while one waits there that nobody has begun to send: whoever sends a
    hundred commands is answered as often as they can be, and what they ask next does not wait behind a hundred replies.
    """
    async with app.db.write() as tx:
        lost = await fencing.note_replies(tx, [(post.to, post.number) for post in posts if post.to is not None])
        said = [(post.chat, pack(post.envelope)) for post in posts if post.to not in lost]
        waiting = await outbox.unsent(tx, {chat for chat, _ in said}, "reply")
        fresh = {(chat, outbox.text_of(payload)): (chat, payload) for chat, payload in said}
        await outbox.say_each(tx, [row for key, row in fresh.items() if key not in waiting], "reply", app.now())
    return lost


async def say_once(app: AppContext, chat: int, idempotency_key: str, envelope: Envelope) -> None:
    """Says something once for each key, however often it is asked for."""
    async with app.db.write() as tx:
        if await idempotency.claim_once(tx, chat, idempotency_key, app.now()):
            await outbox.say(tx, chat, pack(envelope), "reply", app.now())


async def fold_replies(app: AppContext, chat: int, envelope: Envelope) -> None:
    """Says this in the place of every notice that still waits in a chat and nobody has begun to send.

    Questions, verdicts, and what the operator is alerted of stay.
    """
    async with app.db.write() as tx:
        waiting = [row for row in await outbox.of_chat(tx, chat) if row.lane == "reply" and _may_be_folded(row.payload)]
        await outbox.drop(tx, [row.id for row in waiting])
        await outbox.say(tx, chat, pack(envelope), "reply", app.now())


def _may_be_folded(payload: dict[str, Any]) -> bool:
    said = read(payload)
    if said is None or said.edits or said.prompt or not isinstance(said.message, Notice):
        return False
    return not isinstance(said.message.content, AlertRaised | AlertOver)


async def last_said(app: AppContext, chat: int) -> Envelope | None:
    """What was said last in a chat."""
    async with app.db.read() as tx:
        row = await outbox.latest(tx, chat)
    return read(row.payload) if row else None


async def said_as(app: AppContext, chat: int, message_id: int) -> Envelope | None:
    """What a message on the screen was made from; None for one that is too old, or not written down yet."""
    async with app.db.read() as tx:
        row = await outbox.sent_as(tx, chat, message_id)
    return read(row.payload) if row else None
