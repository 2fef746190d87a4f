"""Projects, and what else is told over several messages: `/project`, files, and the buttons under both."""

from __future__ import annotations

from pathlib import PurePath

from telegram import Update

from app import projects, tellings
from app.messages.chatting import InterviewStartedAlready
from app.messages.projects import DocumentTooLarge, ProjectNameAsked, ProjectNotice, ProjectShown
from app.messages.prompts import ProjectNamePrompt
from app.messages.values import NoticeContent
from bot.buttons import ProjectButton
from bot.context import ChatContext, source
from bot.handlers import begin
from questions.documents.formats import LARGEST

NAMED = {
    **dict.fromkeys(("engineering", "work", "工程", "工作"), projects.ENGINEERING),
    **dict.fromkeys(("research", "paper", "科研", "研究", "论文"), projects.RESEARCH),
    **dict.fromkeys(("course", "class", "课程", "练手", "作业"), projects.COURSE),
}


async def project(update: Update, context: ChatContext) -> None:
    """`/project [research|course]`: the projects there are, or a new one."""
    named = NAMED.get(context.rest.casefold(), "")
    await tellings.make_room(context.app, context.chat.id)
    await projects.command(context.app, context.chat.id, named if named in context.app.bank.questions else "")


async def pressed(update: Update, context: ChatContext, button: ProjectButton) -> NoticeContent | None:
    """A button of a list or of a project."""
    app, chat, number = context.app, context.chat.id, button.project
    if button.action in ("new", "more", "anew"):
        await tellings.make_room(app, chat)
    match button.action:
        case "new":
            await projects.new(app, chat)
        case "ask":
            return await _grill(update, context, number)
        case "view":
            await context.say(await projects.shown(app, chat, number))
        case "more" | "anew":
            await context.say(await projects.add_to(app, chat, number, anew=button.action == "anew"))
        case "name":
            await _ask_name(context, await projects.shown(app, chat, number), number)
        case "best":
            await context.say(await projects.better(app, chat, number))
        case "time":
            await context.say(await projects.compared(app, chat, number))
        case "drop" | "gone":
            await context.say(await projects.drop(app, chat, number, sure=button.action == "gone"))
    return None


async def _grill(update: Update, context: ChatContext, number: int) -> NoticeContent | None:
    source = begin.source_of(update)
    if await begin.goes_on(context, source):
        return InterviewStartedAlready()
    return await projects.grill(context.app, context.chat.id, number, source=source)


async def _ask_name(context: ChatContext, shown: ProjectNotice, number: int) -> None:
    if isinstance(shown, ProjectShown):
        await context.say(ProjectNameAsked(shown.title), prompt=ProjectNamePrompt(number))
    else:
        await context.say(shown)


async def named(context: ChatContext, number: int, words: str) -> None:
    await context.say(await projects.rename(context.app, context.chat.id, number, words))


async def told(context: ChatContext, *, yes: bool) -> NoticeContent | None:
    """That is all, or nothing of it is to be kept."""
    return await (tellings.done if yes else tellings.drop)(context.app, context.chat.id)


async def document(update: Update, context: ChatContext) -> None:
    """A document: a worker fetches it, and what it says is told."""
    message = update.message
    sent = message.document if message else None
    if message is None or sent is None:
        return
    name = PurePath(sent.file_name or "").name
    if (sent.file_size or 0) > LARGEST:
        await context.say(DocumentTooLarge(LARGEST // 1_000_000))
        return
    await tellings.request(context.app, context.chat.id, context.person.id, sent.file_id, name, source(message))
