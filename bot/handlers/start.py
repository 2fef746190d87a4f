"""The first minutes, help, and what can be asked."""

from __future__ import annotations

from collections import Counter

from telegram import Update

from app import interviews
from app.admission import accept_invitation
from app.messages.chatting import Greeting, Help, InvitationWrong, Invited, OnlyInGroups, UnknownChatCommand
from app.messages.settings import TopicCount, TopicsListed
from bot import keyboards
from bot.context import ChatContext
from bot.handlers import begin


async def start(update: Update, context: ChatContext) -> None:
    """`/start`, and `/start CODE` from an invitation's link; an unfinished interview is put up again."""
    if context.rest and not await _is_invited(context, context.rest):
        return
    await context.say(Greeting(context.app.judge_host), buttons=keyboards.start(context.language))
    await interviews.resume(context.app, context.chat.id)


async def _is_invited(context: ChatContext, token: str) -> bool:
    group = await accept_invitation(context.app, context.person.id, token)
    if group is None:
        await context.say(InvitationWrong())
    else:
        await context.say(Invited(group))
    return group is not None


async def help_(update: Update, context: ChatContext) -> None:
    await context.say(Help())


async def topics(update: Update, context: ChatContext) -> None:
    """Every topic with its id and number of questions; the buttons start an interview."""
    bank = context.app.bank
    counts = Counter(question.topic for question in bank.questions.values())
    listed = tuple(TopicCount(topic, counts[topic]) for topic in bank.topics if counts[topic])
    await context.say(TopicsListed(listed), buttons=begin.topic_buttons(context))


async def unknown(update: Update, context: ChatContext) -> None:
    words = ((update.message and update.message.text) or "").split() or [""]
    await context.say(UnknownChatCommand(words[0][:40]))


async def only_in_groups(update: Update, context: ChatContext) -> None:
    await context.say(OnlyInGroups())
