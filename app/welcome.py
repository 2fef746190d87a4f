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


NEW = Arrival(is_new=True, points=0, days=-1, asks=True)  # of whom nothing is stored


async def arrival(app: AppContext, person: Person) -> Arrival:
    """How somebody stands who comes (back); whoever is known is asked once where they stand, a newcomer until they begin."""
    async with app.db.read() as tx:
        talked = await interviews.listed(tx, person.id, limit=1, but="quiz")
        length = (await drills.lengths(tx, app.bank, [person], app.now()))[person.id]
    told = person.preferences.seniority
    asks = not talked or told is None
    if talked and told is None:
        await settle(app, person.id, Seniority.UNTOLD)
    return Arrival(not talked, length.points, length.days, asks)


async def is_unasked(app: AppContext, person: int) -> bool:
    """Whether somebody was never asked where they stand; they count as asked from now on."""
    async with app.db.write() as tx:
        known = await people.get(tx, person)
        if known is None or known.preferences.seniority is not None:
            return False
        await people.prefer(tx, person, replace(known.preferences, seniority=Seniority.UNTOLD))
        return True


async def settle(app: AppContext, person: int, seniority: Seniority) -> None:
    """Keeps where somebody says they stand."""
    async with app.db.write() as tx:
        known = await people.get(tx, person)
        if known is not None:
            await people.prefer(tx, person, replace(known.preferences, seniority=seniority))


SAID = {
    Seniority.STARTING: ("1", "starting", "new", "beginner", "刚入门", "入门", "新手"),
    Seniority.WORKING: ("2", "working", "在做", "在职"),
    Seniority.SENIOR: ("3", "senior", "expert", "资深"),
}


def seniority_of(said: str) -> Seniority | None:
    """Where somebody stands, by a number or a word; None for anything else."""
    word = said.strip().casefold()
    return next((seniority for seniority, words in SAID.items() if word in words), None)
