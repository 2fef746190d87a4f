"""Voice messages: queued to be written down, the transcript shown to be confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.messages.stored import pack
from storage import chats, interviews, outbox, tasks

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.values import Envelope
    from questions.model import Language
    from storage.interviews import About
    from storage.tasks import QueuedTask
TRANSCRIBE = "transcribe"  # kind of task


async def request(app: AppContext, chat: int, person: int, file: str, source: str) -> bool:
    """Queues a voice message, once per source; False when no question is open that it could answer."""
    async with app.db.write() as tx:
        if await interviews.about_open(tx, chat) is None:
            return False
        payload = {"chat": chat, "file": file, "source": source}
        await tasks.put(tx, TRANSCRIBE, source, payload, app.now(), person=person)
        return True


async def finish(app: AppContext, task: QueuedTask, message: Callable[[About | None, Language], Envelope]) -> None:
    """Ends a transcription and says the message made from the chat's open interview and language."""
    async with app.db.write() as tx:
        if await tasks.finish(tx, task, app.owner, app.now()):
            chat = await chats.get(tx, task.payload["chat"])
            made = message(await interviews.about_open(tx, chat.id), chat.language)
            await outbox.say(tx, chat.id, pack(made), "reply", app.now())
