"""An interview that climbs, in the database: the next question is chosen in the transaction that closes one, and kept."""

from __future__ import annotations

from app import interviews as use_cases
from app import selection
from interview.model import Phase
from questions.bank import Bank
from storage import interviews
from storage.database import Database
from testing.context import Conversation, running_app


async def test_questions_are_chosen_one_by_one_and_kept(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        await context.begins(count=3)
        asked = await context.listens()
        assert [(one["number"], one["of"]) for one in asked if one["event"] == "question"] == [(1, 3)]
        for place in (1, 2, 3):
            async with db.read() as tx:
                found = await interviews.open_of(tx, context.chat.id, here.bank)
            assert found is not None and found.ramp is not None
            assert (len(found.items), found.planned) == (place, 3)
            assert {q.id for q in found.ramp.free} & {item.question.id for item in found.items} == set()
            await use_cases.skip(here, context.chat.id)
        assert await use_cases.phase(here, context.chat.id) is Phase.FINISHED
        async with db.read() as tx:
            (listed,) = await interviews.listed(tx, context.chat.person)
            assert (listed.asked, listed.questions) == (3, 3)
            assert len(await interviews.past(tx, context.chat.person)) == 3
        await context.listens()
    assert [one["level"] for one in context.of_kind("question")] == [1, 1, 1]


async def test_a_candidate_that_the_bank_has_no_more_is_not_asked(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        begun = await use_cases.begin(here, context.chat.id, selection.Wish("en", count=3))
        assert begun is not None and begun.ramp is not None
        left = begun.ramp.free[0]
        async with db.read() as tx:
            found = await interviews.open_of(tx, context.chat.id, Bank({left.id: left}), lock=False)
        assert found is not None and found.ramp is not None
        assert (found.planned, [q.id for q in found.ramp.free]) == (2, [left.id])
        assert (await use_cases.unfinished(here, context.chat.id)) == (1, 3)


async def test_who_asks_for_a_question_by_name_gets_it_again(db: Database) -> None:
    async with running_app(db) as here:
        context = await Conversation.of(here)
        for times in (1, 2):
            await context.begins(among=("attn-kv-cache",), count=1)
            await use_cases.skip(here, context.chat.id)
            await context.listens()
            assert [one["question_id"] for one in context.of_kind("question")] == ["attn-kv-cache"] * times
