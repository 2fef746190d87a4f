"""Who says /start: somebody new, who is asked once where they stand, or somebody known, who wants to go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app import drills
from app.context import AppContext
from interview.ramp import Seniority
from storage import interviews, people

if TYPE_CHECKING:
    from storage.people import Person


@dataclass(frozen=True, slots=True)
class Arrival:
    """is_new: has not been interviewed here. points: due now. days: to the planned date, −1 without a plan.

    asks: whether to ask where they stand.
    """

    is_new: bool
    points: int
    days: int
    asks: bool


async def arrival(app: AppContext, person: Person) -> Arrival:
    """How somebody stands who comes (back); whoever is known is asked once where they stand, a newcomer until they begin."""
    async with app.db.read() as tx:
        talked = await interviews.listed(tx, person.id, limit=1, but="quiz")
        length = (await drills.lengths(tx, app.bank, [person], app.now()))[person.id]
    told = person.preferences.seniority
    asks = told is None if talked else told in (None, Seniority.UNTOLD)
    if talked and told is None:
        await settle(app, person, Seniority.UNTOLD)
    return Arrival(not talked, length.points, length.days, asks)


async def settle(app: AppContext, person: Person, seniority: Seniority) -> None:
    """Keeps where somebody says they stand."""
    async with app.db.write() as tx:
        await people.prefer(tx, person.id, replace(person.preferences, seniority=seniority))
