"""Commands while an interview goes on, and second thoughts about its grades."""

from __future__ import annotations

from telegram import Update

from app import feedback, interviews
from app.messages.values import notice
from app.self_ratings import read_ticks
from bot.context import Talk


async def skip(update: Update, talk: Talk) -> None:
    await interviews.skip(talk.house, talk.chat.id, source=f"telegram:update:{update.update_id}")


async def hint(update: Update, talk: Talk) -> None:
    await interviews.hint(talk.house, talk.chat.id, source=f"telegram:update:{update.update_id}")


async def why(update: Update, talk: Talk) -> None:
    await feedback.why(talk.house, talk.chat.id)


async def stop(update: Update, talk: Talk) -> None:
    await interviews.stop(talk.house, talk.chat.id)


async def check(update: Update, talk: Talk) -> None:
    """`/check` accepts the ticks as they stand, `/check 1=1 2=0.5` corrects them."""
    ticks = read_ticks(talk.rest)
    if ticks is None or not await feedback.check(talk.house, talk.chat.id, ticks or None):
        await _usage(talk, "check_wrong")


async def appeal(update: Update, talk: Talk) -> None:
    """`/appeal NUMBER REASON`."""
    number, _, reason = talk.rest.partition(" ")
    point = int(number) if number.isdecimal() and len(number) < 4 else 0
    if not point or not await feedback.appeal(talk.house, talk.chat.id, point, reason.strip()):
        await _usage(talk, "appeal_usage")


async def _usage(talk: Talk, name: str) -> None:
    count = await feedback.points_to_check(talk.house, talk.chat.id)
    said = notice(name, talk.language, count=count) if count else notice("refused", talk.language, reason="not_graded")
    await talk.post(dict(said))
