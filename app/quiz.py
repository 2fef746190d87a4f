"""One question for a whole group: answered by reply, marked when it closes, verdicts in private, the best three named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app import learner
from app.apply import apply, respond
from app.context import AppContext
from app.messages.chatting import NoQuestions
from app.messages.groups import QuizAnsweredBefore, QuizAsked, QuizClosed, QuizOpenAlready, QuizPlace, QuizTable
from app.messages.stored import pack
from app.messages.values import Envelope, Notice
from app.tasks import Handler, RetryPolicy
from interview.events import Answered, Started
from interview.marks import MarkSource, is_touched, marks, points
from interview.model import Interview, Item, Mode, Phase
from questions.draw import Past, Wanted, draw
from questions.model import Language, Question
from storage import bank_rows, chats, interviews, outbox, quizzes, tasks
from storage.quizzes import Quiz

if TYPE_CHECKING:
    from storage.tasks import QueuedTask
    from storage.transaction import Tx
OPEN_FOR = timedelta(minutes=10)
MARKS_WITHIN = timedelta(minutes=3)  # of closing; what is not graded by then is not in the table
HAND_IN = "quiz"  # kind of task: an answer that is handed in when the quiz closes
TOP = 3
NAME_SHOWN = 60  # characters


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the group, whose private chat gets the verdict."""

    telegram: int
    name: str
    language: Language


async def begin(app: AppContext, chat: int, topics: tuple[str, ...] = ()) -> None:
    """Asks the group a question it was not asked before; one at a time."""
    now = app.now()
    async with app.db.write() as tx:
        language = (await chats.get(tx, chat)).language
        before = [Past(question, at, None) for question, at in await quizzes.asked(tx, chat)]
        difficulty = await learner.difficulty(tx)
        drawn = draw(app.bank, Wanted(language, topics, None, 1), before, [], {}, difficulty, now, app.seed())
        opened = await quizzes.begin(tx, chat, drawn[0], now, now + OPEN_FOR) if drawn else None
        if opened is not None:
            await _say(tx, app, chat, _asked(opened, drawn[0], language, 0))
        else:
            await _say(tx, app, chat, Envelope(Notice(QuizOpenAlready() if drawn else NoQuestions(), language)))


def _asked(quiz: Quiz, question: Question, language: Language, answers: int, edits: int | None = None) -> Envelope:
    asked = QuizAsked(
        quiz=quiz.id,
        topic=question.topic,
        text=question.question.get(language),
        minutes=int(OPEN_FOR.total_seconds() // 60),
        answers=answers,
    )
    return Envelope(Notice(asked, language), edits=edits)


async def _say(tx: Tx, app: AppContext, chat: int, envelope: Envelope, turn_key: str | None = None) -> None:
    await outbox.say(tx, chat, pack(envelope), "reply", app.now(), turn_key=turn_key)


async def answer(app: AppContext, chat: int, number: int, player: Player, text: str, message_id: int) -> None:
    """Takes a reply to the quiz's message as the answer of somebody who has not answered; the message counts it."""
    now = app.now()
    async with app.db.write() as tx:
        quiz, group = await quizzes.get(tx, number), await chats.get(tx, chat)
        if quiz is None or quiz.chat != chat or quiz.state != "open" or now >= quiz.closes_at:
            await _say(tx, app, chat, Envelope(Notice(QuizClosed(), group.language)))
            return
        private = await chats.ensure(
            tx,
            "telegram",
            str(player.telegram),
            language=player.language,
            now=now,
            name=player.name,
            zone=app.settings.timezone,
        )
        if await quizzes.answer_of(tx, quiz.id, private.person) is not None:
            await _say(tx, app, chat, Envelope(Notice(QuizAnsweredBefore(player.name[:NAME_SHOWN]), group.language)))
            return
        question = await _question(tx, app, quiz)
        planned = Interview(app.new_id(), private.person, group.language, (Item(question),), mode=Mode.EXAM, depth=0)
        await interviews.create(tx, private.id, planned, now, kind="quiz")
        await apply(tx, app, private.id, planned, Started(), quiet=True)
        await quizzes.answered(tx, quiz.id, private.person, planned.id, now)
        handed = {"interview": planned.id, "text": text}
        await tasks.put(tx, HAND_IN, planned.id, handed, quiz.closes_at, person=private.person)
        answers = await quizzes.count(tx, quiz.id)
        await outbox.unsay(tx, chat, counted := f"quiz:{quiz.id}")  # a number that is older by now
        await _say(tx, app, chat, _asked(quiz, question, group.language, answers, message_id), counted)


async def _question(tx: Tx, app: AppContext, quiz: Quiz) -> Question:
    named = (quiz.question, quiz.revision)
    return (await bank_rows.revised(tx, [named], app.bank))[named]


# -- closing ---------------------------------------------------------------------------------------------------------


async def _hand_in(app: AppContext, one: QueuedTask) -> None:
    """Hands an answer of a closed quiz in to be graded."""
    async with app.db.write() as tx:
        if not await tasks.finish(tx, one, app.owner, app.now()):
            return
        interview = await interviews.load(tx, one.payload["interview"], app.bank)
        chat = await interviews.chat_of(tx, one.payload["interview"])
        if interview is not None and chat is not None:
            await respond(tx, app, chat, interview, Answered(1, one.payload["text"]))


async def _not_handed_in(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """The table is shown without an answer that could not be handed in; it stays stored with its task."""


HANDLER = Handler(HAND_IN, _hand_in, RetryPolicy((2, 5, 15, 60), give_up_after=timedelta(days=1)), _not_handed_in)


async def tell(app: AppContext) -> None:
    """Shows the table of every quiz that is over and marked; a quiz is told once, by whichever process is first."""
    async with app.db.write() as tx:
        for quiz in await quizzes.due(tx, app.now()):
            played = [
                (one.name, await interviews.load(tx, one.interview, app.bank))
                for one in await quizzes.answers(tx, quiz.id)
            ]
            done = all(interview is None or interview.phase is Phase.FINISHED for _, interview in played)
            if done or app.now() >= quiz.closes_at + MARKS_WITHIN:
                await _tell(tx, app, quiz, [(name, interview) for name, interview in played if interview is not None])


async def _tell(tx: Tx, app: AppContext, quiz: Quiz, played: list[tuple[str, Interview]]) -> None:
    await quizzes.change(tx, quiz.id, "told")
    language, question = (await chats.get(tx, quiz.chat)).language, await _question(tx, app, quiz)
    found = [(name, marks(interview, 0), sum(map(is_touched, points(interview, 0)))) for name, interview in played]
    estimated = any(m.source is MarkSource.ESTIMATE for _, m, _ in found)
    marked = [(m.unprompted, touched, name) for name, m, touched in found if m.unprompted is not None]
    marked.sort(key=lambda one: (one[1] if estimated else one[0], one[2]), reverse=True)
    table = QuizTable(
        answers=len(played),
        best=tuple(QuizPlace(name[:NAME_SHOWN], value, touched) for value, touched, name in marked[:TOP]),
        mean=sum(value for value, _, _ in marked) / len(marked) if marked else None,
        estimated=estimated,
        reference=question.reference.get(language),
        points=len(question.key_points),
    )
    await _say(tx, app, quiz.chat, Envelope(Notice(table, language)))
