"""Idempotency keys: what may happen once in a chat, by its name, however often it is asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.dialects import insert
from storage.tables import heard
from storage.transaction import Tx


async def claim_once(tx: Tx, chat: int, key: str, now: datetime) -> bool:
    """Claims a key: a message taken as an answer, a week that was reported.

    False: it was claimed before, and what it stands for must not happen again.
    """
    row = {"chat": chat, "source": key, "at": now}
    noted = insert(tx, heard).values(row).on_conflict_do_nothing().returning(heard.c.source)
    return (await tx.execute(noted)).first() is not None


async def is_claimed(tx: Tx, chat: int, key: str) -> bool:
    """Whether a key of this chat was claimed."""
    query = select(heard.c.source).where(heard.c.chat == chat, heard.c.source == key)
    return (await tx.execute(query)).first() is not None
