"""Who may use the bot: administrators, the allow-list and invited people; with neither list nor invitations, everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.house import House
from storage import groups
from storage.people import Access, Person

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


def is_admin(house: House, person: Person) -> bool:
    return person.telegram in house.settings.admins


async def admitted(tx: AsyncConnection, house: House, person: Person) -> bool:
    if person.access is Access.BLOCKED:
        return False
    if is_admin(house, person) or person.telegram in house.settings.allowed_users or person.access is Access.ADMITTED:
        return True
    return not house.settings.allowed_users and not await groups.are_there_invitations(tx)
