"""What an administrator has to know at once, said to ADMINS in Telegram: once when it begins and once when it is over."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from app.messages.settings import AlertOver, AlertRaised
from app.messages.stored import pack
from app.messages.values import Envelope, Notice
from storage import chats, leases, outbox
from storage.backup import BACKUP
from storage.database import folder_of

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.transaction import Tx
ALERT = "alert:"  # with the trouble's name, the name of a lease
REMEMBERED = 600.0  # seconds after which a trouble that its process says no more about may be told anew
BACKUP_EVERY = timedelta(days=2)
DISK_LEAST = 0.05  # share of the disk


async def tell(app: AppContext) -> int:
    """Says what has begun and what is over since the last look; how many messages that were."""
    if not app.settings.admins:
        return 0
    troubles = {part: why for part, why in app.health.troubles.items() if why}
    if app.db.is_sqlite and (full := await asyncio.to_thread(_disk, app)):
        troubles["disk"] = full
    async with app.db.write() as tx:
        now, said = app.now(), 0
        backed_up = await leases.last(tx, BACKUP)
        if backed_up is not None and now - backed_up > BACKUP_EVERY:
            troubles["backup"] = f"{(now - backed_up).days} d"
        for part, why in troubles.items():
            told_until = await leases.last(tx, ALERT + part)
            mine = await leases.elect(tx, ALERT + part, app.owner, now, REMEMBERED)
            if mine and (told_until is None or told_until <= now):
                said += await _say(tx, app, AlertRaised(part, why[:300]))
        for name in await leases.names(tx, ALERT, app.owner):
            part = name.removeprefix(ALERT)
            if part not in troubles:
                await leases.resign(tx, name, app.owner)
                said += await _say(tx, app, AlertOver(part))
        return said


def _disk(app: AppContext) -> str:
    """How little room is left beside the database; "" while there is enough."""
    try:
        left = shutil.disk_usage(folder_of(app.db.url))
    except OSError:
        return ""
    return f"{left.free / 1e9:.1f} GB" if left.free < DISK_LEAST * left.total else ""


async def _say(tx: Tx, app: AppContext, content: AlertRaised | AlertOver) -> int:
    """To every administrator who has written to the bot."""
    said = 0
    for admin in app.settings.admins:
        chat = await chats.reachable(tx, "telegram", str(admin))
        if chat is not None:
            await outbox.say(tx, chat.id, pack(Envelope(Notice(content, chat.language))), "reply", app.now())
            said += 1
    return said
