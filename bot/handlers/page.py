"""`/web`: the page, by a link that signs in once."""

from __future__ import annotations

from telegram import Update

from app import entry
from app.messages.settings import NoPage, PageLink
from bot.context import ChatContext


async def web(update: Update, context: ChatContext) -> None:
    address = context.app.settings.web_url
    if not address:
        await context.say(NoPage())
        return
    token = await entry.make_link(context.app, context.person.id)
    minutes = int(entry.LINK_HOLDS.total_seconds() // 60)
    await context.say(PageLink(f"{address}/link/{token}", minutes))
