"""Daily drills: whose is due, planned once per person and local day, and what became of each.

`people.next_due_at` says when; it is empty after every change of a person's wishes and in the past after planning, until
the ticker has found the next occurrence (`awaiting`, `schedule`). So a forgotten step can delay a drill, never double one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, literal_column, or_, select, update

from interview.occurrence import Occurrence, Quiet, Rhythm
from storage.dialects import insert, locked
from storage.people import Person, person_from
from storage.tables import chats, drills, people
from storage.transaction import Tx


class State(StrEnum):
    """How far one day's drill is."""

    PLANNED = "planned"
    OFFERED = "offered"
    POSTPONED = "postponed"  # to be offered again at its new time
    OPENED = "opened"
    FINISHED = "finished"
    SKIPPED = "skipped"
    MISSED = "missed"
    EMPTY = "empty"  # nothing was due


@dataclass(frozen=True, slots=True)
class Drill:
    """One person's drill of one local day. due_at: when it is (or was) to be offered; interview: once it was opened."""

    id: int
    person: int
    local_day: date
    due_at: datetime
    state: State
    interview: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A drill to be offered now, to whom, and in which chat."""

    drill: Drill
    person: Person
    chat: int


@dataclass(frozen=True, slots=True)
class Awaiting:
    """People who are alike in everything that decides when their next drill is.

    due: the drill that was planned just now and is the last one from here on, None where none was. last: the one before.
    """

    rhythm: Rhythm
    paused_until: datetime | None
    due: Occurrence | None
    last: Occurrence | None
    people: int


# -- when ------------------------------------------------------------------------------------------------------------

_c = people.c
_last_at = case((_c.next_due_at.is_(None), _c.last_due_at))
_last_day = case((_c.next_due_at.is_(None), _c.last_due_day))
_ALIKE = (
    _c.next_due_at,
    _c.next_due_day,
    _c.zone,
    _c.drill_at,
    _c.drill_days,
    _c.quiet_from,
    _c.quiet_to,
    _c.paused_until,
    _last_at.label("last_at"),
    _last_day.label("last_day"),
)
_PLANNED = exists().where(drills.c.person == _c.id, drills.c.local_day == _c.next_due_day)
_WANTS = and_(_c.drill_at.is_not(None), _c.access != "blocked")


async def plan_due(tx: Tx, now: datetime) -> int:
    """A drill for everybody whose time has come, one per local day whoever else is planning; how many are new."""
    columns = ["person", "local_day", "due_at", "state", "planned_at", "changed_at"]
    at = literal(now, drills.c.planned_at.type)
    state = literal(State.PLANNED.value)
    rows = select(_c.id, _c.next_due_day, _c.next_due_at, state, at, at).where(_WANTS, _c.next_due_at <= now)
    planned = insert(tx, drills).from_select(columns, rows)
    planned = planned.on_conflict_do_nothing(index_elements=["person", "local_day"])
    return (await tx.execute(planned, execution_options={"preserve_rowcount": True})).rowcount


async def awaiting(tx: Tx, now: datetime, limit: int) -> list[Awaiting]:
    """Who has no next drill: planned just now, or with wishes that are new; put together by what decides it."""
    unplanned = select(*_ALIKE, func.count().label("people")).where(
        _WANTS, _c.next_due_at.is_(None), _c.drill_days != ""
    )
    planned = select(*_ALIKE, func.count().label("people")).where(_WANTS, _c.next_due_at <= now, _PLANNED)
    found: list[Awaiting] = []
    for query in (planned, unplanned):
        rows = await tx.execute(query.group_by(*_ALIKE).limit(limit - len(found)))
        found += [_awaiting(row) for row in rows]
    return found


def _awaiting(row: Any) -> Awaiting:
    quiet = Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None and row.quiet_to is not None else None
    rhythm = Rhythm(row.drill_at, row.zone, frozenset(int(day) for day in row.drill_days), quiet)
    due = Occurrence(row.next_due_day, row.next_due_at) if row.next_due_at is not None else None
    last = Occurrence(row.last_day, row.last_at) if row.last_at is not None else None
    return Awaiting(rhythm, row.paused_until, due, last, row.people)


async def schedule(tx: Tx, group: Awaiting, upcoming: Occurrence | None) -> int:
    """Gives these people their next drill, or none; how many they are by now: wishes may have changed meanwhile."""
    rhythm, due, last = group.rhythm, group.due, group.last
    values = (
        due.at if due else None,
        due.day if due else None,
        rhythm.zone,
        rhythm.at,
        "".join(str(day) for day in sorted(rhythm.weekdays)),
        rhythm.quiet.start if rhythm.quiet else None,
        rhythm.quiet.end if rhythm.quiet else None,
        group.paused_until,
        last.at if last else None,
        last.day if last else None,
    )
    alike = [
        column.is_(None) if value is None else column == value for column, value in zip(_ALIKE, values, strict=True)
    ]
    found: dict[str, Any] = {
        "next_due_at": upcoming.at if upcoming else None,
        "next_due_day": upcoming.day if upcoming else None,
    }
    if due is not None:
        alike, found = [*alike, _PLANNED], found | {"last_due_at": due.at, "last_due_day": due.day}
    return (await tx.execute(update(people).where(_WANTS, *alike).values(found))).rowcount


async def schedule_one(tx: Tx, person: int, upcoming: Occurrence | None) -> None:
    """The next drill of one person, whose wishes have just changed."""
    found = {"next_due_at": upcoming.at if upcoming else None, "next_due_day": upcoming.day if upcoming else None}
    await tx.execute(update(people).where(_c.id == person).values(found))


async def last_of(tx: Tx, person: int) -> Occurrence | None:
    """The last drill that was planned for a person by the clock."""
    row = (await tx.execute(select(_c.last_due_day, _c.last_due_at).where(_c.id == person))).first()
    return Occurrence(row.last_due_day, row.last_due_at) if row and row.last_due_at is not None else None


async def rewind(tx: Tx, beyond: datetime) -> int:
    """Forgets next drills later than an instant that none can be later than: the clock was ahead for a while."""
    far = and_(_WANTS, _c.next_due_at > beyond, or_(_c.paused_until.is_(None), _c.paused_until <= beyond))
    return (await tx.execute(update(people).where(far).values(next_due_at=None, next_due_day=None))).rowcount


# -- what becomes of it ----------------------------------------------------------------------------------------------


def _drill(row: Any) -> Drill:
    return Drill(row.drill, row.person, row.local_day, row.due_at, State(row.drill_state), row.interview)


_DRILL = (
    drills.c.id.label("drill"),
    drills.c.person,
    drills.c.local_day,
    drills.c.due_at,
    drills.c.state.label("drill_state"),
    drills.c.interview,
)
_TO_OFFER = drills.c.state.in_([literal_column("'planned'"), literal_column("'postponed'")])  # as the index has it


async def to_offer(tx: Tx, now: datetime, limit: int) -> list[Planned]:
    """Drills whose time has come, the earliest first, locked; each in the latest Telegram chat that is not gone."""
    latest = (
        select(func.max(chats.c.id))
        .where(chats.c.person == drills.c.person, chats.c.channel == "telegram", ~chats.c.gone)
        .correlate(drills)
        .scalar_subquery()
    )
    query = (
        select(*_DRILL, people, latest.label("chat"))
        .select_from(drills.join(people, people.c.id == drills.c.person))
        .where(_TO_OFFER, drills.c.due_at <= now, latest.is_not(None))
        .order_by(drills.c.due_at, drills.c.id)
        .limit(limit)
    )
    rows = await tx.execute(locked(tx, query, drills, skip=True))
    return [Planned(_drill(row), person_from(row), row.chat) for row in rows]


async def change(
    tx: Tx,
    drill: int,
    state: State,
    now: datetime,
    *,
    due_at: datetime | None = None,
    interview: str | None = None,
) -> None:
    """Moves a drill on; `due_at` when it is postponed, `interview` when it is opened."""
    values: dict[str, Any] = {"state": state.value, "changed_at": now}
    values |= {"due_at": due_at} if due_at is not None else {}
    values |= {"interview": interview} if interview is not None else {}
    await tx.execute(update(drills).where(drills.c.id == drill).values(values))


async def offered(
    tx: Tx, ids: Collection[int], state: State, now: datetime, *, due_at: datetime | None = None
) -> set[int]:
    """Moves on drills that wait to be offered; which of them, somebody else having been faster with the others."""
    values: dict[str, Any] = {"state": state.value, "changed_at": now} | ({"due_at": due_at} if due_at else {})
    mine = and_(drills.c.id.in_(ids), _TO_OFFER, drills.c.due_at <= now)
    return set((await tx.execute(update(drills).where(mine).values(values).returning(drills.c.id))).scalars())


async def finish(tx: Tx, interview: str, now: datetime) -> None:
    """The drill that opened as this interview, if any, is done."""
    mine = and_(drills.c.interview == interview, drills.c.state == State.OPENED.value)
    await tx.execute(update(drills).where(mine).values(state=State.FINISHED.value, changed_at=now))


async def late(tx: Tx, before: datetime) -> int:
    """How many drills were due before an instant and are still to be offered."""
    waiting = select(func.count()).select_from(drills).where(_TO_OFFER, drills.c.due_at < before)
    return (await tx.execute(waiting)).scalar_one()


async def miss(tx: Tx, before: datetime, now: datetime) -> int:
    """Records as missed what was due before an instant and never offered."""
    old = and_(_TO_OFFER, drills.c.due_at < before)
    values = {"state": State.MISSED.value, "changed_at": now}
    return (await tx.execute(update(drills).where(old).values(values))).rowcount


async def get(tx: Tx, drill: int) -> Drill | None:
    """The drill with this number, locked; None when its person was forgotten."""
    row = (await tx.execute(locked(tx, select(*_DRILL).where(drills.c.id == drill), drills))).first()
    return _drill(row) if row else None


async def listed(tx: Tx, *, person: int | None = None, limit: int = 100) -> list[tuple[Drill, str]]:
    """Drills and their persons' names, the latest due first."""
    query = select(*_DRILL, people.c.name).select_from(drills.join(people, people.c.id == drills.c.person))
    if person is not None:
        query = query.where(drills.c.person == person)
    rows = await tx.execute(query.order_by(drills.c.local_day.desc(), drills.c.id.desc()).limit(limit))
    return [(_drill(row), row.name) for row in rows]
