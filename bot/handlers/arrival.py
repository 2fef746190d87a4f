"""Who may come in: the chat and person of an update, made on first use; everybody else gets one clear word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Chat as TelegramChat
from telegram import Update, User
from telegram.ext import ApplicationHandlerStop

from bot.access import admitted, is_admin
from bot.context import ChatContext
from questions.model import Language
from questions.text import readable
from storage import chats, interviews, people
from texts import language_of

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.chats import Chat
    from storage.transaction import Tx


async def arrive(update: Update, context: ChatContext) -> None:
    """Finds out who talks where; ends updates of places where nobody can be answered, and of people who may not come in."""
    place, user = update.effective_chat, update.effective_user
    if place is None or user is None or user.is_bot or place.type == TelegramChat.CHANNEL:
        raise ApplicationHandlerStop
    if place.type == TelegramChat.PRIVATE and place.id != user.id:  # which Telegram never sends
        raise ApplicationHandlerStop
    if place.type != TelegramChat.PRIVATE:
        async with context.app.db.write() as tx:
            context.chat = await chat_at(tx, context.app, place, user)
    elif not (
        await _known(update, context, place) or await _new(context, place, user) or _may_be_invited(update, context)
    ):
        context.acknowledge(update)
        await context.say("no_access", id=user.id)
        raise ApplicationHandlerStop


async def _known(update: Update, context: ChatContext, place: TelegramChat) -> bool:
    """Somebody who was here lately and may come in; what is open in the chat is read with them."""
    async with context.app.db.read() as tx:
        met = await chats.met(tx, "telegram", str(place.id), context.app.now())
        if met is None or not await admitted(tx, context.app, met[1]):
            return False
        context.chat, context.person = met
        if update.effective_message is not None and update.callback_query is None:
            context.open = await interviews.about_open(tx, context.chat.id)
    return True


async def _new(context: ChatContext, place: TelegramChat, user: User) -> bool:
    """Somebody new, or here again after a while; whether they may come in."""
    async with context.app.db.write() as tx:
        context.chat = await chat_at(tx, context.app, place, user)
        person = await people.get(tx, context.chat.person)
        assert person is not None
        context.person = person
        context.open = await interviews.about_open(tx, context.chat.id)
        return await admitted(tx, context.app, context.person)


async def chat_at(tx: Tx, app: AppContext, place: TelegramChat, user: User) -> Chat:
    """The chat of an update, made on first use; a private one with its person."""
    address, language, now = str(place.id), _language(app, user), app.now()
    if place.type != TelegramChat.PRIVATE:
        return await chats.ensure_group(tx, address, language=language, now=now)
    name, zone = readable(user.full_name), app.settings.timezone
    return await chats.ensure(tx, "telegram", address, language=language, now=now, name=name, zone=zone)


def _language(app: AppContext, user: User) -> Language:
    """The language of the person's Telegram, else that of the settings."""
    return language_of(user.language_code) if user.language_code else app.settings.language or "en"


def _may_be_invited(update: Update, context: ChatContext) -> bool:
    return context.person.access is not people.Access.BLOCKED and _has_invitation(update)


def _has_invitation(update: Update) -> bool:
    message = update.message
    words = (message.text or "").split() if message else []
    is_command = message is not None and any(e.type == e.BOT_COMMAND and e.offset == 0 for e in message.entities)
    return is_command and len(words) > 1 and words[0] == "/start"


async def membership(update: Update, context: ChatContext) -> None:
    """The bot was blocked, thrown out or let in again."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("kicked", "left"):
        async with context.app.db.write() as tx:
            await chats.gone(tx, context.chat.id, context.app.now(), f"the bot is {change.new_chat_member.status}")


async def only_admins(context: ChatContext) -> bool:
    """Says so to everybody else; True for an administrator."""
    if is_admin(context.app, context.person):
        return True
    await context.say("only_admins")
    return False
