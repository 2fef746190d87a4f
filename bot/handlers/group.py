"""What happens in group chats: quizzes, and a word about everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, Update

from app import quiz
from app.messages.chatting import HelpInGroup, NoAccess, OnlyPrivate
from app.messages.groups import QuizAsked, QuizUsage
from app.messages.values import Notice
from app.quiz import Player
from bot.context import ChatContext
from bot.handlers import answers
from bot.handlers.arrival import met, name_of
from bot.message_text import worded
from questions.bank import suggest
from questions.text import readable
from texts import catalogue, language_of

if TYPE_CHECKING:
    from telegram import User


async def begin(update: Update, context: ChatContext) -> None:
    """`/quiz [TOPIC]`, for people who may use the bot."""
    assert update.effective_user is not None
    topic = context.app.bank.find_topic(context.rest) if context.rest else None
    if not await _may(context, update.effective_user):
        await context.say(NoAccess(update.effective_user.id))
    elif context.rest and topic is None:
        await context.say(QuizUsage(", ".join(suggest(context.rest))))
    else:
        await quiz.begin(context.app, context.chat.id, (topic,) if topic else ())


async def _may(context: ChatContext, user: User) -> bool:
    return (await met(context, user)).admitted


def _player(context: ChatContext, user: User) -> Player:
    return Player(user.id, name_of(user), language_of(user.language_code) if user.language_code else context.language)


async def reply(update: Update, context: ChatContext) -> None:
    """A reply to the quiz's message is an answer; replies to anything else are the group's own talk."""
    message = update.message
    assert message is not None and update.effective_user is not None
    replied = message.reply_to_message
    if not isinstance(replied, Message) or replied.from_user is None or replied.from_user.id != context.bot.id:
        return
    envelope = await answers.said(context, replied)
    asked = envelope.message.content if envelope is not None and isinstance(envelope.message, Notice) else None
    if not isinstance(asked, QuizAsked):
        return
    if not await _may(context, update.effective_user):
        await context.say(NoAccess(update.effective_user.id))
    else:
        player = _player(context, update.effective_user)
        await quiz.answer(
            context.app, context.chat.id, asked.quiz, player, readable(worded(message)), replied.message_id
        )


async def other(update: Update, context: ChatContext) -> None:
    """Any other command; one that is not ours, or is meant for another bot, is left alone."""
    words = ((update.message and update.message.text) or "").split() or [""]
    command, _, meant = words[0].partition("@")
    name = command.removeprefix("/").casefold()
    if meant and meant.casefold() != context.bot.username.casefold():
        return
    if name in ("start", "help"):
        await context.say(HelpInGroup())
    elif name in catalogue(context.language).menus.COMMANDS:
        await context.say(OnlyPrivate())
