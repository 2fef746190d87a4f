"""What is kept only for a while, and dropped then."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage import inbox, outbox, tasks
from storage.tables import heard
from storage.transaction import Tx

DONE_WORK = timedelta(days=7)
KNOWN_UPDATES = timedelta(days=14)  # Telegram offers an update for one day
SENT_MESSAGES = timedelta(days=60)  # Telegram lets a message be edited for two days
HEARD_MESSAGES = timedelta(days=60)


async def tidy(tx: Tx, now: datetime) -> int:
    """Drops done tasks, sent messages and the numbers of old updates; how many rows. Nothing of an interview is touched."""
    old = delete(heard).where(heard.c.at < now - HEARD_MESSAGES)
    return (
        await tasks.tidy(tx, now - DONE_WORK)
        + await inbox.tidy(tx, now - KNOWN_UPDATES)
        + await outbox.tidy(tx, now - SENT_MESSAGES)
        + (await tx.execute(old)).rowcount
    )
