"""Updates on their way in: what belongs to which chat is read from the raw JSON, so that a malformed one harms no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import structlog

from app import inbox
from app.context import AppContext
from bot.update_schema import fits
from storage.inbox import Update

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
log = structlog.get_logger()


async def ingest(app: AppContext, updates: Iterable[object]) -> int | None:
    """Stores a batch in one transaction; the highest id of it, None when there was nothing to store."""
    bot = app.settings.bot_id
    found = [replace(read, bot=bot) for read in map(read_update, updates) if read is not None]
    if not found:
        return None
    await inbox.store(app, found)
    return max(update.id for update in found)


def read_update(raw: object) -> Update | None:
    """An update with its chat and sender; None for what has no usable id."""
    id = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(id, int) or isinstance(id, bool) or not 0 <= id < 2**63:
        log.warning("an update without an id was dropped", kind=type(raw).__name__)
        return None
    if not fits(raw):
        log.warning("a malformed update was dropped", update=id)
        return Update(id, None, None, {"update_id": id})  # its number is known, so that it does not come again
    content: dict[str, object] = next((raw[kind] for kind in WANTED if isinstance(raw.get(kind), dict)), {})
    message = content.get("message") if "chat" not in content else content
    chat = _number(message, "chat")
    return Update(id, chat if chat is not None else _number(content, "from"), _number(content, "from"), raw)


def _number(content: object, of: str) -> int | None:
    held = content.get(of) if isinstance(content, dict) else None
    id = held.get("id") if isinstance(held, dict) else None
    return id if isinstance(id, int) and not isinstance(id, bool) and abs(id) < 2**63 else None
