"""A word to whoever wrote something that could not be handled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Chat as TelegramChat
from telegram import Message, MessageEntity
from telegram import Update as TelegramUpdate

from app.chats import say_once
from app.messages.chatting import WentWrong
from app.messages.values import Envelope, Notice
from bot.handlers.arrival import chat_at

if TYPE_CHECKING:
    from telegram import Bot

    from app.context import AppContext
    from storage.inbox import Update


async def send_failure_notice(app: AppContext, bot: Bot, update: Update) -> None:
    """Asks for it once more, once per update; whoever did not speak to the bot hears nothing."""
    read = TelegramUpdate.de_json(update.payload, bot)
    place, user = read.effective_chat, read.effective_user
    if place is None or user is None or user.is_bot or not _is_addressed(read, place, bot):
        return
    chat = await chat_at(app, place, user)
    await say_once(app, chat.id, f"given up:{update.id}", Envelope(Notice(WentWrong(), chat.language)))


def _is_addressed(read: TelegramUpdate, place: TelegramChat, bot: Bot) -> bool:
    """Whether a person spoke to the bot: in private by anything; in a group by a button, a command or a reply to it."""
    if place.type == TelegramChat.PRIVATE or read.callback_query is not None:
        return read.my_chat_member is None
    return read.message is not None and (_is_command(read.message, bot) or _replies(read.message, bot))


def _is_command(message: Message, bot: Bot) -> bool:
    commands = message.parse_entities([MessageEntity.BOT_COMMAND])
    named = next((text.partition("@")[2] for entity, text in commands.items() if entity.offset == 0), None)
    return named is not None and named.lower() in ("", bot.username.lower())


def _replies(message: Message, bot: Bot) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
