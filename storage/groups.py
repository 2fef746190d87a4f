"""Study groups: who is in, by which invitation, and what they were asked to do by when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage.dialects import insert
from storage.people import Access, Person, admit, admit_everybody, person_from
from storage.tables import assignments, groups, invitations, memberships, people
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Group:
    id: int
    name: str
    members: int


async def ensure(tx: Tx, name: str, now: datetime) -> int:
    """The group called `name`, made on first use; its number."""
    made = insert(tx, groups).values(name=name, made_at=now).on_conflict_do_nothing(index_elements=["name"])
    await tx.execute(made)
    return int((await tx.execute(select(groups.c.id).where(groups.c.name == name))).scalar_one())


async def called(tx: Tx, name: str) -> Group | None:
    """The group with this name."""
    return next((group for group in await listed(tx) if group.name == name), None)


async def listed(tx: Tx) -> list[Group]:
    """Every group, by name."""
    joined = groups.outerjoin(memberships, memberships.c.group == groups.c.id)
    query = select(groups.c.id, groups.c.name, func.count(memberships.c.person)).select_from(joined)
    rows = await tx.execute(query.group_by(groups.c.id, groups.c.name).order_by(groups.c.name))
    return [Group(id, name, members) for id, name, members in rows]


async def join(tx: Tx, group: int, person: int, now: datetime) -> None:
    """Takes a person into a group; a member stays one."""
    row = {"group": group, "person": person, "joined_at": now}
    await tx.execute(insert(tx, memberships).values(row).on_conflict_do_nothing())


async def share_band(tx: Tx, person: int, *, yes: bool) -> bool:
    """Whether the organisers of a person's groups see the band of their last whole interview; False for a member of none."""
    mine = update(memberships).where(memberships.c.person == person).values(shares_band=yes)
    return bool((await tx.execute(mine)).rowcount)


async def sharing(tx: Tx, group: int) -> set[int]:
    """The members of a group who let its organisers see their band."""
    query = select(memberships.c.person).where(memberships.c.group == group, memberships.c.shares_band)
    return set((await tx.execute(query)).scalars())


async def members(tx: Tx, group: int) -> list[Person]:
    """The people in a group, in the order in which they joined."""
    joined = people.join(memberships, memberships.c.person == people.c.id)
    query = select(people).select_from(joined).where(memberships.c.group == group)
    return [person_from(row) for row in await tx.execute(query.order_by(memberships.c.joined_at, people.c.id))]


async def of_person(tx: Tx, person: int) -> list[str]:
    """The names of a person's groups."""
    return (await of_people(tx, [person])).get(person, [])


async def of_people(tx: Tx, persons: Collection[int]) -> dict[int, list[str]]:
    """The names of everybody's groups; who is in none is left out."""
    joined = groups.join(memberships, memberships.c.group == groups.c.id)
    query = select(memberships.c.person, groups.c.name).select_from(joined).where(memberships.c.person.in_(persons))
    found: dict[int, list[str]] = {}
    for person, name in await tx.execute(query.order_by(groups.c.name)):
        found.setdefault(person, []).append(name)
    return found


# -- invitations -----------------------------------------------------------------------------------------------------


async def invite(
    tx: Tx,
    token: str,
    now: datetime,
    *,
    group: int | None = None,
    expires_at: datetime | None = None,
    uses: int | None = None,
    was_open: bool = True,
) -> None:
    """Makes an invitation that admits whoever shows its token, into a group if one is named; None: without limit.

    The first one closes the door to newcomers; where it stood open to everybody, whoever is here stays in.
    """
    if was_open and not await are_there_invitations(tx):
        await admit_everybody(tx)
    row = {"token": token, "group": group, "made_at": now, "expires_at": expires_at, "uses_left": uses}
    await tx.execute(insert(tx, invitations).values(row))


async def invited_to(tx: Tx, token: str) -> str:
    """The name of the group that an invitation leads into, "" for none."""
    joined = invitations.join(groups, groups.c.id == invitations.c.group)
    query = select(groups.c.name).select_from(joined).where(invitations.c.token == token)
    return (await tx.execute(query)).scalar() or ""


async def accept(tx: Tx, token: str, person: int, now: datetime) -> bool:
    """Admits a person by an invitation; False when it is unknown, over or used up, or when the person is blocked.

    A member does not use it again.
    """
    query = select(invitations.c.group).where(_open(token, now))
    found = (await tx.execute(query)).first()
    blocked = select(people.c.id).where(people.c.id == person, people.c.access == Access.BLOCKED.value)
    if found is None or (await tx.execute(blocked)).first() is not None:
        return False
    if found.group is not None and await _is_member(tx, found.group, person):
        return True
    used = update(invitations).where(_open(token, now)).values(uses_left=invitations.c.uses_left - 1)
    if not (await tx.execute(used)).rowcount:
        return False
    await admit(tx, person, Access.ADMITTED)
    if found.group is not None:
        await join(tx, found.group, person, now)
    return True


def _open(token: str, now: datetime) -> ColumnElement[bool]:
    lasting = or_(invitations.c.expires_at.is_(None), invitations.c.expires_at > now)
    return and_(
        invitations.c.token == token, lasting, or_(invitations.c.uses_left.is_(None), invitations.c.uses_left > 0)
    )


async def _is_member(tx: Tx, group: int, person: int) -> bool:
    query = select(memberships.c.person).where(memberships.c.group == group, memberships.c.person == person)
    return (await tx.execute(query)).first() is not None


async def are_there_invitations(tx: Tx) -> bool:
    """Whether anybody was ever invited: then not everybody may come in."""
    return (await tx.execute(select(invitations.c.token).limit(1))).first() is not None


# -- assignments -----------------------------------------------------------------------------------------------------


async def assign(
    tx: Tx,
    topic: str,
    by_day: date,
    now: datetime,
    *,
    group: int | None = None,
    person: int | None = None,
) -> int:
    """Asks a group, or one person, to work a topic through by a day; the number of the assignment."""
    row = {"group": group, "person": person, "topic": topic, "by_day": by_day, "made_at": now}
    made = insert(tx, assignments).values(row).returning(assignments.c.id)
    return int((await tx.execute(made)).scalar_one())


async def withdraw(tx: Tx, assignment: int) -> bool:
    """Takes an assignment back; False when there is none."""
    return bool((await tx.execute(delete(assignments).where(assignments.c.id == assignment))).rowcount)
