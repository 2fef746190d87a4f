"""The scorecards of a person's whole interviews, read from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.lookup import person_called
from app.messages.scorecards import built, shareable
from storage import interviews

if TYPE_CHECKING:
    from app.messages.loops import ScorecardMessage
    from storage.bank_rows import Questions
    from storage.database import Database
    from storage.transaction import Tx


async def latest(tx: Tx, bank: Questions, person: int, *, shown: bool = False) -> ScorecardMessage | None:
    """The scorecard of a person's latest loop, compared with the one before; None without one."""
    found = await interviews.latest_loop(tx, person, bank)
    before = await interviews.latest_loop(tx, person, bank, until=found.id) if found else None
    return built(found, before, shown=shown) if found else None


async def of_name(db: Database, bank: Questions, called: str, *, shown: bool = False) -> ScorecardMessage | None:
    """The same of somebody by name, without the words of who speaks in Telegram. Raises UnknownNameError."""
    async with db.read() as tx:
        person = await person_called(tx, called)
        card = await latest(tx, bank, person.id, shown=shown)
    return shareable(card) if card is not None and person.telegram is not None else card
