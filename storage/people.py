"""The people who prepare, what they wish, and their right to take everything with them or have it gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, or_, select, update

from interview.model import Mode
from interview.occurrence import EVERY_DAY, Occurrence, Quiet, Rhythm
from interview.ramp import Seniority
from questions.model import Language
from storage import tasks
from storage.dialects import insert, locked
from storage.tables import WAITING, chats, inbox, interviews, outbox, people, quiz_answers, quizzes
from storage.transaction import Tx

LONGEST_NUMBER = 18  # digits that a database's integers hold


class Access(StrEnum):
    """Whether somebody may use the program where not everybody may."""

    NEW = "new"
    ADMITTED = "admitted"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person has set.

    zone: an IANA name. drill_at: wall time in that zone, None for no drills. weekdays: 0 is Monday.
    minutes: of drilling a day. paused_until: no drill falls due before. seniority: None as long as nobody has asked.
    """

    language: Language
    zone: str
    mode: Mode = Mode.COACH
    drill_at: time | None = None
    weekdays: frozenset[int] = EVERY_DAY
    minutes: int = 10
    quiet: Quiet | None = None
    paused_until: datetime | None = None
    seniority: Seniority | None = None

    @property
    def rhythm(self) -> Rhythm | None:
        """When drills are wished for; None when they are off."""
        return Rhythm(self.drill_at, self.zone, self.weekdays, self.quiet) if self.drill_at is not None else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who prepares. telegram: None in the terminal. next_drill: None while unknown, or when off."""

    id: int
    name: str
    telegram: int | None
    access: Access
    preferences: Preferences
    created_at: datetime
    seen_at: datetime
    next_drill: Occurrence | None = None

    @property
    def language(self) -> Language:
        return self.preferences.language

    @property
    def zone(self) -> str:
        return self.preferences.zone


def person_from(row: Row[Any]) -> Person:
    """The person in a row of `people`."""
    quiet = Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None and row.quiet_to is not None else None
    weekdays = frozenset(int(day) for day in row.drill_days)
    preferences = Preferences(
        row.language, row.zone, Mode(row.mode), row.drill_at, weekdays, row.drill_minutes, quiet, row.paused_until,
        Seniority(row.seniority) if row.seniority else None,
    )  # fmt: skip
    upcoming = Occurrence(row.next_due_day, row.next_due_at) if row.next_due_at is not None else None
    access = Access(row.access)
    return Person(row.id, row.name, row.telegram, access, preferences, row.created_at, row.seen_at, upcoming)


def _columns(preferences: Preferences) -> dict[str, Any]:
    quiet = preferences.quiet
    return {
        "language": preferences.language,
        "zone": preferences.zone,
        "mode": preferences.mode.value,
        "drill_at": preferences.drill_at,
        "drill_days": "".join(str(day) for day in sorted(preferences.weekdays)),
        "drill_minutes": preferences.minutes,
        "quiet_from": quiet.start if quiet else None,
        "quiet_to": quiet.end if quiet else None,
        "paused_until": preferences.paused_until,
        "seniority": preferences.seniority.value if preferences.seniority else None,
    }


async def _first(tx: Tx, condition: ColumnElement[bool]) -> Person | None:
    row = (await tx.execute(select(people).where(condition).order_by(people.c.id))).first()
    return person_from(row) if row else None


async def get(tx: Tx, person: int) -> Person | None:
    """The person with this number; None when forgotten."""
    return await _first(tx, people.c.id == person)


async def by_telegram(tx: Tx, telegram: int) -> Person | None:
    """The person with this Telegram number."""
    return await _first(tx, people.c.telegram == telegram)


async def by_name(tx: Tx, called: str) -> list[Person]:
    """Everybody an administrator may mean by a name, a terminal name, a Telegram number or our own; by `#` only our own."""
    digits = called.lstrip("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER else None
    if called.startswith("#") and number is not None:
        found = people.c.id == number
    else:
        in_terminal = select(chats.c.person).where(chats.c.channel == "terminal", chats.c.address == called)
        found = or_(people.c.name == called, people.c.id.in_(in_terminal))
        found = found if number is None else or_(found, people.c.telegram == number, people.c.id == number)
    return [person_from(row) for row in await tx.execute(select(people).where(found).order_by(people.c.id))]


async def listed(tx: Tx, *, after: int = 0, limit: int = 1000) -> list[Person]:
    """People in the order in which they came, from the one after number `after`."""
    rows = await tx.execute(select(people).where(people.c.id > after).order_by(people.c.id).limit(limit))
    return [person_from(row) for row in rows]


async def ensure(tx: Tx, *, telegram: int | None, name: str, language: Language, zone: str, now: datetime) -> Person:
    """The person with this Telegram number, made on first use; without a number always somebody new."""
    found = await by_telegram(tx, telegram) if telegram is not None else None
    if found is not None:
        return found
    row = _fresh(telegram, name, language, zone, now)
    made = insert(tx, people).values(row).on_conflict_do_nothing(index_elements=["telegram"]).returning(people)
    new = (await tx.execute(made)).first()
    person = person_from(new) if new else await by_telegram(tx, telegram or 0)
    assert person is not None
    return person


async def make_each(
    tx: Tx, newcomers: Sequence[tuple[int, str, Language]], zone: str, now: datetime
) -> dict[int, Person]:
    """People of these Telegram numbers, with names and languages; by number those alone who were made now."""
    if not newcomers:
        return {}
    rows = [_fresh(number, name or str(number), language, zone, now) for number, name, language in newcomers]
    made = insert(tx, people).values(rows).on_conflict_do_nothing(index_elements=["telegram"]).returning(people)
    return {row.telegram: person_from(row) for row in await tx.execute(made)}


def _fresh(telegram: int | None, name: str, language: Language, zone: str, now: datetime) -> dict[str, Any]:
    """The row of somebody new."""
    who = {"telegram": telegram, "name": name, "access": Access.NEW.value, "created_at": now, "seen_at": now}
    return who | _columns(Preferences(language, zone or "UTC"))


async def prefer(tx: Tx, person: int, preferences: Preferences) -> None:
    """Keeps a person's settings; when the wish for drills has changed, the next one is to be found anew."""
    row = (await tx.execute(locked(tx, select(people).where(people.c.id == person), people))).first()
    if row is None:
        return
    before, values = person_from(row).preferences, _columns(preferences)
    if (before.rhythm, before.paused_until) != (preferences.rhythm, preferences.paused_until):
        values |= {"next_due_at": None, "next_due_day": None}
    await tx.execute(update(people).where(people.c.id == person).values(values))


async def admit(tx: Tx, person: int, access: Access = Access.ADMITTED) -> None:
    await tx.execute(update(people).where(people.c.id == person).values(access=access.value))


async def admit_everybody(tx: Tx) -> None:
    """Lets everybody stay who is here and not blocked."""
    await tx.execute(update(people).where(people.c.access == Access.NEW.value).values(access=Access.ADMITTED.value))


async def export(tx: Tx, person: int) -> dict[str, Any]:
    """Everything that is stored of a person, as JSON values: table by table, row by row, in our own names."""
    from storage.personal_data import of_person

    return await of_person(tx, person)


async def forget(tx: Tx, person: int) -> bool:
    """Deletes a person and everything of theirs; False when there is no such person.

    Their running work loses its row, so whatever finishes later finds nothing to finish; their stored updates are
    emptied but stay known by number, so that none is heard again. No goodbye can go through the outbox: it is gone too.
    """
    await tasks.void_of(tx, person)  # tasks, interviews, people: the order in which a worker locks them
    theirs = select(interviews.c.id).where(interviews.c.person == person).order_by(interviews.c.id)
    await tx.execute(locked(tx, theirs, interviews))
    query = select(people.c.id, people.c.telegram).where(people.c.id == person)
    found = (await tx.execute(locked(tx, query, people))).first()
    if found is None:
        return False
    if found.telegram is not None:
        sent = or_(inbox.c.sender == found.telegram, inbox.c.chat == found.telegram)
        done = {"payload": None, "chat": None, "sender": None, "error": ""}
        await tx.execute(update(inbox).where(sent, inbox.c.done_at.is_not(None)).values(done))
        await tx.execute(
            update(inbox).where(sent, inbox.c.done_at.is_(None)).values(done | {"done_at": inbox.c.received_at})
        )
    await _unname(tx, person)
    await tx.execute(delete(people).where(people.c.id == person))
    return True


async def _unname(tx: Tx, person: int) -> None:
    """Drops what was said about a person by name in the groups whose quizzes they answered."""
    joined = quizzes.join(quiz_answers, quiz_answers.c.quiz == quizzes.c.id)
    played = select(quizzes.c.chat).select_from(joined).where(quiz_answers.c.person == person)
    named = outbox.c.payload["message", "content", "kind"].as_string().in_(("quiz_table", "quiz_twice"))
    await tx.execute(delete(outbox).where(outbox.c.chat.in_(played), outbox.c.state != WAITING, named))
