"""What people tell over several messages or in a file: gathered until they say that this is all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app import aims, debriefs, projects
from app.apply import key_of, notify, telling_key
from app.chats import TELLING
from app.messages.chatting import StaleButton
from app.messages.projects import (
    DocumentFault,
    DocumentUnexpected,
    DocumentUnreadable,
    TellingDropped,
    TellingEmpty,
    TellingHeard,
    TellingTooLong,
)
from app.messages.stored import pack
from app.messages.values import Envelope, Notice, NoticeContent
from questions.problem import FormatError
from questions.text import readable
from storage import chats, idempotency, outbox, tasks, tellings
from storage.tellings import Telling, TellingKind

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

FETCH = "document"  # kind of task
AT_MOST = projects.TEXT_AT_MOST  # characters
SHOWN = 300  # characters of what a voice or a file says
FAULTS: dict[str, DocumentFault] = {  # words of the reader, and what they mean
    "is no kind of document": "kind",
    "password": "locked",
    "only pictures": "pictures",
    "at most": "long",
    "too much": "long",
    "holds more": "long",
}


async def hear(app: AppContext, chat: int, text: str, *, source: str = "", shows: bool = False) -> bool:
    """A message belongs to what is being told; False when nothing is. `source`: the same one a second time changes nothing.

    shows: what was heard is shown, for it was spoken or stands in a file.
    """
    async with app.db.write() as tx:
        told = await tellings.of(tx, chat)
        if told is None or not told.listening or told.at <= app.now() - TELLING:
            return False
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return True
        await _add(tx, app, chat, told, readable(text), shows=shows)
        return True


async def _add(tx: Tx, app: AppContext, chat: int, told: Telling, text: str, *, shows: bool) -> None:
    held = await chats.get(tx, chat)
    language, before = held.language, await projects.told_before(tx, held.person, told)
    if before + len(told.text) + len(text) > AT_MOST:
        await notify(tx, app, chat, Notice(TellingTooLong(AT_MOST), language))
        return
    more = await tellings.add(tx, chat, told, text, app.now())
    heard = TellingHeard(len(more.text), more.parts, text[:SHOWN] if shows else "")
    said = Envelope(Notice(heard, language), ends=(telling_key(more.parts - 1),))
    await outbox.say(tx, chat, pack(said), "reply", app.now(), turn_key=key_of(said.message))


async def done(app: AppContext, chat: int) -> NoticeContent | None:
    """This is all: what was told goes where it belongs. Returns a word for the person when there is nothing."""
    async with app.db.write() as tx:
        told = await tellings.of(tx, chat)
        if told is None:
            return StaleButton()
        if not told.text.strip():
            return TellingEmpty()
        await settle(tx, app, chat, told)
        return None


async def settle(tx: Tx, app: AppContext, chat: int, told: Telling, *, quiet: bool = False) -> None:
    """Puts what was told where it belongs, inside the caller's transaction; a project is shown then, unless `quiet`."""
    await tellings.end(tx, chat)
    match told.about:
        case TellingKind.PROJECT | TellingKind.RETELL:
            await projects.keep(tx, app, chat, told, quiet=quiet)
        case TellingKind.AIM:
            await aims.keep(tx, app, chat, told)
        case TellingKind.DEBRIEF:
            await debriefs.keep(tx, app, chat, told)


async def make_room(app: AppContext, chat: int) -> None:
    """Something else is to be told: what was told before goes where it belongs first."""
    async with app.db.write() as tx:
        told = await tellings.of(tx, chat)
        if told is not None and told.text.strip():
            await settle(tx, app, chat, told, quiet=True)


async def drop(app: AppContext, chat: int) -> NoticeContent | None:
    """What was being told is forgotten."""
    async with app.db.write() as tx:
        if await tellings.of(tx, chat) is None:
            return StaleButton()
        await tellings.end(tx, chat)
        await notify(tx, app, chat, Notice(TellingDropped(), (await chats.get(tx, chat)).language))
        return None


# -- files -----------------------------------------------------------------------------------------------------------


async def request(app: AppContext, chat: int, person: int, file: str, name: str, source: str) -> None:
    """Queues a document, once per source; where nothing is being told its person is asked what it belongs to."""
    async with app.db.write() as tx:
        if not await tellings.listens(tx, chat, app.now() - TELLING):
            await notify(tx, app, chat, Notice(DocumentUnexpected(), (await chats.get(tx, chat)).language))
            return
        payload = {"chat": chat, "file": file, "name": name, "source": source}
        await tasks.put(tx, FETCH, source, payload, app.now(), person=person)


async def arrived(app: AppContext, one: QueuedTask, data: bytes) -> None:
    """A document was fetched: what it says is told, or why it cannot be read."""
    chat, name = one.payload["chat"], one.payload["name"]
    try:
        text = await asyncio.to_thread(text_of, data, name)
    except FormatError as error:
        async with app.db.write() as tx:
            told = DocumentUnreadable(name, fault_of(error))
            await notify(tx, app, chat, Notice(told, (await chats.get(tx, chat)).language))
            await tasks.finish(tx, one, app.owner, app.now())
        return
    heard = await hear(app, chat, text, source=one.payload["source"], shows=True)
    async with app.db.write() as tx:
        if not heard:
            await notify(tx, app, chat, Notice(DocumentUnexpected(), (await chats.get(tx, chat)).language))
        await tasks.finish(tx, one, app.owner, app.now())


def fault_of(error: FormatError) -> DocumentFault:
    """Why a document cannot be read."""
    said = str(error)
    return next((fault for words, fault in FAULTS.items() if words in said), "damaged")


def text_of(data: bytes, name: str) -> str:
    """What a document says, read by a limited process. Raises FormatError."""
    from questions.documents.apart import Apart
    from questions.documents.formats import READER, from_json

    with Apart("questions.documents.formats") as apart:
        document = from_json(apart.read(READER, data, name), name)
    return "\n".join(line.text for line in document.lines).strip()
