"""What is stored of a person: shown, taken along, deleted; and the administrators' figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage import chats, interviews, people, statistics

if TYPE_CHECKING:
    from app.context import AppContext
    from questions.model import Language
    from storage.interviews import Listed
    from storage.statistics import Figures


async def history(app: AppContext, person: int, *, limit: int) -> list[Listed]:
    """A person's interviews, the latest first."""
    async with app.db.read() as tx:
        return await interviews.listed(tx, person, limit=limit)


async def export_of_chat(app: AppContext, chat: int) -> tuple[Language, dict[str, Any]]:
    """Everything stored of a chat's person, and the chat's language."""
    async with app.db.read() as tx:
        held = await chats.get(tx, chat)
        return held.language, await people.export(tx, held.person)


async def forget(app: AppContext, person: int) -> None:
    """Voids running work, then deletes the person with everything of theirs."""
    async with app.db.write() as tx:
        await people.forget(tx, person)


async def figures(app: AppContext) -> Figures:
    async with app.db.read() as tx:
        return await statistics.figures(tx, app.now())
