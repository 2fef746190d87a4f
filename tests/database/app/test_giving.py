"""Answers given for labelling: shown before, given by the person alone, taken back, exported without a name, forgotten."""

from __future__ import annotations

import json

from app import giving, interviews, personal_data
from app.messages.giving import GiveAsked, GiveBack, GivenListed, GiveRefused, GiveTaken, GiveUsage
from app.messages.values import Notice, NoticeContent
from grader.labelling import read_answers
from storage.database import Database
from testing.context import ANSWER, QUESTION, Conversation, bank, running_app, settled, working


async def answered(here: Conversation) -> None:
    await here.begins(QUESTION)
    async with working(here.app):
        await interviews.answer(here.app, here.chat.id, ANSWER)
        await settled(here)


async def says(here: Conversation, words: str) -> NoticeContent:
    """What is replied to `/give` with these words."""
    await giving.command(here.app, here.chat.id, words)
    _, message = (await interviews.unsaid(here.app, here.chat.id))[-1]
    assert isinstance(message, Notice)
    return message.content


async def taken_back(here: Conversation, number: int) -> bool:
    told = await says(here, f"back {number}")
    assert isinstance(told, GiveBack)
    return told.found


async def test_an_answer_is_shown_before_it_is_given_and_can_be_taken_back(db: Database) -> None:
    async with running_app(db) as app:
        here = await Conversation.of(app, "Zhang San")
        await answered(here)
        assert await says(here, "") == GiveUsage("1")
        shown = await says(here, "1")
        assert isinstance(shown, GiveAsked) and shown.answer == ANSWER
        assert await giving.exported(db, bank()) == []
        taken = await says(here, "1 yes")
        assert isinstance(taken, GiveTaken) and await says(here, "1 是") == taken
        (line,) = await giving.exported(db, bank())
        assert line["answer"] == ANSWER and line["question_id"] == QUESTION
        assert "Zhang" not in json.dumps(line) and set(line) == {
            "id", "lang", "question_id", "question", "reference", "key_points", "answer",
        }  # fmt: skip
        (read,) = read_answers(json.dumps(line).encode(), lambda id: None)
        assert [p.id for p in read.task.key_points] == [p.id for p in bank().questions[QUESTION].key_points]
        assert isinstance(await says(here, ""), GivenListed)
        assert await taken_back(here, taken.number) and not await taken_back(here, taken.number)
        assert await giving.exported(db, bank()) == []


async def test_nobody_takes_back_what_another_gave_and_what_is_forgotten_is_gone(db: Database) -> None:
    async with running_app(db) as app:
        here, other = await Conversation.of(app, "one"), await Conversation.of(app, "two")
        await answered(here)
        await says(here, "1")
        await says(here, "1 yes")
        for number in range(1, 4):
            assert not await taken_back(other, number)
        assert len((await personal_data.export(app, here.chat.person))["given_answers"]) == 1
        assert (await personal_data.export(app, other.chat.person))["given_answers"] == []
        await personal_data.forget(app, here.chat.person)
        assert await giving.exported(db, bank()) == []


async def test_what_was_not_said_in_words_cannot_be_given(db: Database) -> None:
    async with running_app(db) as app:
        here = await Conversation.of(app, "me")
        assert isinstance(await says(here, "1 yes"), GiveRefused)
        await here.begins(QUESTION)
        for words in ("1 yes", "2.7 yes", "x yes", "9" * 40):
            assert isinstance(await says(here, words), GiveRefused)
        assert await giving.exported(db, bank()) == []


async def test_what_was_not_shown_is_not_given_by_a_yes(db: Database) -> None:
    async with running_app(db) as app:
        here = await Conversation.of(app, "me")
        await answered(here)
        assert isinstance(await says(here, "1"), GiveAsked)
        await answered(here)
        assert isinstance(await says(here, "1 yes"), GiveAsked)
        assert await giving.exported(db, bank()) == []
        assert isinstance(await says(here, "1 yes"), GiveTaken)
        assert len(await giving.exported(db, bank())) == 1
