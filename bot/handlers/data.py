"""What is stored: shown, taken along, or deleted; and the administrators' figures."""

from __future__ import annotations

from telegram import Update

from app.learner import zone_of
from app.progress import gather
from bot import cards, keyboards
from bot.context import Talk
from bot.handlers.arrival import only_admins
from reports import message
from storage import interviews, people, statistics
from texts import texts

SHOWN = 15  # interviews of a history


async def history(update: Update, talk: Talk) -> None:
    async with talk.house.db.read() as tx:
        held = await interviews.listed(tx, talk.person.id, limit=SHOWN)
    if not held:
        await talk.say("history_none")
        return
    say, zone = texts(talk.language, "telegram"), zone_of(talk.person)
    lines = [
        say.history_line(f"{one.started_at.astimezone(zone):%Y-%m-%d %H:%M}", one.kind, one.asked, one.questions)
        for one in held
    ]
    await talk.say("listed", title=say.history_title(), lines="\n".join(lines))


async def report(update: Update, talk: Talk) -> None:
    """The person's progress; its picture is drawn when it is sent."""
    async with talk.house.db.read() as tx:
        facts = await gather(tx, talk.house.bank, talk.person, talk.house.now(), talk.language)
    await talk.post(dict(message.report(facts)))


async def export(update: Update, talk: Talk) -> None:
    await talk.post(cards.export())


async def forget(update: Update, talk: Talk) -> None:
    await talk.say("forget_question", buttons=keyboards.yes_no("forget", talk.language))


async def forget_confirmed(talk: Talk, answer: str) -> None:
    """Deletes the person with everything of theirs; the goodbye has no row left to wait in."""
    if answer != "y":
        await talk.say("forget_not")
        return
    async with talk.house.db.write() as tx:
        await people.forget(tx, talk.person.id)
    talk.aside(talk.channel.tell(talk.chat.address, texts(talk.language, "telegram").forgotten()))


async def stats(update: Update, talk: Talk) -> None:
    if await only_admins(talk):
        async with talk.house.db.read() as tx:
            found = await statistics.figures(tx, talk.house.now())
        await talk.say(
            "stats", people=found.people, active=found.active, interviews=found.interviews, answers=found.answers,
            waiting=found.waiting, unsent=found.unsent,
        )  # fmt: skip
