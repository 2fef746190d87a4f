"""What a page shows of a person's interview: everything that was said in it, their own words, and when any of it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import drills, study_plan
from app import interviews as talks
from app.messages.stored import read
from app.messages.values import Notice
from interview.model import Phase
from questions.bank import Bank
from storage import asides, chats, interviews, outbox, people

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from app.context import AppContext
    from app.messages.plans import PlanEmpty, PlanOutlook
    from app.messages.values import Envelope
    from interview.model import Interview
    from questions.model import Language
    from storage.asides import HeardAside
    from storage.chats import Chat
    from storage.people import Person

MESSAGES_AT_MOST = 400  # of one interview
Stamp = tuple[int, "datetime | None"]


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """One message of a chat. key: by which a later one takes its place, None for one that nothing replaces."""

    number: int
    key: str | None
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Talk:
    """The chat's latest interview, None before the first, and what was said in it, oldest first.

    asides: messages of the person that are no answers, by number. unshown: numbers of messages to be `printed` once shown.
    """

    interview: Interview | None
    said: tuple[SaidMessage, ...]
    asides: dict[int, HeardAside]
    unshown: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether the interview waits for an answer or a grade."""
        return self.interview is not None and self.interview.phase in (Phase.ASKING, Phase.GRADING)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at their page."""

    chat: Chat
    person: Person


async def at_home(app: AppContext, name: str, language: Language, zone: str = "") -> int:
    """The number of the person who sits at this machine: the one of the terminal with that name, made on first use."""
    async with app.db.write() as tx:
        chat = await chats.ensure(tx, "terminal", name, language=language, now=app.now(), zone=zone)
    return chat.person


async def visit(app: AppContext, person: int) -> Visitor | None:
    """A known person and the chat of their page, made on first use; None when they are gone."""
    async with app.db.read() as tx:
        known = await people.get(tx, person)
        chat = await chats.reachable(tx, "web", str(person)) if known else None
    if known is None:
        return None
    if chat is None:
        async with app.db.write() as tx:
            chat = await chats.page_of(tx, person, language=known.preferences.language, now=app.now())
    return Visitor(chat, known)


async def talk(app: AppContext, chat: int) -> Talk:
    """What there is to show of the chat's latest interview."""
    async with app.db.read() as tx:
        interview = await interviews.latest_of(tx, chat, app.bank, lock=False)
        rows = await outbox.latest_of_chat(tx, chat, MESSAGES_AT_MOST) if interview else []
        heard = await asides.of_interview(tx, interview.id) if interview else []
    if interview is None:
        return Talk(None, (), {}, ())
    read_rows = [(row, envelope) for row in rows if (envelope := read(row.payload)) is not None]
    about = [getattr(envelope.message, "interview", "") for _, envelope in read_rows]
    start = next((place for place, id in enumerate(about) if id == interview.id), len(about))
    while start and isinstance(read_rows[start - 1][1].message, Notice):  # what was said to its beginning
        start -= 1
    said = tuple(SaidMessage(row.id, row.turn_key, envelope) for row, envelope in read_rows[start:])
    unshown = tuple(row.id for row in rows if not row.shown)
    return Talk(interview, said, {one.id: one for one in heard}, unshown)


async def recalled(app: AppContext, chat: int) -> Talk:
    """The same; of an open interview whose messages are no longer kept the open question is said again."""
    found = await talk(app, chat)
    if found.is_open and not found.said:
        await talks.resume(app, chat, whole=True)
        found = await talk(app, chat)
    return found


async def is_open_for(app: AppContext, chat: int, interview: str, turn: int) -> bool:
    """Whether something said to this turn would be its answer, or a part of it, now."""
    async with app.db.read() as tx:
        found = await interviews.open_of(tx, chat, app.bank, lock=False)
    current, previous = (found.current, found.previous) if found else (None, None)
    if found is None or found.id != interview or current is None:
        return False
    adding = found.phase is Phase.ASKING and previous is not None and previous.draft.adding and previous.draft.open
    return turn == (previous.number if adding and previous else current.number)


async def stamps(app: AppContext, of_chats: Collection[int]) -> dict[int, Stamp]:
    """By chat: what is another value as soon as anything was said there or an interview of it changed."""
    async with app.db.read() as tx:
        said = await outbox.last_ids(tx, of_chats)
        touched = await interviews.touched(tx, of_chats)
    return {chat: (said.get(chat, 0), touched.get(chat)) for chat in of_chats}


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to do today. points, minutes: due now, and how long a drill of it takes. plan: None without a date."""

    points: int
    minutes: int
    plan: PlanEmpty | PlanOutlook | None


async def today(app: AppContext, person: Person) -> Today:
    """What there is to do today for a person."""
    async with app.db.read() as tx:
        length = (await drills.lengths(tx, app.bank, [person], app.now()))[person.id]
    return Today(length.points, length.minutes, await study_plan.standing(app, person.id))


def topics_asked(bank: Bank) -> list[str]:
    """The topics that there are questions of, in the bank's order."""
    asked = {question.topic for question in bank.questions.values()}
    return [topic for topic in bank.topics if topic in asked]
