"""What happens on each kind of update. A handler only writes rows; nothing in it waits for a model or for Telegram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.handlers import (
    aims,
    answers,
    arrival,
    begin,
    data,
    debriefs,
    during,
    group,
    loop,
    page,
    projects,
    settings,
    start,
    taps,
)
from bot.handlers import files as attachments

if TYPE_CHECKING:
    from bot.application import BotApplication
PRIVATE, GROUP = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
COMMANDS: dict[str, Any] = {
    "start": start.start,
    "help": start.help_,
    "topics": start.topics,
    "interview": begin.interview,
    "loop": loop.loop,
    "project": projects.project,
    "aim": aims.aim,
    "debrief": debriefs.debrief,
    "test": begin.test,
    "skip": during.skip,
    "hint": during.hint,
    "why": during.why,
    "check": during.check,
    "appeal": during.appeal,
    "stop": during.stop,
    "drill": settings.drill,
    "plan": settings.plan,
    "report": data.report,
    "history": data.history,
    "export": data.export,
    "forget": data.forget,
    "give": data.give,
    "stats": data.stats,
    "web": page.web,
    "settings": settings.settings,
    "language": settings.language,
    "timezone": settings.timezone,
}


def register(application: BotApplication) -> None:
    """Every handler, the first that fits taking the update; whoever may not come in gets no further than `arrival`."""
    application.add_handler(TypeHandler(Update, arrival.arrive), group=-1)
    for command, handler in COMMANDS.items():
        application.add_handler(CommandHandler(command, handler, filters=PRIVATE & filters.UpdateType.MESSAGE))
    application.add_handler(CommandHandler("quiz", start.only_in_groups, filters=PRIVATE & filters.UpdateType.MESSAGE))
    application.add_handler(CallbackQueryHandler(taps.tapped))
    application.add_handler(ChatMemberHandler(arrival.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    message = PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(message & filters.COMMAND, start.unknown))
    application.add_handler(MessageHandler(message & filters.TEXT, answers.text))
    application.add_handler(MessageHandler(PRIVATE & filters.UpdateType.EDITED_MESSAGE & filters.TEXT, answers.edited))
    application.add_handler(MessageHandler(message & (filters.VOICE | filters.AUDIO), attachments.voice))
    application.add_handler(MessageHandler(message & filters.Document.FileExtension("py"), attachments.program))
    application.add_handler(MessageHandler(message & filters.Document.ALL, projects.document))
    application.add_handler(MessageHandler(message & ~filters.StatusUpdate.ALL, attachments.other))
    application.add_handler(CommandHandler("quiz", group.begin, filters=GROUP & filters.UpdateType.MESSAGE))
    application.add_handler(MessageHandler(GROUP & filters.UpdateType.MESSAGE & filters.COMMAND, group.other))
    application.add_handler(
        MessageHandler(GROUP & filters.UpdateType.MESSAGE & filters.TEXT & filters.REPLY, group.reply)
    )
