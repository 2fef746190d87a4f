"""People as administrators see them, without their answers; who is kept out, invited, and given a topic to work through."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.assignments import assign
from app.lookup import UnknownNameError, group_called, person_called
from questions.errors import sentence
from storage import groups, people, report_queries
from storage.people import Access

if TYPE_CHECKING:
    from storage.database import Database
    from storage.people import Person
    from storage.report_queries import Assigned
    from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Invitation:
    """first: nobody was invited before, so that from now on newcomers need an invitation."""

    token: str
    first: bool


async def listed(db: Database, group: str = "") -> list[dict[str, Any]]:
    """Everybody, or the members of a group."""
    async with db.read() as tx:
        if group:
            return await described(tx, await groups.members(tx, (await group_called(tx, group)).id))
        found: list[dict[str, Any]] = []
        while page := await people.listed(tx, after=found[-1]["number"] if found else 0):
            found += await described(tx, page)
        return found


async def described(tx: Tx, found: list[Person]) -> list[dict[str, Any]]:
    """What an administrator may see of people: no answers."""
    numbers = [person.id for person in found]
    done, joined = await report_queries.done(tx, numbers), await groups.of_people(tx, numbers)
    return [
        {
            "number": person.id,
            "name": person.name,
            "telegram": person.telegram,
            "access": person.access.value,
            "language": person.language,
            "zone": person.zone,
            "groups": joined.get(person.id, []),
            "since": person.created_at.isoformat(),
            "answers": done[person.id].answers if person.id in done else 0,
            "last_answer_at": _at(done[person.id].last_at) if person.id in done else None,
        }
        for person in found
    ]


def _at(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


async def one(db: Database, called: str) -> tuple[Person, dict[str, Any], list[Assigned]]:
    """A person, their description, and what is assigned to them."""
    async with db.read() as tx:
        person = await person_called(tx, called)
        (told,) = await described(tx, [person])
        return person, told, await report_queries.assigned(tx, person=person.id)


async def called(db: Database, name: str) -> Person:
    async with db.read() as tx:
        return await person_called(tx, name)


async def bar(db: Database, name: str, *, out: bool) -> Person:
    """Keeps a person out of the bot, or lets them in again. Raises UnknownNameError for whom that means nothing."""
    async with db.write() as tx:
        person = await person_called(tx, name)
        named = f"{person.name} (#{person.id})"
        if person.telegram is None:
            raise UnknownNameError(
                sentence("{named} uses the terminal here; only who comes by Telegram can be kept out.", named=named)
            )
        if (person.access is Access.BLOCKED) is out:
            raise UnknownNameError(
                sentence("{named} is blocked already." if out else "{named} is not blocked.", named=named)
            )
        await people.admit(tx, person.id, Access.BLOCKED if out else Access.ADMITTED)
    return person


async def invite(
    db: Database, group: str, uses: int | None, holds: timedelta, now: datetime, *, was_open: bool
) -> Invitation:
    """A new invitation, into a group where one is named; the group is made on first use.

    The first one closes the door to strangers: where it was open to everybody (`was_open`), whoever is here stays in.
    """
    token = secrets.token_urlsafe(12)
    async with db.write() as tx:
        first = not await groups.are_there_invitations(tx)
        joined = await groups.ensure(tx, group, now) if group else None
        await groups.invite(tx, token, now, group=joined, expires_at=now + holds, uses=uses, was_open=was_open)
    return Invitation(token, first)


async def assign_topic(
    db: Database, topic: str, day: date, now: datetime, *, group: str = "", person: str = ""
) -> tuple[int, int]:
    """Assigns a topic to a group or a person by name; the assignment's number, and how many people are told."""
    async with db.write() as tx:
        if group:
            return await assign(tx, topic, day, now, group=await group_called(tx, group))
        return await assign(tx, topic, day, now, person=await person_called(tx, person))


async def withdraw(db: Database, assignment: int) -> bool:
    async with db.write() as tx:
        return await groups.withdraw(tx, assignment)


async def export(db: Database, name: str) -> dict[str, Any]:
    """Everything stored of a person, answers included."""
    async with db.read() as tx:
        return await people.export(tx, (await person_called(tx, name)).id)


async def forget(db: Database, person: int) -> bool:
    """Deletes a person with everything of theirs; False when they are gone already."""
    async with db.write() as tx:
        return await people.forget(tx, person)
