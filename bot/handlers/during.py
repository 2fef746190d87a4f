"""Commands while an interview goes on, and second thoughts about its grades."""

from __future__ import annotations

from telegram import Update

from app import feedback, interviews
from app.chats import open_interview
from app.messages.answering import AppealUsage, CheckUsage, RefusalTold
from app.messages.chatting import NothingToTakeUp, StopAsked, StopConfirmed, StopDropped
from app.messages.values import NoticeContent
from app.self_ratings import read_appeal, read_check, read_why
from bot import keyboards
from bot.context import ChatContext
from interview.effects import Refusal


async def skip(update: Update, context: ChatContext) -> None:
    await interviews.skip(context.app, context.chat.id, source=f"telegram:update:{update.update_id}")


async def hint(update: Update, context: ChatContext) -> None:
    await interviews.hint(context.app, context.chat.id, source=f"telegram:update:{update.update_id}")


async def why(update: Update, context: ChatContext) -> None:
    """`/why`, `/why 2.1`, `/why details`."""
    name, details = read_why(context.rest)
    await feedback.why(context.app, context.chat.id, name=name, details=details)


async def stop(update: Update, context: ChatContext) -> None:
    await ask_to_stop(context)


async def ask_to_stop(context: ChatContext, interview: str | None = None) -> NoticeContent | None:
    """Asks whether the open interview is to end; `interview`: the one a button belongs to. What comes back is a toast."""
    about = await open_interview(context.app, context.chat.id)
    if about is None or not about.id.startswith(interview or ""):
        return await interviews.stop(context.app, context.chat.id, interview=interview)  # which is refused
    await context.say(StopAsked(), buttons=keyboards.stop_asked(about.id, context.language))
    return None


async def stop_confirmed(
    context: ChatContext, interview: str, message_id: int | None, *, yes: bool
) -> NoticeContent | None:
    """Ends it, or not; the question whether to is answered in its place."""
    refused = await interviews.stop(context.app, context.chat.id, interview=interview) if yes else None
    if refused is None:
        await context.say(StopConfirmed() if yes else StopDropped(), edits=message_id, buttons=[])
    return refused


async def go_on(context: ChatContext, interview: str | None) -> NoticeContent | None:
    """The open question again, or the interview that was stopped."""
    return None if await interviews.take_up(context.app, context.chat.id, interview=interview) else NothingToTakeUp()


async def check(update: Update, context: ChatContext) -> None:
    """`/check` accepts the ticks as they stand, `/check 1=1 2=0.5` corrects them, `/check 2.1 1=0` those of a follow-up."""
    name, ticks = read_check(context.rest)
    if ticks is None or not await feedback.check(context.app, context.chat.id, ticks or None, name=name):
        await _usage(context, CheckUsage, name)


async def appeal(update: Update, context: ChatContext) -> None:
    """`/appeal NUMBER REASON`, `/appeal 2.1 NUMBER REASON`."""
    asked = read_appeal(context.rest)
    if asked is None or not await feedback.appeal(
        context.app, context.chat.id, asked.point, asked.reason, name=asked.turn
    ):
        await _usage(context, AppealUsage, asked.turn if asked else "")


async def _usage(context: ChatContext, usage: type[CheckUsage | AppealUsage], name: str) -> None:
    count = await feedback.points_to_check(context.app, context.chat.id, name)
    await context.say(usage(count) if count else RefusalTold(Refusal.NOT_GRADED))
