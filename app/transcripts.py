"""Voice messages: queued to be written down, the transcript shown to be confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.chats import TELLING
from app.messages.stored import pack
from app.tellings import hear
from storage import chats, interviews, outbox, tasks, tellings

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.values import Envelope
    from questions.model import Language
    from storage.interviews import About
    from storage.tasks import QueuedTask
TRANSCRIBE = "transcribe"  # kind of task


async def request(app: AppContext, chat: int, person: int, file: str, source: str) -> bool:
    """Queues a voice message, once per source; False when no question is open that it could answer and nothing is told."""
    async with app.db.write() as tx:
        tells = await tellings.listens(tx, chat, app.now() - TELLING)
        if not tells and await interviews.about_open(tx, chat) is None:
            return False
        payload = {"chat": chat, "file": file, "source": source}
        await tasks.put(tx, TRANSCRIBE, source, payload, app.now(), person=person)
        return True


async def is_told(app: AppContext, task: QueuedTask, words: str) -> bool:
    """Whether a transcript belongs to what is being told; then it is added to that, and the task is through."""
    chat, source = task.payload["chat"], task.payload["source"]
    if not words or not await hear(app, chat, words, source=source, shows=True):
        return False
    async with app.db.write() as tx:
        await tasks.finish(tx, task, app.owner, app.now())
    return True


async def finish(app: AppContext, task: QueuedTask, message: Callable[[About | None, Language], Envelope]) -> None:
    """Ends a transcription and says the message made from the chat's open interview and language."""
    async with app.db.write() as tx:
        if await tasks.finish(tx, task, app.owner, app.now()):
            chat = await chats.get(tx, task.payload["chat"])
            made = message(await interviews.about_open(tx, chat.id), chat.language)
            await outbox.say(tx, chat.id, pack(made), "reply", app.now())
