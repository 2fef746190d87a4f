"""Messages that are no answer, as the database keeps them: nothing graded unasked, nothing lost, one tap works once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app import asides as aside_cases
from app import interviews as use_cases
from app.asides import Unclear
from app.selection import Wish
from interview.asides import Aside, AsideKind, Unsure, judge
from interview.model import Item, Phase
from questions.model import Text
from storage.database import Database
from testing.context import ANSWER, QUESTION, Conversation, bank, running_app, settled, working
from testing.judge_server import JudgeServer
from testing.until import until

CLARIFY = "what do you mean by reranking here?"
HARMLESS = "It means the second step of a search, after the first list has come back."
TELLING = bank().questions[QUESTION].key_points[0].text.en[:300]
HINT, STOP = "could you give me a hint please", "let's stop here for today"
DOUBTFUL = ("the latter?", "see you at lunch", "the list again", "hm, scores", "lists of ten?")


def doubtful(question: str = QUESTION) -> str:
    """A message that the model is not sure about."""
    return next(words for words in DOUBTFUL if isinstance(judge(words, bank().questions[question]), Unsure))


async def says(context: Conversation, text: str, source: str = "", unclear: Unclear = Unclear.JUDGE) -> dict[str, Any]:
    """Sends a text; the last thing that was said to it, {} for nothing."""
    await use_cases.answer(context.app, context.chat.id, text, source=source, unclear=unclear)
    said = await context.listens()
    return said[-1] if said else {}


async def phase(context: Conversation) -> Phase | None:
    return await use_cases.phase(context.app, context.chat.id)


async def answer_of(context: Conversation) -> str:
    """What stands as the answer to the first turn."""
    about = context.heard[0]
    found = await use_cases.turn_of(context.app, context.chat.id, about["interview"], 1)
    assert found is not None
    return found[1].answer


def test_the_messages_are_what_they_are_meant_for() -> None:
    question = bank().questions[QUESTION]
    for text, kind in ((HINT, AsideKind.HINT), (STOP, AsideKind.STOP), (CLARIFY, AsideKind.CLARIFY)):
        found = judge(text, question)
        assert isinstance(found, Aside)
        assert found.kind is kind


async def test_an_aside_is_replied_to_once_and_made_an_answer_once(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        said = await says(context, HINT, source="m1")
        assert (said["event"], said["kind"], said["asked"], said["reply"]) == ("aside", "hint", False, "hint")
        assert said["text"] == bank().questions[QUESTION].hints.en[_heaviest()]
        assert await says(context, HINT, source="m1") == {}
        assert await phase(context) is Phase.ASKING
        assert await use_cases.answer_aside(here, context.chat.id, said["aside"])
        assert not await use_cases.answer_aside(here, context.chat.id, said["aside"])
        assert await phase(context) is Phase.GRADING
        assert await answer_of(context) == HINT


def _heaviest() -> int:
    points = bank().questions[QUESTION].key_points
    return max(range(len(points)), key=lambda n: (points[n].weight, -n))


async def test_later_a_tap_adds_to_the_answer_that_was_given_until_the_next_one(db: Database) -> None:
    async with running_app(db) as here, working(here):
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        early, late = await says(context, HINT, source="m1"), await says(context, CLARIFY, source="m2")
        await says(context, ANSWER, source="m3")
        await settled(context)
        assert context.heard[-1]["event"] == "probe"
        assert await use_cases.answer_aside(here, context.chat.id, early["aside"])
        await settled(context)
        assert await answer_of(context) == f"{ANSWER}\n{HINT}"
        await says(context, ANSWER, source="m4")
        await settled(context)
        assert not await use_cases.answer_aside(here, context.chat.id, late["aside"])


async def test_stopping_in_words_waits_for_a_tap_that_works_once(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        said = await says(context, STOP)
        assert said["reply"] == "stop"
        assert await phase(context) is Phase.ASKING
        assert await aside_cases.confirm(here, context.chat.id, said["aside"])
        assert await phase(context) is Phase.ABANDONED
        assert not await aside_cases.confirm(here, context.chat.id, said["aside"])
        assert not await use_cases.answer_aside(here, context.chat.id, said["aside"])


async def test_nobody_taps_for_somebody_else(db: Database) -> None:
    async with running_app(db) as here:
        context, other = await Conversation.of(here), await Conversation.of(here, "another")
        for one in (context, other):
            await one.begins(QUESTION)
            await one.listens()
        said = await says(context, STOP)
        assert not await aside_cases.confirm(here, other.chat.id, said["aside"])
        assert not await use_cases.answer_aside(here, other.chat.id, said["aside"])
        assert await phase(other) is Phase.ASKING


async def test_what_is_not_clear_is_graded_by_nobody_until_it_is_decided(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        asked = await says(context, doubtful())
        assert (asked["asked"], asked["reply"]) == (True, "which")
        assert await phase(context) is Phase.ASKING
        assert await use_cases.answer_aside(here, context.chat.id, asked["aside"])
        assert await answer_of(context) == doubtful()


async def test_going_on_with_an_answer_takes_along_what_was_asked_about(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        asked = await says(context, doubtful())
        await says(context, ANSWER)
        assert await answer_of(context) == f"{doubtful()}\n{ANSWER}"
        assert not await use_cases.answer_aside(here, context.chat.id, asked["aside"])
        assert not await aside_cases.confirm(here, context.chat.id, asked["aside"])


async def test_where_nobody_can_be_asked_what_is_not_clear_is_an_answer(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await says(context, doubtful(), unclear=Unclear.ANSWER)
        assert await answer_of(context) == doubtful()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("answer", "grading"),
        ("chat", "chat"),
        ("clarify", "scope"),
        ("", "which"),  # it cannot say: the person is asked
    ],
)
async def test_a_judge_decides_what_is_not_clear(db: Database, judge: JudgeServer, told: str, expected: str) -> None:
    judge.says = {"kind": told} if told else {}
    async with running_app(db, judge_url=judge.url) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await context.listens()
        assert await says(context, doubtful()) == {}

        async def decided() -> bool:
            await context.listens()
            return bool(context.of_kind("aside")) or await answer_of(context) != ""

        async with working(here):
            await until(decided)
        if expected == "grading":
            assert await answer_of(context) == doubtful()
        else:
            (said,) = context.of_kind("aside")
            assert (said["reply"], said["asked"]) == (expected, expected == "which")
            assert await answer_of(context) == ""
    assert len(judge.short) == 1
    assert doubtful() in judge.short[0].prompt


@pytest.mark.parametrize(("told", "expected"), [(HARMLESS, "explained"), (TELLING, "assume"), ("", "assume")])
async def test_a_judge_explains_what_nobody_wrote_down_unless_that_tells_a_point(
    db: Database, judge: JudgeServer, told: str, expected: str
) -> None:
    judge.says = {"explanation": told} if told else {}
    bare = replace(bank().questions[QUESTION], scope=Text(), revision="without scope")
    async with running_app(db, judge_url=judge.url) as here, working(here):
        context = await Conversation.of(here)
        async with db.write() as tx:
            await use_cases.begin_with(tx, here, context.chat.id, Wish("en"), [Item(bare)])
        await says(context, CLARIFY)

        async def replied() -> bool:
            await context.listens()
            return bool(context.of_kind("aside"))

        await until(replied)
        (said,) = context.of_kind("aside")
        assert (said["kind"], said["reply"]) == ("clarify", expected)
        assert said["text"] == (told if expected == "explained" else "")


async def test_what_was_sent_first_is_in_sight_of_the_model_and_of_an_export(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(QUESTION)
        await says(context, HINT)
        from app.personal_data import export_of_chat

        _, exported = await export_of_chat(here, context.chat.id)
        assert HINT in json.dumps(exported)
