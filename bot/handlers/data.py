"""What is stored: shown, taken along, or deleted; and the administrators' figures."""

from __future__ import annotations

from telegram import Update

from app import giving, personal_data, progress
from app.learner import zone_of
from app.messages.settings import ForgetAsked, HistoryListed, NoHistory, NothingForgotten, PastInterview, UsageFigures
from app.messages.values import Envelope, ExportFile
from bot import keyboards
from bot.context import ChatContext
from bot.handlers.arrival import only_admins
from reports import message
from texts import catalogue

SHOWN = 15  # interviews of a history


async def history(update: Update, context: ChatContext) -> None:
    held = await personal_data.history(context.app, context.person.id, limit=SHOWN)
    if not held:
        await context.say(NoHistory())
        return
    zone = zone_of(context.person)
    past = (PastInterview(one.started_at.astimezone(zone), one.kind, one.asked, one.questions) for one in held)
    await context.say(HistoryListed(tuple(past)))


async def report(update: Update, context: ChatContext) -> None:
    """The person's progress; its picture is drawn when it is sent."""
    facts = await progress.of_person(context.app, context.person, context.language)
    await context.post(Envelope(message.report(facts)))


async def export(update: Update, context: ChatContext) -> None:
    await context.post(Envelope(ExportFile()))


async def forget(update: Update, context: ChatContext) -> None:
    await context.say(ForgetAsked(), buttons=keyboards.forget(context.language))


async def forget_confirmed(context: ChatContext, *, yes: bool) -> None:
    """Deletes the person with everything of theirs; the goodbye has no row left to wait in."""
    if not yes:
        await context.say(NothingForgotten())
        return
    await personal_data.forget(context.app, context.person.id)
    context.aside(context.services.channel.tell(context.chat.address, catalogue(context.language).telegram.FORGOTTEN))


async def give(update: Update, context: ChatContext) -> None:
    await giving.command(context.app, context.chat.id, context.rest)


async def stats(update: Update, context: ChatContext) -> None:
    if await only_admins(context):
        found = await personal_data.figures(context.app)
        shown = UsageFigures(
            people=found.people,
            active=found.active,
            interviews=found.interviews,
            answers=found.answers,
            waiting=found.waiting,
            unsent=found.unsent,
        )
        await context.say(shown)
