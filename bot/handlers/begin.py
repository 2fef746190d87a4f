"""Starting an interview: at once with `/interview TOPIC COUNT`, or by topic, level, number and mode with buttons."""

from __future__ import annotations

from telegram import Update

from app import interviews, selection
from app.messages.answering import Welcome
from app.messages.chatting import (
    ChooseCount,
    ChooseLevel,
    ChooseMode,
    ChooseTopic,
    InterviewUsage,
    NoQuestions,
    UnknownTopic,
)
from app.messages.values import Notice, Rows
from bot import keyboards
from bot.buttons import ANY, ChooseButton
from bot.context import ChatContext
from interview.model import Mode
from questions.bank import suggest
from questions.topics import TOPICS, Direction

COUNT_AT_MOST = 50
MODES = {"coach": Mode.COACH, "陪练": Mode.COACH, "exam": Mode.EXAM, "模考": Mode.EXAM}


async def interview(update: Update, context: ChatContext) -> None:
    """`/interview [TOPIC] [COUNT] [coach|exam]` in any order the words make sense in; without words, buttons."""
    words = list(context.args or [])
    if not words:
        await context.say(ChooseTopic(), buttons=topic_buttons(context))
        return
    mode = next((MODES[w.casefold()] for w in words if w.casefold() in MODES), context.person.preferences.mode)
    words = [w for w in words if w.casefold() not in MODES]
    count = int(words.pop()) if words and words[-1].isdecimal() and len(words[-1]) < 9 else 3
    name = " ".join(words)
    topic = context.app.bank.find_topic(name) if name else None
    if not 1 <= count <= COUNT_AT_MOST:
        await context.say(InterviewUsage(COUNT_AT_MOST))
    elif name and topic is None:
        near = ", ".join(suggest(name))
        await context.say(UnknownTopic(name[:60], near), buttons=topic_buttons(context))
    else:
        await begin(update, context, (topic,) if topic else (), None, count, mode)


async def begin(
    update: Update,
    context: ChatContext,
    topics: tuple[str, ...],
    level: int | None,
    count: int,
    mode: Mode,
    kind: str = "interview",
) -> None:
    """Starts; where nothing fits, a word and the choice again. The same message a second time starts nothing."""
    wish = selection.Wish(context.language, topics, level, count, mode, kind=kind)
    update_id = f"telegram:update:{update.update_id}"
    if not await interviews.begin(
        context.app, context.chat.id, wish, source=update_id, opening=_opening(context, wish)
    ):
        await context.say(NoQuestions(), buttons=topic_buttons(context))


def _opening(context: ChatContext, wish: selection.Wish) -> Notice:
    return Notice(Welcome(wish.count, wish.mode), context.language)


def topic_buttons(context: ChatContext) -> Rows:
    bank = context.app.bank
    asked = {question.topic for question in bank.questions.values()}
    return keyboards.choose_topic([topic for topic in bank.topics if topic in asked], context.language)


async def chosen(update: Update, context: ChatContext, choice: ChooseButton) -> None:
    """One tap of the choice: asks for what is still open in the same message, or starts."""
    query, language = update.callback_query, context.language
    edits = query.message.message_id if query and query.message else None
    if choice.topic is None:
        await context.say(ChooseTopic(), buttons=topic_buttons(context), edits=edits)
    elif choice.level is None:
        await context.say(ChooseLevel(), buttons=keyboards.choose_level(choice.topic, language), edits=edits)
    elif choice.count is None:
        await context.say(ChooseCount(), buttons=keyboards.choose_count(choice, language), edits=edits)
    elif choice.mode is None:
        await context.say(ChooseMode(), buttons=keyboards.choose_mode(choice, language), edits=edits)
    else:
        found = keyboards.topic_of(choice.topic, context.app.bank.topics)
        level = None if choice.level == ANY else int(choice.level)
        await begin(update, context, (found,) if found else (), level, int(choice.count), Mode(choice.mode))


async def direction(update: Update, context: ChatContext, wanted: Direction) -> None:
    """A newcomer's direction: three questions from its topics."""
    topics = tuple(t.id for t in TOPICS if t.direction is wanted and t.id in context.app.bank.topics)
    await begin(update, context, topics, None, 3, context.person.preferences.mode)


async def warmup(update: Update, context: ChatContext) -> None:
    """One easy question, about three minutes."""
    wish = selection.Wish(context.language, level=1, count=1, kind="warmup")
    update_id = f"telegram:update:{update.update_id}"
    if not await interviews.begin(context.app, context.chat.id, wish, source=update_id):
        await begin(update, context, (), 2, 1, Mode.COACH, kind="warmup")


async def again(update: Update, context: ChatContext) -> None:
    await begin(update, context, (), None, 3, context.person.preferences.mode)
