"""Who may use the bot: administrators, the allow-list and invited people; with neither list nor invitations, everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.context import AppContext
from storage import groups
from storage.people import Access, Person

if TYPE_CHECKING:
    from storage.transaction import Tx
STALE = timedelta(seconds=3)


def is_admin(app: AppContext, person: Person) -> bool:
    return person.telegram in app.settings.admins


async def admitted(tx: Tx, app: AppContext, person: Person) -> bool:
    if person.access is Access.BLOCKED:
        return False
    if is_admin(app, person) or person.telegram in app.settings.allowed_users or person.access is Access.ADMITTED:
        return True
    return not app.settings.allowed_users and not await _invited(tx, app)


async def _invited(tx: Tx, app: AppContext) -> bool:
    """Whether anybody was ever invited; looked up again after a few seconds, because it is asked for every message."""
    known = _LOOKED_UP.get(app.owner)
    if known is None or app.now() - known[0] > STALE:
        known = _LOOKED_UP[app.owner] = (app.now(), await groups.are_there_invitations(tx))
    return known[1]


_LOOKED_UP: dict[str, tuple[datetime, bool]] = {}  # by context: tests have several
