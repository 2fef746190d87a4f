"""`/aim`: what a person prepares for, and the buttons under it."""

from __future__ import annotations

import re

from telegram import Update

from app import aims, debriefs, tellings
from app.messages.aims import AimGone
from app.messages.values import NoticeContent
from bot.buttons import AimButton
from bot.context import ChatContext
from bot.handlers import begin

COMPANY = re.compile(r"(?:company|公司)\s+(.{1,60})", re.IGNORECASE)


async def aim(update: Update, context: ChatContext) -> None:
    """`/aim`, `/aim` and a text, whose lines stay apart, or `/aim company NAME`: what one's groups were asked there."""
    if named := COMPANY.fullmatch(context.rest):
        await context.say(await debriefs.at_company(context.app, context.chat.id, named[1]))
        return
    await tellings.make_room(context.app, context.chat.id)
    said = (update.message and update.message.text) or ""
    await aims.command(
        context.app, context.chat.id, said.partition(said.split(maxsplit=1)[0])[2].strip() if said else ""
    )


async def pressed(update: Update, context: ChatContext, button: AimButton) -> NoticeContent | None:
    app, chat, number = context.app, context.chat.id, button.aim
    match button.action:
        case "add":
            await tellings.make_room(app, chat)
            await aims.ask(app, chat)
        case "all":
            await context.say(await aims.shown(app, chat))
        case "list":
            await context.say(await aims.questions(app, chat, number))
        case "ask":
            return await _interview(update, context, number)
        case "drop":
            await context.say(await aims.drop(app, chat, number))
        case "give" | "gave":
            await context.say(await aims.offer(app, chat, number, sure=button.action == "gave"))
    return None


async def _interview(update: Update, context: ChatContext, number: int) -> NoticeContent | None:
    """Three of the questions that the document asks."""
    among = await aims.matches(context.app, context.chat.id, number)
    if not among:
        return AimGone()
    mode = context.person.preferences.mode
    return await begin.begin(update, context, (), None, min(3, len(among)), mode, among=among)
