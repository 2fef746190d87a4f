"""What a person prepares for: documents that weigh the draw and the plan, and the questions that stand in them.

Whatever a document orders is text: words are counted by `questions.aim`, in a thread, outside any transaction.
"""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, cast

from app import learner
from app.apply import notify
from app.messages.aims import (
    AimAsked,
    AimBeingRead,
    AimDropped,
    AimGone,
    AimNotice,
    AimQuestions,
    AimShown,
    AskedLine,
    Material,
    MaterialKind,
    OfferAsked,
    Offered,
    TooManyAims,
    TopicShare,
)
from app.messages.values import Notice
from app.tasks import Handler, RetryPolicy
from interview.occurrence import local_day
from questions.aim.aimed import Aim, aimed
from questions.aim.profile import Profiler
from questions.bank import Bank
from questions.documents.lines import TextLine
from questions.imports.reading import Reading
from questions.text import readable
from storage import aims, bank_rows, chats, people, tasks, tellings
from storage.aims import StoredAim
from storage.tellings import Telling, TellingKind

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.people import Person
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

READ = "aim"  # kind of task
AT_MOST = 10  # documents of a person
QUESTIONS_AT_MOST = 200  # of one document
TITLE_AT_MOST = 40  # characters
TOPICS_SHOWN, QUESTIONS_SHOWN, OFFERED_AT_ONCE = 6, 15, 20


def analysed(bank: Bank, text: str) -> Aim:
    """What a text aims at; takes a moment."""
    lines = [TextLine(line, number) for number, line in enumerate(text.split("\n"), 1)]
    return aimed(lines, Profiler(bank.finder))


def title_of(text: str) -> str:
    first = next((" ".join(line.split()) for line in text.split("\n") if line.strip()), "")
    return first if len(first) <= TITLE_AT_MOST else f"{first[: TITLE_AT_MOST - 1]}…"


# -- taking a document in --------------------------------------------------------------------------------------------


async def command(app: AppContext, chat: int, text: str) -> None:
    """`/aim` with a text takes it in; alone it shows what is kept, or asks for the first document."""
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        if text.strip():
            await _take(tx, app, chat, person, readable(text))
        elif await aims.of_person(tx, person.id):
            await _say(tx, app, chat, person, await _shown(tx, app, person))
        else:
            await _ask(tx, app, chat, person)


async def ask(app: AppContext, chat: int) -> None:
    """One more document is to be sent."""
    async with app.db.write() as tx:
        await _ask(tx, app, chat, await _person(tx, chat))


async def _ask(tx: Tx, app: AppContext, chat: int, person: Person) -> None:
    if len(await aims.of_person(tx, person.id)) >= AT_MOST:
        await _say(tx, app, chat, person, TooManyAims(AT_MOST))
        return
    await tellings.begin(tx, chat, TellingKind.AIM, app.now())
    await _say(tx, app, chat, person, AimAsked())


async def keep(tx: Tx, app: AppContext, chat: int, told: Telling) -> None:
    """What was sent is a document, which is read next."""
    await _take(tx, app, chat, await _person(tx, chat), told.text)


async def _take(tx: Tx, app: AppContext, chat: int, person: Person, text: str) -> None:
    if len(await aims.of_person(tx, person.id)) >= AT_MOST:
        await _say(tx, app, chat, person, TooManyAims(AT_MOST))
        return
    number = await aims.keep(tx, person.id, title_of(text), text, None, app.now())
    await tasks.put(tx, READ, f"aim:{number}", {"chat": chat, "aim": number}, app.now(), person=person.id)
    await _say(tx, app, chat, person, AimBeingRead())


async def _read(app: AppContext, one: QueuedTask) -> None:
    """Reads a document and shows the profile; one that is gone or was read is left alone."""
    chat, number = one.payload["chat"], one.payload["aim"]
    async with app.db.read() as tx:
        held = await aims.get(tx, await chats.person_of(tx, chat), number)
    found = await asyncio.to_thread(analysed, app.bank, held.text) if held is not None else None
    async with app.db.write() as tx:
        if found is not None and await _store(tx, number, found):
            person = await _person(tx, chat)
            await _say(tx, app, chat, person, await _shown(tx, app, person, fresh=True))
        await tasks.finish(tx, one, app.owner, app.now())


async def _store(tx: Tx, number: int, found: Aim) -> bool:
    asked = [(q.text, q.matched.match.id if q.matched.match else None) for q in found.questions[:QUESTIONS_AT_MOST]]
    return await aims.read(tx, number, str(found.kind), {one.topic: one.weight for one in found.topics}, asked)


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """A document that cannot be read weighs nothing and stays to be removed."""


HANDLER = Handler(READ, _read, RetryPolicy((2, 10), tries=3), _give_up)


async def kept(app: AppContext, chat: int, text: str, found: Aim, until: date | None) -> AimNotice:
    """Keeps a document that was read already; `until`: the last day that it counts."""
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        if len(await aims.of_person(tx, person.id)) >= AT_MOST:
            return TooManyAims(AT_MOST)
        await _store(tx, await aims.keep(tx, person.id, title_of(text), text, until, app.now()), found)
        return await _shown(tx, app, person, fresh=True)


# -- what is kept ----------------------------------------------------------------------------------------------------


async def shown(app: AppContext, chat: int) -> AimShown:
    async with app.db.read() as tx:
        return await _shown(tx, app, await _person(tx, chat))


async def _shown(tx: Tx, app: AppContext, person: Person, *, fresh: bool = False) -> AimShown:
    topics = await aims.topics_of(tx, person.id, local_day(app.now(), learner.zone_of(person)))
    ranked = sorted(topics.items(), key=lambda one: (-one[1], one[0]))[:TOPICS_SHOWN]
    materials = tuple(map(_material, await aims.of_person(tx, person.id)))
    return AimShown(materials, tuple(TopicShare(topic, share) for topic, share in ranked), fresh)


def _material(held: StoredAim) -> Material:
    matched = sum(asked.match is not None for asked in held.questions)
    kind = cast("MaterialKind", held.kind or "unread")
    return Material(held.id, held.title, kind, held.until, matched, len(held.questions) - matched)


async def questions(app: AppContext, chat: int, aim: int) -> AimNotice:
    """The questions of one document, beside those of the bank that ask the same."""
    async with app.db.read() as tx:
        person = await _person(tx, chat)
        held = await aims.get(tx, person.id, aim)
    if held is None:
        return AimGone()
    lines = [AskedLine(asked.text, _stem(app, asked.match, person)) for asked in held.questions]
    own = [asked for asked in held.questions if asked.match is None]
    offered = bool(own) and all(asked.offered for asked in own)
    more, matched = max(0, len(lines) - QUESTIONS_SHOWN), len(lines) - len(own)
    return AimQuestions(held.id, held.title, tuple(lines[:QUESTIONS_SHOWN]), more, matched, len(own), offered)


def _stem(app: AppContext, match: str | None, person: Person) -> str:
    question = app.bank.get(match) if match else None
    return question.question.get(person.language).partition("\n")[0] if question else ""


async def matches(app: AppContext, chat: int, aim: int) -> tuple[str, ...]:
    """The questions of the bank that a document asks."""
    async with app.db.read() as tx:
        held = await aims.get(tx, await chats.person_of(tx, chat), aim)
    found = (q.match for q in held.questions if q.match is not None) if held else ()
    return tuple(id for id in dict.fromkeys(found) if id in app.bank.questions)


async def drop(app: AppContext, chat: int, aim: int) -> AimNotice:
    async with app.db.write() as tx:
        person = await chats.person_of(tx, chat)
        held = await aims.get(tx, person, aim)
        if held is None or not await aims.drop(tx, person, aim):
            return AimGone()
        return AimDropped(held.title)


async def offer(app: AppContext, chat: int, aim: int, *, sure: bool) -> AimNotice:
    """Shows which texts the curator would get; once the person is `sure` they are drafts of the bank, without a name."""
    async with app.db.write() as tx:
        held = await aims.get(tx, await chats.person_of(tx, chat), aim)
        own = [q.text for q in held.questions if q.match is None and not q.offered] if held else []
        if not own:
            return AimGone()
        if not sure:
            return OfferAsked(aim, tuple(own[:OFFERED_AT_ONCE]))
        reading = Reading("", "")
        for text in own[:OFFERED_AT_ONCE]:
            reading.add({"question": text, "topic": "", "kind": "concept"}, "", "asked")
        drafts = [item.question for item in reading.items if item.question.id not in app.bank.questions]
        for question in drafts:
            await bank_rows.edit(tx, question, app.now(), draft=True)
        await aims.offered(tx, aim)
        return Offered(len(drafts))


async def _person(tx: Tx, chat: int) -> Person:
    person = await people.get(tx, await chats.person_of(tx, chat))
    assert person is not None  # a private chat has its person
    return person


async def _say(tx: Tx, app: AppContext, chat: int, person: Person, content: AimNotice) -> None:
    await notify(tx, app, chat, Notice(content, person.language))
