"""Starting an interview: at once with `/interview TOPIC COUNT`, or by topic, level, number and mode with buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Update

from app import ability, interviews, programs, selection
from app.messages.ability import AbilityImpossible
from app.messages.answering import Welcome
from app.messages.chatting import (
    ChooseCount,
    ChooseLevel,
    ChooseMode,
    ChooseTopic,
    InterviewStartedAlready,
    InterviewUsage,
    NoQuestions,
    UnknownTopic,
)
from app.messages.values import Notice, NoticeContent, Rows
from app.search import searched
from bot import keyboards
from bot.buttons import ANY, ChooseButton
from bot.context import ChatContext
from interview.model import Mode
from questions.bank import suggest
from questions.topics import TOPICS, Direction

COUNT_AT_MOST = 50
SAID_AT_MOST = 60  # characters in which somebody says that they want to begin
BEGIN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"我?(?:想|要)?(?:开始|再?来|做)?(?:一?[场次轮个])?(?:新的?|模拟)?面试(?:我|一下|一[场次轮])?吧?(?:[\s,，:：]+(.+))?",
        r"开始吧?|再?来一?[题道]题?吧?",
        r"(?:please )?(?:let'?s )?(?:start|begin)(?: (?:an? |the )?(?:new )?(?:mock )?interview)?(?: (?:about|on) (.+))?",
        r"(?:please )?interview me(?: (?:about|on) (.+))?|(?:give me )?(?:a|one|another) question|let'?s go",
    )
)
GO_ON = re.compile(
    r"继续(?:面试)?吧?|接着(?:面试?|来|答)?吧?|(?:let'?s )?(?:go on|continue|resume)(?: please)?", re.IGNORECASE
)
MODES = {"coach": Mode.COACH, "陪练": Mode.COACH, "exam": Mode.EXAM, "模考": Mode.EXAM}


async def interview(update: Update, context: ChatContext) -> None:
    """`/interview [TOPIC or words] [COUNT] [coach|exam]` in any order the words make sense in; without words, buttons."""
    words = list(context.args or [])
    if words:
        await about(update, context, words)
    else:
        await context.say(ChooseTopic(), buttons=topic_buttons(context))


async def about(update: Update, context: ChatContext, words: list[str]) -> None:
    """An interview about a topic, by name, or about whatever questions a few words find."""
    wish = read_wish(words, context.person.preferences.mode)
    topic = context.app.bank.find_topic(wish.name) if wish.name else None
    topics = (topic,) if topic else ()
    count = selection.usual_count(topics) if wish.count is None else wish.count
    if not 1 <= count <= COUNT_AT_MOST:
        await context.say(InterviewUsage(COUNT_AT_MOST))
    elif topic is not None or not wish.name:
        await begin(update, context, topics, None, count, wish.mode)
    elif found := await searched(context.app, wish.name, context.language, at_least=3 * count):
        among = tuple(question.id for question in found)
        await begin(update, context, (), None, min(count, len(among)), wish.mode, among=among, name=wish.name[:60])
    else:
        await context.say(UnknownTopic(wish.name[:60], ", ".join(suggest(wish.name))), buttons=topic_buttons(context))


@dataclass(frozen=True, slots=True)
class Wished:
    """name: of a topic, or words to search for; "" for anything."""

    name: str
    count: int | None
    mode: Mode


def read_wish(words: list[str], mode: Mode) -> Wished:
    """What words after /interview say; the usual number unless one (5, 5题) stands at the end."""
    mode = next((MODES[w.casefold()] for w in words if w.casefold() in MODES), mode)
    words = [w for w in words if w.casefold() not in MODES]
    number = re.fullmatch(r"(\d{1,8})(?:题|道|道题|questions?)?", words[-1].casefold()) if words else None
    count = int(number[1]) if number else None
    return Wished(" ".join(words[:-1] if number else words), count, mode)


async def test(update: Update, context: ChatContext) -> None:
    """`/test`: where somebody stands, with an interval."""
    if not await ability.begin(context.app, context.chat.id, context.language, source=source_of(update)):
        await context.say(AbilityImpossible())


async def in_words(update: Update, context: ChatContext, said: str) -> bool:
    """Somebody says in a few words that they want to begin, or go on; False when nothing like it is said."""
    plain = said.strip().rstrip("。.!！~～ ")
    if len(plain) > SAID_AT_MOST:
        return False
    if GO_ON.fullmatch(plain):
        return await interviews.take_up(context.app, context.chat.id)
    wanted = next((found for pattern in BEGIN if (found := pattern.fullmatch(plain))), None)
    if wanted is None:
        return False
    await about(update, context, next(filter(None, wanted.groups()), "").split())
    return True


async def begin(
    update: Update,
    context: ChatContext,
    topics: tuple[str, ...],
    level: int | None,
    count: int,
    mode: Mode,
    kind: str = "interview",
    *,
    among: tuple[str, ...] = (),
    name: str = "",
) -> NoticeContent | None:
    """Starts; where nothing fits, a word and the choice again.

    The same message, or the same button while what it started goes on, starts nothing a second time; returns the word for it.
    among, name: the questions that were found, and the words they were searched by.
    """
    source = source_of(update)
    if source.startswith(interviews.TAP) and await goes_on(context, source):
        return InterviewStartedAlready()
    wish = selection.Wish(context.language, topics, level, count, mode, kind=kind, among=among)
    if not await interviews.begin(
        context.app, context.chat.id, wish, source=source, opening=_opening(context, wish, name)
    ):
        await context.say(NoQuestions(), buttons=topic_buttons(context))
    return None


def source_of(update: Update) -> str:
    """By what a wish is known again: a button and its message, else the update."""
    tapped = update.callback_query
    if tapped is not None and tapped.message is not None:
        return f"{interviews.TAP}{tapped.message.message_id}:{tapped.data}"
    return f"telegram:update:{update.update_id}"


async def goes_on(context: ChatContext, source: str) -> bool:
    """Whether this button was tapped before and an interview is open."""
    taken = await interviews.was_taken(context.app, context.chat.id, source)
    return taken and await interviews.unfinished(context.app, context.chat.id) is not None


def _opening(context: ChatContext, wish: selection.Wish, name: str) -> Notice:
    return Notice(Welcome(wish.count, wish.mode, name), context.language)


def topic_buttons(context: ChatContext) -> Rows:
    bank = context.app.bank
    asked = {question.topic for question in bank.questions.values()}
    return keyboards.choose_topic([topic for topic in bank.topics if topic in asked], context.language)


async def chosen(update: Update, context: ChatContext, choice: ChooseButton) -> NoticeContent | None:
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
        return await begin(update, context, (found,) if found else (), level, int(choice.count), Mode(choice.mode))
    return None


async def direction(update: Update, context: ChatContext, wanted: Direction) -> NoticeContent | None:
    """A newcomer's direction: three questions from its topics."""
    topics = tuple(t.id for t in TOPICS if t.direction is wanted and t.id in context.app.bank.topics)
    return await begin(update, context, topics, None, 3, context.person.preferences.mode)


async def warmup(update: Update, context: ChatContext) -> NoticeContent | None:
    """One easy question, about three minutes."""
    source = source_of(update)
    if await goes_on(context, source):
        return InterviewStartedAlready()
    wish = selection.Wish(context.language, level=1, count=1, kind="warmup")
    if not await interviews.begin(context.app, context.chat.id, wish, source=source):
        return await begin(update, context, (), 2, 1, Mode.COACH, kind="warmup")
    return None


async def take_up(update: Update, context: ChatContext, code: str) -> NoticeContent | None:
    """The hands-on task that was put off, by itself."""
    source = source_of(update)
    if await goes_on(context, source):
        return InterviewStartedAlready()

    def is_meant(question: str) -> bool:
        return keyboards.topic_code(question) == code

    if not await programs.take_up(context.app, context.chat.id, is_meant, context.language, source=source):
        await context.say(NoQuestions())
    return None


async def again(update: Update, context: ChatContext) -> NoticeContent | None:
    return await begin(update, context, (), None, 3, context.person.preferences.mode)
