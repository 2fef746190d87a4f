"""Commands while an interview goes on, and second thoughts about its grades."""

from __future__ import annotations

from telegram import Update

from app import feedback, interviews
from app.messages.answering import AppealUsage, CheckUsage, RefusalTold
from app.self_ratings import read_ticks
from bot.context import ChatContext
from interview.effects import Refusal


async def skip(update: Update, context: ChatContext) -> None:
    await interviews.skip(context.app, context.chat.id, source=f"telegram:update:{update.update_id}")


async def hint(update: Update, context: ChatContext) -> None:
    await interviews.hint(context.app, context.chat.id, source=f"telegram:update:{update.update_id}")


async def why(update: Update, context: ChatContext) -> None:
    await feedback.why(context.app, context.chat.id)


async def stop(update: Update, context: ChatContext) -> None:
    await interviews.stop(context.app, context.chat.id)


async def check(update: Update, context: ChatContext) -> None:
    """`/check` accepts the ticks as they stand, `/check 1=1 2=0.5` corrects them."""
    ticks = read_ticks(context.rest)
    if ticks is None or not await feedback.check(context.app, context.chat.id, ticks or None):
        await _usage(context, CheckUsage)


async def appeal(update: Update, context: ChatContext) -> None:
    """`/appeal NUMBER REASON`."""
    number, _, reason = context.rest.partition(" ")
    point = int(number) if number.isdecimal() and len(number) < 4 else 0
    if not point or not await feedback.appeal(context.app, context.chat.id, point, reason.strip()):
        await _usage(context, AppealUsage)


async def _usage(context: ChatContext, usage: type[CheckUsage | AppealUsage]) -> None:
    count = await feedback.points_to_check(context.app, context.chat.id)
    await context.say(usage(count) if count else RefusalTold(Refusal.NOT_GRADED))
