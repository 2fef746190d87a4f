"""Who may come in: the chat and person of an update, made on first use; everybody else gets one clear word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Chat as TelegramChat
from telegram import Update, User
from telegram.ext import ApplicationHandlerStop

from app import chats
from app.admission import is_admin
from app.chats import Newcomer
from app.messages.chatting import Flooded, NoAccess, OnlyAdmins
from app.messages.values import Envelope, Notice
from bot.buttons import ConfirmForgetButton, unpack
from bot.context import ChatContext
from bot.flood import Flood
from questions.model import Language
from questions.text import readable
from storage import fencing
from storage.people import Access
from texts import language_of

if TYPE_CHECKING:
    from app.chats import Contact
    from app.context import AppContext
    from storage.chats import Chat


async def arrive(update: Update, context: ChatContext) -> None:
    """Finds out who talks where; ends updates of places where nobody can be answered, and of people who may not come in."""
    place, user = update.effective_chat, update.effective_user
    if place is None or user is None or user.is_bot or place.type == TelegramChat.CHANNEL:
        raise ApplicationHandlerStop
    if place.type == TelegramChat.PRIVATE and place.id != user.id:  # which Telegram never sends
        raise ApplicationHandlerStop
    words = [word.partition("@")[0].casefold() for word in _command(update)[:1]]
    flood = context.services.flood.verdict(user.id, words[0]) if words else Flood.NONE
    if flood is Flood.DROPPED or (flood is Flood.TOLD and place.type != TelegramChat.PRIVATE):
        raise ApplicationHandlerStop
    if place.type != TelegramChat.PRIVATE:
        context.chat = await _group_at(context.app, place, user)
    elif not (
        await _is_known(update, context, place)
        or await _is_new(context, user)
        or _may_be_invited(update, context)
        or _is_about_own_data(update)
    ):
        context.acknowledge(update)
        await context.say(NoAccess(user.id))
        raise ApplicationHandlerStop
    if flood is Flood.TOLD:
        await chats.fold_replies(context.app, context.chat.id, Envelope(Notice(Flooded(), context.language)))
        raise ApplicationHandlerStop


async def _is_known(update: Update, context: ChatContext, place: TelegramChat) -> bool:
    """Somebody who was here lately and may come in; what is open in the chat is read with them."""
    with_open = update.effective_message is not None and update.callback_query is None
    contact = await chats.known(context.app, "telegram", str(place.id), with_open=with_open)
    if contact is not None:
        _note(context, contact)
    return contact is not None


async def _is_new(context: ChatContext, user: User) -> bool:
    """Somebody new, or here again after a while; whether they may come in."""
    contact = await meet(context, user)
    _note(context, contact)
    return contact.admitted


def _note(context: ChatContext, contact: Contact) -> None:
    context.chat, context.person = contact.chat, contact.person
    context.open, context.is_new, context.tells = contact.open, contact.is_new, contact.tells


def name_of(user: User) -> str:
    """What a user is called; "" without a first name, which the library makes None whatever its types say."""
    return readable(user.full_name or "")


async def meet(context: ChatContext, user: User) -> Contact:
    """A user's private chat, made on first use."""
    name, language = name_of(user), _language(context.app, user)
    return await context.services.batch_writer.meet(Newcomer(user.id, name, language, fencing.held()))


async def met(context: ChatContext, user: User) -> Contact:
    """The same for somebody in a group, who is often known."""
    known = await chats.known(context.app, "telegram", str(user.id), with_open=False)
    return known or await meet(context, user)


async def chat_at(app: AppContext, place: TelegramChat, user: User) -> Chat:
    """The chat of an update, made on first use; a private one with its person."""
    if place.type == TelegramChat.PRIVATE:
        name, language = name_of(user), _language(app, user)
        return (await chats.meet(app, "telegram", str(user.id), language=language, name=name)).chat
    return await _group_at(app, place, user)


async def _group_at(app: AppContext, place: TelegramChat, user: User) -> Chat:
    """The group chat of an update, made on first use."""
    address = str(place.id)
    return await chats.known_group(app, address) or await chats.meet_group(app, address, _language(app, user))


def _language(app: AppContext, user: User) -> Language:
    """The language of the person's Telegram, else that of the settings."""
    return language_of(user.language_code) if user.language_code else app.settings.language or "en"


def _may_be_invited(update: Update, context: ChatContext) -> bool:
    return context.person.access is not Access.BLOCKED and _has_invitation(update)


def _has_invitation(update: Update) -> bool:
    words = _command(update)
    return len(words) > 1 and words[0] == "/start"


def _is_about_own_data(update: Update) -> bool:
    """Whether somebody wants what is stored of them, or wants it gone: that works for whoever it is."""
    if update.callback_query is not None:
        return isinstance(unpack(update.callback_query.data or ""), ConfirmForgetButton)
    return (_command(update) or [""])[0].partition("@")[0].casefold() in ("/export", "/forget")


def _command(update: Update) -> list[str]:
    """The words of a command; none of anything else."""
    message = update.message
    is_command = message is not None and any(e.type == e.BOT_COMMAND and e.offset == 0 for e in message.entities)
    return (message.text or "").split() if message and is_command else []


async def membership(update: Update, context: ChatContext) -> None:
    """The bot was blocked, thrown out or let in again."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("kicked", "left"):
        await chats.left(context.app, context.chat.id, f"the bot is {change.new_chat_member.status}")


async def only_admins(context: ChatContext) -> bool:
    """Says so to everybody else; True for an administrator."""
    if is_admin(context.app, context.person):
        return True
    await context.say(OnlyAdmins())
    return False
