"""What is stored: shown, taken along, or deleted; and the administrators' figures."""

from __future__ import annotations

from telegram import Update

from app.learner import zone_of
from app.progress import gather
from bot import cards, keyboards
from bot.context import ChatContext
from bot.handlers.arrival import only_admins
from reports import message
from storage import interviews, people, statistics
from texts import catalogue

SHOWN = 15  # interviews of a history


async def history(update: Update, context: ChatContext) -> None:
    async with context.app.db.read() as tx:
        held = await interviews.listed(tx, context.person.id, limit=SHOWN)
    if not held:
        await context.say("history_none")
        return
    say, zone = catalogue(context.language).telegram, zone_of(context.person)
    lines = [
        say.history_line(f"{one.started_at.astimezone(zone):%Y-%m-%d %H:%M}", one.kind, one.asked, one.questions)
        for one in held
    ]
    await context.say("listed", title=say.HISTORY_TITLE, lines="\n".join(lines))


async def report(update: Update, context: ChatContext) -> None:
    """The person's progress; its picture is drawn when it is sent."""
    async with context.app.db.read() as tx:
        facts = await gather(tx, context.app.bank, context.person, context.app.now(), context.language)
    await context.post(dict(message.report(facts)))


async def export(update: Update, context: ChatContext) -> None:
    await context.post(cards.export())


async def forget(update: Update, context: ChatContext) -> None:
    await context.say("forget_question", buttons=keyboards.forget(context.language))


async def forget_confirmed(context: ChatContext, *, yes: bool) -> None:
    """Deletes the person with everything of theirs; the goodbye has no row left to wait in."""
    if not yes:
        await context.say("forget_not")
        return
    async with context.app.db.write() as tx:
        await people.forget(tx, context.person.id)
    context.aside(context.channel.tell(context.chat.address, catalogue(context.language).telegram.FORGOTTEN))


async def stats(update: Update, context: ChatContext) -> None:
    if await only_admins(context):
        async with context.app.db.read() as tx:
            found = await statistics.figures(tx, context.app.now())
        await context.say(
            "stats", people=found.people, active=found.active, interviews=found.interviews, answers=found.answers,
            waiting=found.waiting, unsent=found.unsent,
        )  # fmt: skip
