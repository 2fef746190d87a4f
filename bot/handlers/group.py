"""What happens in group chats: quizzes, and a word about everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, Update

from app import quiz
from app.quiz import Player
from bot.access import admitted
from bot.context import Talk
from bot.handlers import answers
from bot.message_text import worded
from grader.text import readable
from questions.bank import suggest
from storage import chats, people
from texts import language_of

if TYPE_CHECKING:
    from telegram import User


async def begin(update: Update, talk: Talk) -> None:
    """`/quiz [TOPIC]`, for people who may use the bot."""
    assert update.effective_user is not None
    topic = talk.house.bank.find_topic(talk.rest) if talk.rest else None
    if not await _may(talk, update.effective_user):
        await talk.say("no_access", id=update.effective_user.id)
    elif talk.rest and topic is None:
        await talk.say("quiz_usage", near=", ".join(suggest(talk.rest)))
    else:
        await quiz.begin(talk.house, talk.chat.id, (topic,) if topic else ())


async def _may(talk: Talk, user: User) -> bool:
    player = _player(talk, user)
    async with talk.house.db.write() as tx:
        private = await chats.ensure(
            tx, "telegram", str(user.id), language=player.language, now=talk.house.now(), name=player.name
        )
        person = await people.get(tx, private.person)
        return person is not None and await admitted(tx, talk.house, person)


def _player(talk: Talk, user: User) -> Player:
    return Player(
        user.id, readable(user.full_name), language_of(user.language_code) if user.language_code else talk.language
    )


async def reply(update: Update, talk: Talk) -> None:
    """A reply to the quiz's message is an answer; replies to anything else are the group's own talk."""
    message = update.message
    assert message is not None and update.effective_user is not None
    replied = message.reply_to_message
    if not isinstance(replied, Message) or replied.from_user is None or replied.from_user.id != talk.bot.id:
        return
    prompt = (await answers.said(talk, replied)).get("prompt") or {}
    if prompt.get("kind") != "quiz":
        return
    if not await _may(talk, update.effective_user):
        await talk.say("no_access", id=update.effective_user.id)
    else:
        player = _player(talk, update.effective_user)
        await quiz.answer(
            talk.house, talk.chat.id, prompt["quiz"], player, readable(worded(message)), replied.message_id
        )


async def other(update: Update, talk: Talk) -> None:
    """Any other command."""
    command = ((update.message and update.message.text) or "").split("@")[0].strip()
    await talk.say("help_in_group" if command in ("/start", "/help") else "only_private")
