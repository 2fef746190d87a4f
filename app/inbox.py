"""Updates from a channel: stored before they are acknowledged, claimed chat by chat, and ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import inbox

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.inbox import Update


async def store(app: AppContext, updates: Sequence[Update]) -> None:
    """Stores a batch in one transaction, deduplicated by update id."""
    async with app.db.write() as tx:
        await inbox.store(tx, updates, app.now())


async def adopt(app: AppContext) -> None:
    """Updates that an older version stored are this bot's."""
    async with app.db.write() as tx:
        await inbox.adopt(tx, app.settings.bot_id)


async def claim(app: AppContext, lease: timedelta, limit: int, held: Collection[Update]) -> list[Update]:
    async with app.db.write() as tx:
        return await inbox.claim(tx, app.owner, app.now(), lease, limit, held=held)


async def renew(app: AppContext, held: Collection[Update], lease: timedelta) -> None:
    async with app.db.write() as tx:
        await inbox.renew(tx, [one.claim for one in held], app.now() + lease)


async def put_back(app: AppContext, updates: Collection[Update], wait: timedelta, why: str) -> None:
    async with app.db.write() as tx:
        await inbox.put_back(tx, [one.claim for one in updates], app.now() + wait, why)


async def done(app: AppContext, ended: Collection[tuple[Sequence[Update], str]]) -> None:
    """Ends updates, all in one transaction; with each group the error it was given up for, "" when it was handled."""
    async with app.db.write() as tx:
        for error in {error for _, error in ended}:
            claims = [one.claim for held, why in ended if why == error for one in held]
            await inbox.done(tx, claims, app.now(), error=error)
