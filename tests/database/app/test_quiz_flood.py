from __future__ import annotations

from app import chats, quiz
from app.messages.groups import QuizAsked
from app.messages.stored import unpack
from app.messages.values import Notice
from app.quiz import Player
from storage import outbox
from storage.database import Database
from testing.context import running_app

MESSAGE = 77  # the quiz's, on the group's screen


async def test_the_count_of_a_quiz_is_corrected_once_for_all_who_answered_meanwhile(db: Database) -> None:
    async with running_app(db) as here:
        group = await chats.meet_group(here, "-88", "en")
        await quiz.begin(here, group.id)
        for number in range(20):
            player = Player(100 + number, f"player {number}", "en")
            await quiz.answer(here, group.id, 1, player, "softmax", MESSAGE)
        async with db.read() as tx:
            said = [unpack(row.payload) for row in await outbox.of_chat(tx, group.id)]
    asked, counted = said
    assert asked.edits is None
    assert counted.edits == MESSAGE
    assert isinstance(counted.message, Notice)
    assert isinstance(counted.message.content, QuizAsked)
    assert counted.message.content.answers == 20
