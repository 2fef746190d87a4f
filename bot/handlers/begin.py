"""Starting an interview: at once with `/interview TOPIC COUNT`, or by topic, level, number and mode with buttons."""

from __future__ import annotations

from telegram import Update

from app import interviews, selection
from app.messages.values import Notice, notice
from bot import keyboards
from bot.context import Talk
from bot.keyboards import ANY, Rows
from interview.model import Mode
from questions.bank import suggest
from questions.topics import TOPICS

COUNT_AT_MOST = 50
MODES = {"coach": Mode.COACH, "陪练": Mode.COACH, "exam": Mode.EXAM, "模考": Mode.EXAM}


async def interview(update: Update, talk: Talk) -> None:
    """`/interview [TOPIC] [COUNT] [coach|exam]` in any order the words make sense in; without words, buttons."""
    words = list(talk.args or [])
    if not words:
        await talk.say("choose_topic", buttons=topic_buttons(talk))
        return
    mode = next((MODES[w.casefold()] for w in words if w.casefold() in MODES), talk.person.preferences.mode)
    words = [w for w in words if w.casefold() not in MODES]
    count = int(words.pop()) if words and words[-1].isdecimal() and len(words[-1]) < 9 else 3
    name = " ".join(words)
    topic = talk.house.bank.find_topic(name) if name else None
    if not 1 <= count <= COUNT_AT_MOST:
        await talk.say("interview_usage", most=COUNT_AT_MOST)
    elif name and topic is None:
        near = ", ".join(suggest(name))
        await talk.say("unknown_topic", name=name[:60], near=near, buttons=topic_buttons(talk))
    else:
        await begin(update, talk, (topic,) if topic else (), None, count, mode)


async def begin(
    update: Update,
    talk: Talk,
    topics: tuple[str, ...],
    level: int | None,
    count: int,
    mode: Mode,
    kind: str = "interview",
) -> None:
    """Starts; where nothing fits, a word and the choice again. The same message a second time starts nothing."""
    wish = selection.Wish(talk.language, topics, level, count, mode, kind=kind)
    update_id = f"telegram:update:{update.update_id}"
    if not await interviews.begin(talk.house, talk.chat.id, wish, source=update_id, opening=_opening(talk, wish)):
        await talk.say("no_questions", buttons=topic_buttons(talk))


def _opening(talk: Talk, wish: selection.Wish) -> Notice:
    return notice("welcome", talk.language, questions=wish.count, mode=wish.mode.value)


def topic_buttons(talk: Talk) -> Rows:
    bank = talk.house.bank
    asked = {question.topic for question in bank.questions.values()}
    return keyboards.choose_topic([topic for topic in bank.topics if topic in asked], talk.language)


async def chosen(update: Update, talk: Talk, *choice: str) -> None:
    """One tap of the choice: asks for what is still open in the same message, or starts."""
    edits = (
        update.callback_query.message.message_id if update.callback_query and update.callback_query.message else None
    )
    topic, level, count, mode = (*choice, None, None, None, None)[:4]
    if topic is None:
        await talk.say("choose_topic", buttons=topic_buttons(talk), edits=edits)
    elif level is None:
        await talk.say("choose_level", buttons=keyboards.choose_level(topic, talk.language), edits=edits)
    elif count is None:
        await talk.say("choose_count", buttons=keyboards.choose_count(topic, level, talk.language), edits=edits)
    elif mode is None:
        await talk.say("choose_mode", buttons=keyboards.choose_mode(topic, level, count, talk.language), edits=edits)
    else:
        found = keyboards.topic_of(topic, talk.house.bank.topics)
        topics = (found,) if found else ()
        await begin(update, talk, topics, None if level == ANY else int(level), int(count), Mode(mode))


async def direction(update: Update, talk: Talk, name: str) -> None:
    """A newcomer's direction: three questions from its topics."""
    topics = tuple(topic.id for topic in TOPICS if topic.direction.value == name and topic.id in talk.house.bank.topics)
    await begin(update, talk, topics, None, 3, talk.person.preferences.mode)


async def warmup(update: Update, talk: Talk) -> None:
    """One easy question, about three minutes."""
    wish = selection.Wish(talk.language, level=1, count=1, kind="warmup")
    update_id = f"telegram:update:{update.update_id}"
    if not await interviews.begin(talk.house, talk.chat.id, wish, source=update_id):
        await begin(update, talk, (), 2, 1, Mode.COACH, kind="warmup")


async def again(update: Update, talk: Talk) -> None:
    await begin(update, talk, (), None, 3, talk.person.preferences.mode)
