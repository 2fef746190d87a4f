"""What is stored of a person: shown, taken along, deleted; and the administrators' figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.messages import scorecards
from app.messages.stored import pack
from storage import chats, interviews, people, statistics

if TYPE_CHECKING:
    from app.context import AppContext
    from interview.model import Interview
    from questions.model import Language
    from storage.interviews import Listed
    from storage.statistics import Figures
    from storage.transaction import Tx


async def history(app: AppContext, person: int, *, limit: int, skip: int = 0) -> list[Listed]:
    """A person's interviews, the latest first, after the first `skip`."""
    async with app.db.read() as tx:
        return await interviews.listed(tx, person, limit=limit, skip=skip)


async def interview_of(app: AppContext, person: int, id: str) -> Interview | None:
    """One interview of a person, wherever it was held; None when it is none of theirs."""
    async with app.db.read() as tx:
        found = await interviews.load(tx, id, app.bank, lock=False)
    return found if found is not None and found.person == person else None


async def export(app: AppContext, person: int) -> dict[str, Any]:
    """Everything stored of a person, and what follows from it: their scorecards."""
    async with app.db.read() as tx:
        return await _exported(tx, app, person)


async def _exported(tx: Tx, app: AppContext, person: int) -> dict[str, Any]:
    held = await people.export(tx, person)
    loops = [found for id in await interviews.loops_of(tx, person) if (found := await _loop(tx, app, id))]
    earlier = [None, *loops[:-1]]
    cards = [scorecards.built(one, before) for one, before in zip(loops, earlier, strict=True)] if loops else []
    return held | {"scorecards": [pack(card)["message"] for card in cards]}


async def _loop(tx: Tx, app: AppContext, id: str) -> Interview | None:
    return await interviews.load(tx, id, app.bank, lock=False)


async def export_of_chat(app: AppContext, chat: int) -> tuple[Language, dict[str, Any]]:
    """Everything stored of a chat's person, and the chat's language."""
    async with app.db.read() as tx:
        held = await chats.get(tx, chat)
        return held.language, await _exported(tx, app, held.person)


async def forget(app: AppContext, person: int) -> None:
    """Voids running work, then deletes the person with everything of theirs."""
    async with app.db.write() as tx:
        await people.forget(tx, person)


async def figures(app: AppContext) -> Figures:
    async with app.db.read() as tx:
        return await statistics.figures(tx, app.now())
