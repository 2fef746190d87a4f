"""The first minutes, help, and what can be asked."""

from __future__ import annotations

from telegram import Update

from app import interviews
from bot import keyboards
from bot.context import Talk
from bot.handlers import begin
from storage import groups
from texts import texts, topic_name


async def start(update: Update, talk: Talk) -> None:
    """`/start`, and `/start CODE` from an invitation's link; an unfinished interview is put up again."""
    if talk.rest and not await _accepted(talk, talk.rest):
        return
    await talk.say("start", host=talk.house.judge_host, buttons=keyboards.start(talk.language))
    await interviews.resume(talk.house, talk.chat.id)


async def _accepted(talk: Talk, token: str) -> bool:
    async with talk.house.db.write() as tx:
        accepted = await groups.accept(tx, token, talk.person.id, talk.house.now())
        joined = await groups.of_person(tx, talk.person.id) if accepted else []
    if accepted:
        await talk.say("invited", group=joined[-1] if joined else "")
    else:
        await talk.say("invitation_wrong")
    return accepted


async def help_(update: Update, talk: Talk) -> None:
    await talk.say("help_text")


async def topics(update: Update, talk: Talk) -> None:
    """Every topic with its id and number of questions; the buttons start an interview."""
    say, bank = texts(talk.language, "telegram"), talk.house.bank
    counts = {t: sum(q.topic == t for q in bank.questions.values()) for t in bank.topics}
    lines = [say.topic_count(topic_name(t, talk.language), t, count) for t, count in counts.items() if count]
    await talk.say("listed", title=say.topics_title(), lines="\n".join(lines), buttons=begin.topic_buttons(talk))


async def unknown(update: Update, talk: Talk) -> None:
    words = ((update.message and update.message.text) or "").split() or [""]
    await talk.say("unknown_command", command=words[0][:40])


async def only_in_groups(update: Update, talk: Talk) -> None:
    await talk.say("only_in_groups")
