"""Daily drills: whose is due, planned once per person and local day, and what became of each.

`people.next_due_at` says when; it is empty after planning and after every change of a person's wishes, until the ticker
has found the next occurrence (`unscheduled`, `schedule`). So a forgotten step can delay a drill but never double one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from interview.occurrence import Occurrence, Quiet, Rhythm
from storage.people import Person, person_from
from storage.rows import insert, locked
from storage.tables import chats, drills, people


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
class Unscheduled:
    """People with the same wishes and the same last drill, whose next one is still to be found."""

    rhythm: Rhythm
    paused_until: datetime | None
    last: Occurrence | None
    people: int


# -- when ------------------------------------------------------------------------------------------------------------

_WISH = (
    people.c.drill_at,
    people.c.zone,
    people.c.drill_days,
    people.c.quiet_from,
    people.c.quiet_to,
    people.c.paused_until,
    people.c.last_due_day,
    people.c.last_due_at,
)
_WAITS = and_(people.c.drill_at.is_not(None), people.c.next_due_at.is_(None), people.c.access != "blocked")


async def unscheduled(tx: AsyncConnection) -> list[Unscheduled]:
    """Everybody who wants drills and has no next one, put together by what decides when it is."""
    query = select(*_WISH, func.count().label("people")).where(_WAITS, people.c.drill_days != "").group_by(*_WISH)
    return [_unscheduled(row) for row in await tx.execute(query)]


def _unscheduled(row: Row[Any]) -> Unscheduled:
    quiet = Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None and row.quiet_to is not None else None
    rhythm = Rhythm(row.drill_at, row.zone, frozenset(int(day) for day in row.drill_days), quiet)
    last = Occurrence(row.last_due_day, row.last_due_at) if row.last_due_at is not None else None
    return Unscheduled(rhythm, row.paused_until, last, row.people)


async def schedule(tx: AsyncConnection, group: Unscheduled, upcoming: Occurrence) -> int:
    """Gives these people their next drill; how many there were (not those whose wishes have changed meanwhile)."""
    rhythm, last = group.rhythm, group.last
    values = (
        rhythm.at,
        rhythm.zone,
        "".join(str(day) for day in sorted(rhythm.weekdays)),
        rhythm.quiet.start if rhythm.quiet else None,
        rhythm.quiet.end if rhythm.quiet else None,
        group.paused_until,
        last.day if last else None,
        last.at if last else None,
    )
    same = [_is(column, value) for column, value in zip(_WISH, values, strict=True)]
    found = {"next_due_at": upcoming.at, "next_due_day": upcoming.day}
    return (await tx.execute(update(people).where(_WAITS, *same).values(found))).rowcount


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


async def plan_due(tx: AsyncConnection, now: datetime) -> int:
    """Plans a drill for everybody whose time has come, one per local day whoever else is planning; how many are new."""
    due = people.c.next_due_at <= now
    columns = ["person", "local_day", "due_at", "state", "planned_at", "changed_at"]
    at = literal(now, drills.c.planned_at.type)
    state = literal(State.PLANNED.value)
    rows = select(people.c.id, people.c.next_due_day, people.c.next_due_at, state, at, at).where(due)
    planned = insert(tx, drills).from_select(columns, rows)
    count = (await tx.execute(planned.on_conflict_do_nothing(index_elements=["person", "local_day"]))).rowcount
    kept = {"last_due_at": people.c.next_due_at, "last_due_day": people.c.next_due_day}
    await tx.execute(update(people).where(due).values(kept | {"next_due_at": None, "next_due_day": None}))
    return count


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
_TO_OFFER = drills.c.state.in_((State.PLANNED.value, State.POSTPONED.value))


async def to_offer(tx: AsyncConnection, now: datetime, limit: int) -> list[Planned]:
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
    tx: AsyncConnection,
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


async def miss(tx: AsyncConnection, before: datetime, now: datetime) -> int:
    """Records as missed what was due before an instant and never offered."""
    late = and_(_TO_OFFER, drills.c.due_at < before)
    values = {"state": State.MISSED.value, "changed_at": now}
    return (await tx.execute(update(drills).where(late).values(values))).rowcount


async def get(tx: AsyncConnection, drill: int) -> Drill | None:
    """The drill with this number, locked; None when its person was forgotten."""
    row = (await tx.execute(locked(tx, select(*_DRILL).where(drills.c.id == drill), drills))).first()
    return _drill(row) if row else None


async def of_day(tx: AsyncConnection, person: int, day: date) -> Drill | None:
    """A person's drill of a local day."""
    row = (await tx.execute(select(*_DRILL).where(drills.c.person == person, drills.c.local_day == day))).first()
    return _drill(row) if row else None


async def of_interview(tx: AsyncConnection, interview: str) -> Drill | None:
    """The drill that opened as this interview."""
    row = (await tx.execute(select(*_DRILL).where(drills.c.interview == interview))).first()
    return _drill(row) if row else None


async def ask_now(tx: AsyncConnection, person: int, day: date, now: datetime) -> Drill:
    """The drill of today for a person who asks for it; it takes the place of one that would fall due later today."""
    row = {"person": person, "local_day": day, "due_at": now, "state": State.PLANNED.value}
    row |= {"planned_at": now, "changed_at": now}
    kept = insert(tx, drills).values(row).on_conflict_do_nothing(index_elements=["person", "local_day"])
    await tx.execute(kept)
    taken = {"last_due_at": now, "last_due_day": day, "next_due_at": None, "next_due_day": None}
    await tx.execute(update(people).where(people.c.id == person).values(taken))
    found = await of_day(tx, person, day)
    assert found is not None
    return found


async def listed(tx: AsyncConnection, *, person: int | None = None, limit: int = 100) -> list[tuple[Drill, str]]:
    """Drills and their persons' names, the latest due first."""
    query = select(*_DRILL, people.c.name).select_from(drills.join(people, people.c.id == drills.c.person))
    if person is not None:
        query = query.where(drills.c.person == person)
    rows = await tx.execute(query.order_by(drills.c.due_at.desc(), drills.c.id.desc()).limit(limit))
    return [(_drill(row), row.name) for row in rows]
