"""The daily drill: planned once per local day, offered with its length, opened, put off or left out.

Planning makes rows and nothing else; what a drill asks is drawn when it is offered, and again when it is opened. The offer
is an outbox row of the transaction that marks the drill as offered, so whichever process is faster, it is said once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog

from app import learner
from app.apply import notify
from app.context import AppContext
from app.interviews import begin_with
from app.lookup import person_called
from app.messages.answering import RefusalTold
from app.messages.drills import (
    DrillNotice,
    DrillOffered,
    DrillOpenedBefore,
    DrillOver,
    DrillPutOff,
    DrillSkipped,
    InterviewStillOpen,
    NoLaterToday,
    NothingToDrill,
)
from app.messages.stored import pack
from app.messages.values import Notice
from app.selection import Wish
from interview.effects import Refusal
from interview.model import Interview, Item
from interview.occurrence import Occurrence, Rhythm, UnknownZoneError, local_day, next_after, offer_at
from interview.planning import QUESTION_MINUTES, Content, Held, content, room
from questions.bank import Bank
from questions.draw import Wanted, draw
from questions.model import Kind, Language, Question
from storage import aims, chats, drills, idempotency, interviews, outbox, people, report_queries
from storage.database import Database
from storage.drills import Awaiting, Drill, Planned, State
from storage.people import Access, Person

if TYPE_CHECKING:
    from storage.transaction import Tx

LOST_AT_MOST = 2  # questions of a real interview that went badly, in one drill
GROUPS_AT_MOST = 5_000  # of alike people, per tick
AT_A_TIME = 10_000  # people per transaction, so that nobody's answer waits for it
CATCH_UP = timedelta(days=7)  # how far back days without this program are recorded as missed
AHEAD = timedelta(days=16)  # no drill is further off, unless it is paused
NOBODY_THERE = timedelta(hours=36)  # a drill that nobody can be offered is missed by then
LATE = timedelta(minutes=30)
PUT_OFF = timedelta(hours=2)
OPEN, LATER, SKIP = "o", "l", "s"  # what the buttons of an offer say
log = structlog.get_logger()


# -- planning --------------------------------------------------------------------------------------------------------


async def plan(db: Database, now: datetime) -> int:
    """Plans a drill for everybody whose time has come, and finds everybody's next one; how many are new."""
    planned = 0
    for _ in range(CATCH_UP.days + 1):
        async with db.write() as tx:
            new = await drills.plan_due(tx, now)
        planned += new
        await schedule(db, now)
        if not new:
            break
    return planned


async def schedule(db: Database, now: datetime) -> None:
    """Gives everybody without a next drill one; records as missed what could not be offered to anybody."""
    async with db.write() as tx:
        await drills.rewind(tx, now + AHEAD)
        await drills.miss(tx, now - NOBODY_THERE, now)
    async with db.read() as tx:
        groups = await drills.awaiting(tx, now, GROUPS_AT_MOST)
    while groups:
        async with db.write() as tx:
            found = 0
            while groups and found < AT_A_TIME:
                group = groups.pop()
                found += await drills.schedule(tx, group, _upcoming(group, now))


def _upcoming(group: Awaiting, now: datetime) -> Occurrence | None:
    """The next drill after the one just planned, so that days without this program are recorded; else after now."""
    after = max(group.due.at, now - CATCH_UP) if group.due else now
    if group.paused_until is not None:
        after = max(after, group.paused_until - timedelta(seconds=1))
    last = group.due or group.last
    if last is not None and last.at > now + AHEAD:
        last = None  # planned while a clock was ahead
    try:
        return next_after(group.rhythm, after, last)
    except UnknownZoneError:
        log.warning("a time zone is not known here, UTC is taken", zone=group.rhythm.zone, people=group.people)
        return next_after(replace(group.rhythm, zone="UTC"), after, last)


# -- what is in it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Length:
    """A drill as it would be at this moment: what is due, how many new questions beside it, days to the date or −1."""

    due: Content
    fresh: int
    days: int

    @property
    def points(self) -> int:
        return sum(len(pick.points) for pick in self.due.picks)

    @property
    def minutes(self) -> int:
        return self.due.minutes + self.fresh * QUESTION_MINUTES


async def lengths(tx: Tx, bank: Bank, persons: Collection[Person], now: datetime) -> dict[int, Length]:
    """What each of these people's drill would be now; nothing new is drawn for it yet."""
    targets = await learner.targets(tx, persons, now)
    held = await learner.held_by(tx, bank, [p.id for p in persons if p.id not in targets], due_by=now)
    if targets:
        held |= await learner.held_by(tx, bank, list(targets))
    askable = {language: learner.askable(bank, language, stories=True) for language in {p.language for p in persons}}
    aiming = await aims.with_any(tx, [p.id for p in persons])
    times = {p.id: learner.urgent_topics((await learner.aim(tx, p, now))[0]) for p in persons if p.id in aiming}
    lost = await learner.missed(tx, bank, persons)
    return {
        p.id: _length(
            p, askable[p.language], held[p.id], now, targets.get(p.id), times.get(p.id, {}), len(lost.get(p.id, ()))
        )
        for p in persons
    }


def _length(
    person: Person,
    questions: Mapping[str, Question],
    held: list[Held],
    now: datetime,
    target: datetime | None,
    times: Mapping[str, float],
    lost: int,
) -> Length:
    """lost: questions that went badly in a real interview, which take the place of new ones."""
    zone, minutes = learner.zone_of(person), person.preferences.minutes
    due = content(held, questions, minutes, now, target, times)
    known = {id for id, question in questions.items() if question.kind is not Kind.OPEN}
    others = len(known - {pick.question for pick in due.picks})
    days = (local_day(target, zone) - local_day(now, zone)).days if target else -1
    return Length(due, max(min(room(due, minutes, now, target), others), min(lost, LOST_AT_MOST)), days)


async def items(tx: Tx, app: AppContext, person: Person) -> list[Item]:
    """What a person's drill asks now: the due part, what went badly in a real interview, new questions, assigned topics first."""
    now, bank = app.now(), app.bank
    found = (await lengths(tx, bank, [person], now))[person.id]
    due = list(found.due.items(bank.questions))
    if not found.fresh:
        return due
    lost = (await learner.missed(tx, bank, [person])).get(person.id, [])
    asked = {item.question.id for item in due}
    back = [Item(bank.questions[id]) for id in lost if id not in asked][: found.fresh]
    asked |= {item.question.id for item in back}
    leaning, meant = await learner.aim(tx, person, now)
    assigned = tuple(await report_queries.topics_assigned(tx, person.id, local_day(now, learner.zone_of(person))))
    past, hard = await interviews.past(tx, person.id), await learner.difficulty(tx)
    ability, seed = await learner.ability(tx, bank, person.id, now), app.seed()
    drawn = {
        question.id: question
        for topics in dict.fromkeys((assigned, ()))
        for question in draw(
            bank,
            Wanted(person.language, topics, count=found.fresh + len(asked), leaning=leaning, meant=meant),
            past, [], ability, hard, now, seed,
        )
        if question.id not in asked
    }  # fmt: skip
    return due + (back + [Item(question) for question in drawn.values()])[: found.fresh]


# -- offering --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Move:
    """What becomes of a planned drill now: its state, when it is put off until, and what is said."""

    state: State
    until: datetime | None = None
    said: Notice | None = None


async def offer_due(app: AppContext, limit: int) -> int:
    """Offers up to `limit` drills whose time has come; how many were looked at."""
    now = app.now()
    async with app.db.read() as tx:
        waiting = await drills.to_offer(tx, now, limit)
        found = await lengths(tx, app.bank, [one.person for one in waiting], now)
    alike: dict[tuple[State, datetime | None], list[tuple[Planned, _Move]]] = {}
    for one in waiting:
        move = _move(one, found[one.person.id], now)
        alike.setdefault((move.state, move.until), []).append((one, move))
    for (state, until), moved in alike.items():
        async with app.db.write() as tx:
            mine = await drills.offered(tx, [one.drill.id for one, _ in moved], state, now, due_at=until)
            said = [
                (one.chat, pack(move.said)) for one, move in moved if one.drill.id in mine and move.said is not None
            ]
            await outbox.say_each(tx, said, "drill", now)
    return len(waiting)


def _move(planned: Planned, found: Length, now: datetime) -> _Move:
    person, drill = planned.person, planned.drill
    wishes = person.preferences
    if wishes.rhythm is None or person.access is Access.BLOCKED or (wishes.paused_until or now) > now:
        return _Move(State.SKIPPED)
    if found.days == 1:  # the page of that evening stands in its place (`app.occasions`)
        return _Move(State.SKIPPED)
    at = _offer_at(person, drill, now)
    if at is None:
        return _Move(State.MISSED)
    if at > now:
        return _Move(State.POSTPONED, at)
    if not found.points and not found.fresh:
        return _Move(State.EMPTY)
    return _Move(State.OFFERED, said=_offer(drill, person.language, found, now))


def _offer_at(person: Person, drill: Drill, now: datetime, *, asked: bool = False) -> datetime | None:
    """When a drill may be offered; quiet hours do not count for somebody who asks for it."""
    wishes = person.preferences
    quiet = None if asked else wishes.quiet
    rhythm = Rhythm(wishes.drill_at or time(0), learner.zone_of(person).key, wishes.weekdays, quiet)
    return offer_at(rhythm, Occurrence(drill.local_day, drill.due_at), now)


def _offer(drill: Drill, language: Language, found: Length, now: datetime) -> Notice:
    late = drill.state is State.PLANNED and now - drill.due_at > LATE
    return Notice(DrillOffered(drill.id, found.points, found.fresh, found.minutes, found.days, late), language)


# -- the buttons, and /drill now -------------------------------------------------------------------------------------


async def listed(db: Database, called: str, limit: int) -> list[tuple[Drill, str]]:
    """The latest drills, of everybody or of one person, each with the person's name."""
    async with db.read() as tx:
        person = (await person_called(tx, called)).id if called else None
        return await drills.listed(tx, person=person, limit=limit)


async def pressed(app: AppContext, chat: int, drill: int, what: str) -> DrillNotice | RefusalTold | None:
    """A button under an offer. One that is not this chat's, or whose day is over, changes nothing; returns why."""
    async with app.db.write() as tx:
        found, person = await drills.get(tx, drill), await people.get(tx, await chats.person_of(tx, chat))
        if found is None or person is None or found.person != person.id:
            return RefusalTold(Refusal.OUTDATED)
        if found.state in (State.OPENED, State.FINISHED):
            return DrillOpenedBefore()
        if _offer_at(person, found, app.now(), asked=True) is None:
            return DrillOver(found.local_day)
        if what == OPEN:
            await _open(tx, app, chat, person, found)
        elif what == LATER:
            await _later(tx, app, chat, person, found)
        else:
            await drills.change(tx, found.id, State.SKIPPED, app.now())
            await _say(tx, app, chat, person, DrillSkipped())
        return None


async def start_now(app: AppContext, chat: int, *, source: str = "") -> None:
    """A drill at once, beside the one of the day: `/drill now`. The same `source` a second time starts nothing."""
    async with app.db.write() as tx:
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return
        person = await people.get(tx, await chats.person_of(tx, chat))
        if person is not None:
            await _begin(tx, app, chat, person)


async def _open(tx: Tx, app: AppContext, chat: int, person: Person, drill: Drill) -> None:
    begun = await _begin(tx, app, chat, person)
    if begun is not None:
        await drills.change(tx, drill.id, State.OPENED, app.now(), interview=begun.id)


async def _begin(tx: Tx, app: AppContext, chat: int, person: Person) -> Interview | None:
    """Starts a drill in this chat; an unfinished interview is not ended for it, an unfinished drill is."""
    unfinished = await interviews.about_open(tx, chat)
    if unfinished is not None and unfinished.kind == "interview":
        await _say(tx, app, chat, person, InterviewStillOpen())
        return None
    asked = await items(tx, app, person)
    if not asked:
        await _say(tx, app, chat, person, NothingToDrill())
        return None
    return await begin_with(tx, app, chat, Wish(person.language, kind="drill"), asked)


async def _later(tx: Tx, app: AppContext, chat: int, person: Person, drill: Drill) -> None:
    """Two hours later, if that is still today and not in quiet hours."""
    at = app.now() + PUT_OFF
    if _offer_at(person, drill, at) != at:
        await _say(tx, app, chat, person, NoLaterToday())
        return
    await drills.change(tx, drill.id, State.POSTPONED, app.now(), due_at=at)
    await _say(tx, app, chat, person, DrillPutOff(_clock(at.astimezone(learner.zone_of(person)))))


def _clock(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0)


async def _say(tx: Tx, app: AppContext, chat: int, person: Person, content: DrillNotice) -> None:
    await notify(tx, app, chat, Notice(content, person.language))
