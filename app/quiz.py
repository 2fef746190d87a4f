"""One question for a whole group: answered by reply, marked when it closes, verdicts in private, the best three named."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from app import learner
from app.apply import apply
from app.context import House
from bot.cards import card
from interview.events import Answered, Started
from interview.marks import Source, marks
from interview.model import Interview, Item, Mode, Phase
from questions.draw import Past, Wanted, draw
from questions.model import Language, Question
from storage import bank_rows, chats, interviews, outbox, quizzes, tasks
from storage.errors import StorageError
from storage.quizzes import Quiz
from texts import mark, topic_name

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
OPEN_FOR = timedelta(minutes=10)
MARKS_WITHIN = timedelta(minutes=3)  # of closing; what is not graded by then is not in the table
HAND_IN = "quiz"  # kind of task: an answer that is handed in when the quiz closes
LEASE, AT_ONCE, EVERY = timedelta(seconds=30), 50, 1.0
TOP = 3
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the group, whose private chat gets the verdict."""

    telegram: int
    name: str
    language: Language


async def begin(house: House, chat: int, topics: tuple[str, ...] = ()) -> None:
    """Asks the group a question it was not asked before; one at a time."""
    now = house.now()
    async with house.db.write() as tx:
        language = (await chats.get(tx, chat)).language
        before = [Past(question, at, None) for question, at in await quizzes.asked(tx, chat)]
        difficulty = await learner.difficulty(tx)
        drawn = draw(house.bank, Wanted(language, topics, None, 1), before, [], {}, difficulty, now, house.seed())
        opened = await quizzes.begin(tx, chat, drawn[0], now, now + OPEN_FOR) if drawn else None
        if opened is not None:
            await _say(tx, house, chat, _asked(opened, drawn[0], language, 0))
        else:
            await _say(tx, house, chat, card("quiz_open_already" if drawn else "no_questions", language))


def _asked(
    quiz: Quiz, question: Question, language: Language, answers: int, edits: int | None = None
) -> dict[str, object]:
    prompt: dict[str, str | int | bool] = {"kind": "quiz", "quiz": quiz.id}
    topic, text = topic_name(question.topic, language), question.question.get(language)
    minutes = int(OPEN_FOR.total_seconds() // 60)
    shown = card(
        "quiz",
        language,
        topic=topic,
        text=text,
        minutes=minutes,
        answers=answers,
        prompt=prompt,
        buttons=[],
        edits=edits,
    )
    return dict(shown)


async def _say(tx: AsyncConnection, house: House, chat: int, message: dict[str, object]) -> None:
    await outbox.say(tx, chat, message, "reply", house.now())


async def answer(house: House, chat: int, number: int, player: Player, text: str, message_id: int) -> None:
    """Takes a reply to the quiz's message as the answer of somebody who has not answered; the message counts it."""
    now = house.now()
    async with house.db.write() as tx:
        quiz, group = await quizzes.get(tx, number), await chats.get(tx, chat)
        if quiz is None or quiz.chat != chat or quiz.state != "open" or now >= quiz.closes_at:
            await _say(tx, house, chat, card("quiz_closed", group.language))
            return
        private = await chats.ensure(
            tx, "telegram", str(player.telegram), language=player.language, now=now, name=player.name
        )
        if await quizzes.answer_of(tx, quiz.id, private.person) is not None:
            await _say(tx, house, chat, card("quiz_twice", group.language, name=player.name[:60]))
            return
        question = await _question(tx, house, quiz)
        planned = Interview(house.new_id(), private.person, group.language, (Item(question),), mode=Mode.EXAM, depth=0)
        await interviews.create(tx, private.id, planned, now, kind="quiz")
        await apply(tx, house, private.id, planned, Started(), quiet=True)
        await quizzes.answered(tx, quiz.id, private.person, planned.id, now)
        handed = {"interview": planned.id, "text": text}
        await tasks.put(tx, HAND_IN, planned.id, handed, quiz.closes_at, person=private.person)
        answers = len(await quizzes.answers(tx, quiz.id))
        await _say(tx, house, chat, _asked(quiz, question, group.language, answers, message_id))


async def _question(tx: AsyncConnection, house: House, quiz: Quiz) -> Question:
    named = (quiz.question, quiz.revision)
    return (await bank_rows.revised(tx, [named], house.bank))[named]


# -- closing ---------------------------------------------------------------------------------------------------------


async def serve(house: House) -> None:
    """Closes quizzes whose time is over and tells their tables, until it is cancelled."""
    while True:
        try:
            await hand_in(house)
            await tell(house)
        except StorageError as error:
            log.warning("quizzes wait for the database", why=str(error))
        await asyncio.sleep(EVERY)


async def hand_in(house: House) -> None:
    """Hands the answers of closed quizzes in to be graded."""
    async with house.db.write() as tx:
        for one in await tasks.claim(tx, (HAND_IN,), house.owner, house.now(), LEASE, AT_ONCE):
            interview = await interviews.load(tx, one.payload["interview"], house.bank)
            chat = await interviews.chat_of(tx, one.payload["interview"])
            if interview is not None and chat is not None:
                await apply(tx, house, chat, interview, Answered(1, one.payload["text"]))
            await tasks.finish(tx, one, house.owner, house.now())


async def tell(house: House) -> None:
    """Shows the table of every quiz that is over and marked."""
    async with house.db.write() as tx:
        for quiz in await quizzes.due(tx, house.now()):
            played = [
                (one.name, await interviews.load(tx, one.interview, house.bank))
                for one in await quizzes.answers(tx, quiz.id)
            ]
            done = all(interview is None or interview.phase is Phase.FINISHED for _, interview in played)
            if done or house.now() >= quiz.closes_at + MARKS_WITHIN:
                await _tell(tx, house, quiz, [(name, interview) for name, interview in played if interview is not None])


async def _tell(tx: AsyncConnection, house: House, quiz: Quiz, played: list[tuple[str, Interview]]) -> None:
    await quizzes.change(tx, quiz.id, "told")
    language, question = (await chats.get(tx, quiz.chat)).language, await _question(tx, house, quiz)
    found = [(name, marks(interview, 0)) for name, interview in played]
    marked = sorted(((m.unprompted, name) for name, m in found if m.unprompted is not None), reverse=True)
    table = card(
        "quiz_table",
        language,
        answers=len(played),
        best="\n".join(f"{place}. {name[:60]} · {mark(value)}" for place, (value, name) in enumerate(marked[:TOP], 1)),
        mean=mark(sum(value for value, _ in marked) / len(marked)) if marked else "",
        estimated=any(m.source is Source.ESTIMATE for _, m in found),
        reference=question.reference.get(language),
    )
    await _say(tx, house, quiz.chat, table)
