"""Who may use the interviewer: administrators, the allow-list and invited people; without both, everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import groups
from storage.people import Access, Person

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.transaction import Tx


def is_admin(app: AppContext, person: Person) -> bool:
    return person.telegram in app.settings.admins


async def admitted(tx: Tx, app: AppContext, person: Person) -> bool:
    """Whether a person may use the interviewer. Blocked people may not, whatever lists they stand on."""
    if person.access is Access.BLOCKED:
        return False
    if is_admin(app, person) or person.telegram in app.settings.allowed_users or person.access is Access.ADMITTED:
        return True
    return not app.settings.allowed_users and not await app.invitations.look_up(tx, app.now())


async def is_open_to_everybody(app: AppContext) -> bool:
    """Whether neither an allow-list nor an invitation keeps anybody out."""
    if app.settings.allowed_users:
        return False
    async with app.db.read() as tx:
        return not await groups.are_there_invitations(tx)


async def accept_invitation(app: AppContext, person: int, token: str) -> str | None:
    """Lets a person in by an invitation: the name of its group, "" for none; None: no such invitation."""
    async with app.db.write() as tx:
        if not await groups.accept(tx, token, person, app.now()):
            return None
        return await groups.invited_to(tx, token)


async def groups_of(app: AppContext, person: int) -> list[str]:
    """The names of a person's groups."""
    async with app.db.read() as tx:
        return await groups.of_person(tx, person)


async def share_band(app: AppContext, person: int, *, yes: bool) -> None:
    """Whether the organisers of a person's groups see the band of their last whole interview."""
    async with app.db.write() as tx:
        await groups.share_band(tx, person, yes=yes)
