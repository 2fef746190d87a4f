"""What a handler has at hand: the chat and person it talks to, and how it answers."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from app.messages.values import Envelope, Notice
from bot.services import Services
from questions.errors import InterviewerError
from questions.model import Language

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.prompts import Prompt
    from app.messages.values import NoticeContent, Rows
    from storage.chats import Chat
    from storage.interviews import About
    from storage.people import Person


class NotYetError(InterviewerError):
    """What this update refers to is not written down yet; it is to be handled once more in a moment."""


class ChatContext(CallbackContext[Any, dict[Any, Any], dict[Any, Any], Services]):
    """The context of one update. `chat` and `person` are there once `handlers.arrival` has let the update in.

    open: the chat's unfinished interview as it was then, for messages. is_retry: whether the update was tried before.
    is_new: whether the person was never here before. tells: whether plain messages are told (`app.tellings`).
    """

    chat: Chat
    person: Person
    open: About | None = None
    is_new: bool = False
    tells: bool = False
    is_retry: bool = False

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        made = super().from_update(update, application)
        made.is_retry = isinstance(update, Update) and update.update_id in made.services.retried
        return made

    @property
    def services(self) -> Services:
        return self.bot_data

    @property
    def app(self) -> AppContext:
        return self.services.app

    @property
    def language(self) -> Language:
        return self.chat.language

    @property
    def rest(self) -> str:
        """What stands behind a command."""
        return " ".join(self.args or [])

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something that nobody waits for, such as answering a tap."""
        self.services.start(work)

    async def say(
        self,
        content: NoticeContent,
        *,
        buttons: Rows | None = None,
        edits: int | None = None,
        prompt: Prompt | None = None,
    ) -> None:
        """A notice into this chat; buttons, edits and prompt as in `Envelope`."""
        await self.post(Envelope(Notice(content, self.language), buttons, edits, prompt))

    async def post(self, envelope: Envelope) -> None:
        await self.services.batch_writer.post(self.chat.id, envelope)

    def acknowledge(self, update: Update, words: str = "") -> None:
        """Ends the spinner of a tapped button, with a few words over the chat where there are any."""
        tapped = update.callback_query
        if tapped is not None:
            self.aside(_acknowledged(tapped, words[:200]))


async def _acknowledged(tapped: Any, words: str) -> None:
    with suppress(TelegramError):  # too old, or answered before: the spinner has ended by itself
        await tapped.answer(words or None)


def source(message: Message) -> str:
    """The name of a message by which an answer is known again."""
    return f"telegram:{message.chat_id}:{message.message_id}"
