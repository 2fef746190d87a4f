"""After a real interview: what was asked, how it went, the outcome; what was missed comes back, what is shared has no name."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app import learner
from app.apply import notify
from app.messages.debriefs import (
    CompanyAsks,
    DayNotice,
    DebriefAsked,
    DebriefDone,
    DebriefGone,
    DebriefQuestion,
    OutcomeAsked,
    RatedLine,
    ShareAsked,
    SharedLine,
    SharedWithGroup,
)
from app.messages.values import Notice
from app.tasks import Handler, RetryPolicy
from interview.occurrence import local_day
from questions.aim.asked import asked_in
from questions.aim.orders import without_orders
from questions.bank import Bank
from questions.documents.lines import TextLine
from questions.text import readable
from storage import chats, debriefs, people, plans, tasks, tellings
from storage.debriefs import Debrief, DebriefedQuestion, Outcome, Shared, Went
from storage.tellings import Telling, TellingKind

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.people import Person
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

READ = "debrief"  # kind of task
AT_MOST = 30  # questions of one interview
COMPANY_AT_MOST = 60  # characters
TEXT_AT_MOST = 300  # characters of one question
RECENT = timedelta(days=14)  # a planned day that is at most so long ago is the day of the interview
SHARED_AT_MOST = 100


def questions_in(bank: Bank, text: str) -> list[tuple[str, str | None]]:
    """The questions that a text tells of, each with the bank's that asks the same; every line where none is recognised."""
    lines = without_orders([TextLine(line, number) for number, line in enumerate(text.split("\n"), 1)])
    found = [(one.text, one.matched) for one in asked_in(lines, bank.finder)[:AT_MOST]]
    if not found:
        plain = [line.text.strip()[:TEXT_AT_MOST] for line in lines if line.text.strip()][:AT_MOST]
        found = [(line, bank.finder.match(line)) for line in plain]
    return [(asked[:TEXT_AT_MOST], matched.match.id if matched.match else None) for asked, matched in found]


# -- telling ---------------------------------------------------------------------------------------------------------


async def command(app: AppContext, chat: int, company: str) -> None:
    """`/debrief [company]`: what was asked is to be told."""
    named = " ".join(readable(company).split())[:COMPANY_AT_MOST]
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        await tellings.begin(tx, chat, TellingKind.DEBRIEF, app.now(), named=named)
        await _say(tx, app, chat, person, DebriefAsked(named))


async def keep(tx: Tx, app: AppContext, chat: int, told: Telling) -> None:
    """What was told is read next."""
    person = await _person(tx, chat)
    number = await debriefs.make(tx, person.id, told.named, await _day(tx, app, person), told.text, app.now())
    payload = {"chat": chat, "debrief": number}
    await tasks.put(tx, READ, f"debrief:{number}", payload, app.now(), person=person.id)


async def _day(tx: Tx, app: AppContext, person: Person) -> date:
    """The day of the plan where it has just passed, else today."""
    today, planned = local_day(app.now(), learner.zone_of(person)), await plans.day_of(tx, person.id)
    return planned if planned is not None and today - RECENT <= planned <= today else today


async def _read(app: AppContext, one: QueuedTask) -> None:
    """Finds the questions, and asks how the first one went."""
    chat, number = one.payload["chat"], one.payload["debrief"]
    async with app.db.read() as tx:
        held = await debriefs.get(tx, await chats.person_of(tx, chat), number)
    found = await asyncio.to_thread(questions_in, app.bank, held.text) if held is not None else []
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        await debriefs.fill(tx, person.id, number, found)
        told = await debriefs.get(tx, person.id, number)
        if told is not None:
            await _say(tx, app, chat, person, await _next(tx, app, person, told))
        await tasks.finish(tx, one, app.owner, app.now())


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """The text stays with its person; nothing was matched."""


HANDLER = Handler(READ, _read, RetryPolicy((2, 10), tries=3), _give_up)


# -- how it went -----------------------------------------------------------------------------------------------------


async def rate(app: AppContext, chat: int, question: int, went: Went) -> DayNotice:
    """How one question went; what is asked next."""
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        number = await debriefs.of_question(tx, person.id, question)
        if number is None:
            return DebriefGone()
        await debriefs.rate(tx, person.id, question, went)
        return await _of(tx, app, person, number)


async def end(app: AppContext, chat: int, debrief: int, outcome: Outcome) -> DayNotice:
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        if await debriefs.get(tx, person.id, debrief) is None:
            return DebriefGone()
        await debriefs.ended(tx, debrief, outcome)
        return await _of(tx, app, person, debrief)


async def shown(app: AppContext, chat: int, debrief: int) -> DayNotice:
    async with app.db.read() as tx:
        return await _of(tx, app, await _person(tx, chat), debrief)


async def _of(tx: Tx, app: AppContext, person: Person, number: int) -> DayNotice:
    held = await debriefs.get(tx, person.id, number)
    return await _next(tx, app, person, held) if held is not None else DebriefGone()


async def _next(tx: Tx, app: AppContext, person: Person, held: Debrief) -> DayNotice:
    """The next question that was not rated, then the outcome, then the whole."""
    for number, one in enumerate(held.questions, 1):
        if one.went is None:
            match = _stem(app, one.match, person)
            return DebriefQuestion(one.id, number, len(held.questions), one.text, match)
    if held.outcome is None:
        return OutcomeAsked(held.id)
    lines = tuple(RatedLine(one.text, one.went or "untold") for one in held.questions)
    may = await debriefs.may_share(tx, person.id) if _can_be_shared(held) else []
    return DebriefDone(
        held.id, held.company, held.day, lines, held.outcome, len(_missed(held.questions)), ", ".join(may)
    )


def _can_be_shared(held: Debrief) -> bool:
    """Once, and where it names the company by which a group finds it."""
    return bool(held.company and held.questions) and not held.shared


def _missed(asked: tuple[DebriefedQuestion, ...]) -> set[str]:
    return {one.match for one in asked if one.match is not None and one.went == "bad"}


def _stem(app: AppContext, match: str | None, person: Person) -> str:
    question = app.bank.get(match) if match else None
    return question.question.get(person.language).partition("\n")[0] if question else ""


# -- sharing ---------------------------------------------------------------------------------------------------------


async def share(app: AppContext, chat: int, debrief: int, *, sure: bool) -> DayNotice:
    """Shows what the groups would get; once the person is `sure` they get it, without a name."""
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        held = await debriefs.get(tx, person.id, debrief)
        may = await debriefs.may_share(tx, person.id)
        if held is None or not may or not _can_be_shared(held):
            return DebriefGone()
        if not sure:
            texts = tuple(one.text for one in held.questions)
            return ShareAsked(held.id, ", ".join(may), held.company, f"{held.day:%Y-%m}", texts)
        await debriefs.share(tx, person.id, held)
        return SharedWithGroup(len(held.questions), ", ".join(may))


async def at_company(app: AppContext, chat: int, company: str) -> CompanyAsks:
    """What members of this person's groups were asked at a company."""
    async with app.db.read() as tx:
        person = await _person(tx, chat)
        found = await debriefs.shared_with(tx, person.id, company.strip(), SHARED_AT_MOST)
    return CompanyAsks(company.strip(), tuple(_line(app, one, person) for one in found))


def _line(app: AppContext, one: Shared, person: Person) -> SharedLine:
    return SharedLine(one.month, one.text, _stem(app, one.match, person))


async def _person(tx: Tx, chat: int) -> Person:
    person = await people.get(tx, await chats.person_of(tx, chat))
    assert person is not None  # a private chat has its person
    return person


async def _say(tx: Tx, app: AppContext, chat: int, person: Person, content: DayNotice) -> None:
    await notify(tx, app, chat, Notice(content, person.language))
