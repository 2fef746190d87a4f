"""A whole interview: chosen with buttons, begun, its clock stopped, its band shown."""

from __future__ import annotations

from typing import cast

from telegram import Update

from app import loops
from app.loops import LoopWish
from app.messages.chatting import InterviewStartedAlready
from app.messages.loops import NoStages
from app.messages.values import NoticeContent
from bot import keyboards
from bot.buttons import LOOP_MINUTES, LoopButton, LoopMinutes
from bot.context import ChatContext
from bot.handlers import begin
from interview.model import Stage

PRESSURE = ("pressure", "压力")


async def loop(update: Update, context: ChatContext) -> None:
    """`/loop [20|45|60] [pressure|压力]`: shows the choice."""
    words = [word.casefold() for word in context.args or []]
    minutes = next((word for word in words if word in LOOP_MINUTES), str(loops.USUAL_MINUTES))
    pressure = any(word in PRESSURE for word in words)
    await choose(context, LoopButton("1" * len(Stage), cast("LoopMinutes", minutes), pressure, begin=False))


async def choose(context: ChatContext, choice: LoopButton | None = None, edits: int | None = None) -> None:
    """The plan of the choice as it stands, with the buttons that change it."""
    choice = choice or LoopButton("1" * len(Stage), "45", pressure=False, begin=False)
    plan = await loops.planned(context.app, context.person.id, wish_of(choice, context))
    rows = keyboards.choose_loop(choice, context.language, code=not plan.no_sandbox, judged=plan.judged)
    await context.say(plan, buttons=rows, edits=edits)


def wish_of(choice: LoopButton, context: ChatContext) -> LoopWish:
    stages = tuple(stage for stage, held in zip(Stage, choice.stages, strict=True) if held == "1")
    return LoopWish(context.language, int(choice.minutes), stages, choice.pressure)


async def chosen(
    update: Update, context: ChatContext, choice: LoopButton, message_id: int | None
) -> NoticeContent | None:
    """One tap of the choice: shows it as it is now, or starts."""
    if not choice.begin:
        await choose(context, choice, message_id)
        return None
    source = begin.source_of(update)
    if await begin.goes_on(context, source):
        return InterviewStartedAlready()
    if not await loops.begin(context.app, context.chat.id, wish_of(choice, context), source=source):
        return NoStages()
    return None


async def band(context: ChatContext, interview: str) -> NoticeContent | None:
    return await loops.show_band(context.app, context.chat.id, interview=interview)
