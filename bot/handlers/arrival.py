"""Who may come in: the chat and person of an update, made on first use; everybody else gets one clear word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Chat as TelegramChat
from telegram import Update, User
from telegram.ext import ApplicationHandlerStop

from bot.access import admitted, is_admin
from bot.context import Talk
from grader.text import readable
from questions.model import Language
from storage import chats, interviews, people
from texts import language_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.context import House
    from storage.chats import Chat


async def arrive(update: Update, talk: Talk) -> None:
    """Finds out who talks where; ends updates of places where nobody can be answered, and of people who may not come in."""
    place, user = update.effective_chat, update.effective_user
    if place is None or user is None or user.is_bot or place.type == TelegramChat.CHANNEL:
        raise ApplicationHandlerStop
    if place.type == TelegramChat.PRIVATE and place.id != user.id:  # which Telegram never sends
        raise ApplicationHandlerStop
    if place.type != TelegramChat.PRIVATE:
        async with talk.house.db.write() as tx:
            talk.chat = await chat_at(tx, talk.house, place, user)
    elif not (await _known(update, talk, place) or await _new(talk, place, user) or _may_be_invited(update, talk)):
        talk.acknowledge(update)
        await talk.say("no_access", id=user.id)
        raise ApplicationHandlerStop


async def _known(update: Update, talk: Talk, place: TelegramChat) -> bool:
    """Somebody who was here lately and may come in; what is open in the chat is read with them."""
    async with talk.house.db.read() as tx:
        met = await chats.met(tx, "telegram", str(place.id), talk.house.now())
        if met is None or not await admitted(tx, talk.house, met[1]):
            return False
        talk.chat, talk.person = met
        if update.effective_message is not None and update.callback_query is None:
            talk.open = await interviews.about_open(tx, talk.chat.id)
    return True


async def _new(talk: Talk, place: TelegramChat, user: User) -> bool:
    """Somebody new, or here again after a while; whether they may come in."""
    async with talk.house.db.write() as tx:
        talk.chat = await chat_at(tx, talk.house, place, user)
        person = await people.get(tx, talk.chat.person)
        assert person is not None
        talk.person = person
        talk.open = await interviews.about_open(tx, talk.chat.id)
        return await admitted(tx, talk.house, talk.person)


async def chat_at(tx: AsyncConnection, house: House, place: TelegramChat, user: User) -> Chat:
    """The chat of an update, made on first use; a private one with its person."""
    address, language, now = str(place.id), _language(house, user), house.now()
    if place.type != TelegramChat.PRIVATE:
        return await chats.ensure_group(tx, address, language=language, now=now)
    name, zone = readable(user.full_name), house.settings.timezone
    return await chats.ensure(tx, "telegram", address, language=language, now=now, name=name, zone=zone)


def _language(house: House, user: User) -> Language:
    """The language of the person's Telegram, else that of the settings."""
    return language_of(user.language_code) if user.language_code else house.settings.language or "en"


def _may_be_invited(update: Update, talk: Talk) -> bool:
    return talk.person.access is not people.Access.BLOCKED and _has_invitation(update)


def _has_invitation(update: Update) -> bool:
    message = update.message
    words = (message.text or "").split() if message else []
    is_command = message is not None and any(e.type == e.BOT_COMMAND and e.offset == 0 for e in message.entities)
    return is_command and len(words) > 1 and words[0] == "/start"


async def membership(update: Update, talk: Talk) -> None:
    """The bot was blocked, thrown out or let in again."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("kicked", "left"):
        async with talk.house.db.write() as tx:
            await chats.gone(tx, talk.chat.id, talk.house.now(), f"the bot is {change.new_chat_member.status}")


async def only_admins(talk: Talk) -> bool:
    """Says so to everybody else; True for an administrator."""
    if is_admin(talk.house, talk.person):
        return True
    await talk.say("only_admins")
    return False
