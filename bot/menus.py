"""The bot's menus and descriptions, per language and scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonWebApp,
    WebAppInfo,
)

from app.context import AppContext
from questions.model import LANGUAGES
from texts import catalogue

if TYPE_CHECKING:
    from telegram import Bot
CODES = {"zh": "zh", "en": ""}  # two-letter codes; "" is shown to everybody whose language has no menu of its own


async def set_menus(app: AppContext, bot: Bot) -> None:
    """Tells Telegram what the bot understands; raises the library's errors."""
    for language in LANGUAGES:
        say, code = catalogue(language).menus, CODES[language] or None
        await bot.set_my_commands(list(say.COMMANDS.items()), BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_commands(list(say.GROUP_COMMANDS.items()), BotCommandScopeAllGroupChats(), language_code=code)
        for admin in app.settings.admins:
            menu = list((say.COMMANDS | say.ADMIN_COMMANDS).items())
            await bot.set_my_commands(menu, BotCommandScopeChat(admin), language_code=code)
        await bot.set_my_description(say.DESCRIPTION, language_code=code)
        await bot.set_my_short_description(say.SHORT_DESCRIPTION, language_code=code)
    if app.settings.web_url.startswith("https://"):  # of which alone Telegram makes a Mini App
        title = catalogue(app.settings.language or "en").page.NAV_INTERVIEW
        await bot.set_chat_menu_button(menu_button=MenuButtonWebApp(title, WebAppInfo(f"{app.settings.web_url}/enter")))
