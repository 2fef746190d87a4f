"""The first minutes, help, and what can be asked."""

from __future__ import annotations

from collections import Counter

from telegram import Update

from app import admission, chats, interviews, loops, welcome
from app.admission import accept_invitation
from app.messages.chatting import (
    BandShareAsked,
    BandShareKept,
    Greeting,
    Help,
    InvitationWrong,
    Invited,
    OnlyInGroups,
    ReadyToBegin,
    SeniorityAsked,
    SeniorityKept,
    UnknownChatCommand,
    WelcomeBack,
)
from app.messages.prompts import DatePrompt
from app.messages.settings import TopicCount, TopicsListed
from bot import keyboards
from bot.context import ChatContext
from bot.handlers import begin
from interview.ramp import Seniority


async def start(update: Update, context: ChatContext) -> None:
    """`/start`, and `/start CODE` from an invitation's link; who is known goes on where they were."""
    if context.rest and not await _is_invited(context, context.rest):
        return
    stands = welcome.NEW if context.is_new else await welcome.arrival(context.app, context.person)
    language = context.language
    if stands.is_new:
        menu = keyboards.start(language, asks=stands.asks, dated=stands.days > 0)
        await context.say(Greeting(context.app.judge_host), buttons=menu)
        if not context.is_new:
            await interviews.resume(context.app, context.chat.id)
        return
    unfinished = await chats.open_interview(context.app, context.chat.id) is not None
    whole = not unfinished and not await loops.is_soon(context.app, context.person.id)
    menu = keyboards.back(language, unfinished=unfinished, due=stands.points > 0, loop=whole)
    await context.say(WelcomeBack(unfinished, stands.points, stands.days), buttons=menu)
    if stands.asks:
        await ask_seniority(context)


async def ask_seniority(context: ChatContext) -> None:
    await context.say(SeniorityAsked(), buttons=keyboards.seniority(context.language, skips=True))


async def seniority_told(context: ChatContext, told: Seniority) -> None:
    """Keeps it, then asks when the interview is, unless that is known."""
    await welcome.settle(context.app, context.person.id, told)
    dated = (await welcome.arrival(context.app, context.person)).days > 0
    if dated:
        await context.say(SeniorityKept(told, dated), buttons=keyboards.start(context.language, dated=True))
    else:
        buttons = keyboards.date_asked(context.language)
        await context.say(SeniorityKept(told, dated), buttons=buttons, prompt=DatePrompt())


async def no_date(context: ChatContext) -> None:
    await context.say(ReadyToBegin(), buttons=keyboards.start(context.language, dated=True))


async def _is_invited(context: ChatContext, token: str) -> bool:
    group = await accept_invitation(context.app, context.person.id, token)
    if group is None:
        await context.say(InvitationWrong())
    else:
        await context.say(Invited(group))
        if group:
            everywhere = ", ".join(await admission.groups_of(context.app, context.person.id))
            await context.say(BandShareAsked(everywhere), buttons=keyboards.share_band(context.language))
    return group is not None


async def share_band(context: ChatContext, *, yes: bool, edits: int | None) -> None:
    """Whether the organisers see the band; the question is answered in its place."""
    await admission.share_band(context.app, context.person.id, yes=yes)
    await context.say(BandShareKept(yes), edits=edits, buttons=[])


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
