"""Nobody has the judge work, or a mark changed, by asking again and again."""

from __future__ import annotations

from app import feedback
from app import interviews as use_cases
from app.messages.answering import AnsweringTooFast
from app.messages.values import Notice
from app.selection import Wish
from storage import chats, interviews
from storage.database import Database
from testing.context import ANSWER, QUESTION, START, Conversation, running_app, settled, working
from testing.judge_server import JudgeServer


async def test_a_verdict_is_contested_once(db: Database, judge: JudgeServer) -> None:
    async with running_app(db, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await use_cases.answer(here, context.chat.id, ANSWER)
        await settled(context)
        before = len(judge.requests)
        for reason in ("I said it", "I did say it", "read it once more"):
            assert await feedback.appeal(here, context.chat.id, 1, reason)
            await settled(context)
    assert len(context.of_kind("appeal")) == 1
    assert {request.reason for request in judge.requests[before:]} == {"I said it"}
    assert context.notices().count("refused") == 2


async def test_every_edit_of_an_answer_is_one_of_the_answers_of_a_minute(db: Database) -> None:
    async with running_app(db, answers_per_minute=4) as here:
        async with db.write() as tx:
            chat = (await chats.ensure(tx, "telegram", "7", language="en", now=START)).id
        await use_cases.begin(here, chat, Wish("en", count=1))
        await use_cases.answer(here, chat, ANSWER, source="telegram:7:1")
        for n in range(20):
            assert await use_cases.edit(here, chat, "telegram:7:1", f"{ANSWER} {n}", old=None, edit=f"edit {n}")
        async with db.read() as tx:
            interview = await interviews.open_of(tx, chat, here.bank)
        assert interview is not None
        assert (interview.turns[0].answer, interview.turns[0].revision) == (f"{ANSWER} 1", 5)
        said = [message for _, message in await use_cases.unsaid(here, chat)]
    assert said.count(Notice(AnsweringTooFast(4), "en")) == 1, "what is said already and not yet read is not said again"
