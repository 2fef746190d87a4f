"""What a person prepares for: read by a worker, weighing the draw until its day, shown, offered by a tap, removed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta

import pytest

from app import aims, learner, tellings
from app.context import AppContext
from app.messages.aims import AimDropped, AimGone, AimQuestions, AimShown, OfferAsked, Offered
from app.workers import runner
from storage import bank_rows, people, plans
from storage.database import Database
from testing.context import START, Conversation, running_app
from testing.until import until

POST = "某厂一面面经\n1. 自我介绍\n2、FlashAttention 为什么又快又省显存？\n3) 手撕三数之和\n面试官人很好\n"
POSTING = "LLM Inference Engineer\nRequirements: vLLM internals, KV cache, speculative decoding, FP8.\n"
TODAY = START.date()


@asynccontextmanager
async def reading(app: AppContext) -> AsyncIterator[None]:
    worker = asyncio.get_running_loop().create_task(runner.serve(app, [aims.HANDLER], idle=0.01))
    try:
        yield
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


async def read(app: AppContext, chat: int, materials: int) -> AimShown:
    async def is_read() -> bool:
        shown = await aims.shown(app, chat)
        return len(shown.materials) == materials and all(one.material != "unread" for one in shown.materials)

    async with reading(app):
        await until(is_read)
    return await aims.shown(app, chat)


async def leaning(app: AppContext, person: int) -> tuple[dict[str, float], frozenset[str]]:
    async with app.db.read() as tx:
        somebody = await people.get(tx, person)
        assert somebody is not None
        return await learner.aim(tx, somebody, app.now())


async def test_documents_weigh_the_draw_until_their_day(db: Database) -> None:
    async with running_app(db) as here:
        talk = await Conversation.of(here)
        chat, person = talk.chat.id, talk.chat.person
        assert await leaning(here, person) == ({}, frozenset())
        await aims.command(here, chat, POSTING)
        await read(here, chat, 1)
        await aims.command(here, chat, "")
        await aims.ask(here, chat)
        assert await tellings.hear(here, chat, POST[:20], source="a")
        assert await tellings.hear(here, chat, POST[20:], source="b")
        assert await tellings.done(here, chat) is None
        shown = await read(here, chat, 2)
        assert [one.material for one in shown.materials] == ["jd", "mianjing"]
        shares, meant = await leaning(here, person)
        assert max(shares, key=lambda topic: shares[topic]) in ("inference", "attention")
        assert "inference" in shares and meant == {"attn-flash"}
        for day, counts in ((TODAY, True), (TODAY - timedelta(days=1), False)):
            async with db.write() as tx:
                await plans.make(tx, person, day, here.now())
            assert bool((await leaning(here, person))[0]) is counts
        drops = [await aims.drop(here, chat, one.id) for one in shown.materials]
        assert all(isinstance(one, AimDropped) for one in drops)
        assert isinstance(await aims.drop(here, chat, shown.materials[0].id), AimGone)
        assert (await aims.shown(here, chat)).materials == ()


async def test_a_day_of_its_own_ends_a_document_alone(db: Database) -> None:
    async with running_app(db) as here:
        talk = await Conversation.of(here)
        found = await asyncio.to_thread(aims.analysed, here.bank, POSTING)
        for until_day, topics in ((TODAY - timedelta(days=1), 0), (date(2099, 1, 1), 1)):
            shown = await aims.kept(here, talk.chat.id, POSTING, found, until_day)
            assert isinstance(shown, AimShown) and bool(shown.topics) == bool(topics)


async def test_only_a_tap_that_showed_the_text_offers_it_and_without_a_name(db: Database) -> None:
    async with running_app(db) as here:
        mine, other = await Conversation.of(here, "mine"), await Conversation.of(here, "other")
        await aims.command(here, mine.chat.id, POST)
        (material,) = (await read(here, mine.chat.id, 1)).materials
        listed = await aims.questions(here, mine.chat.id, material.id)
        assert isinstance(listed, AimQuestions) and (listed.matched, listed.own) == (1, 2)
        for act in (aims.questions, aims.drop):
            assert isinstance(await act(here, other.chat.id, material.id), AimGone)
        for sure in (False, True):
            assert isinstance(await aims.offer(here, other.chat.id, material.id, sure=sure), AimGone)
        assert await aims.matches(here, other.chat.id, material.id) == ()
        asked = await aims.offer(here, mine.chat.id, material.id, sure=False)
        assert asked == OfferAsked(material.id, ("自我介绍", "手撕三数之和"))
        async with db.read() as tx:
            assert await bank_rows.edits(tx, drafts=True) == []
        assert await aims.offer(here, mine.chat.id, material.id, sure=True) == Offered(2)
        async with db.read() as tx:
            drafts = await bank_rows.edits(tx, drafts=True)
        assert {draft.question.question.zh for draft in drafts} == {"自我介绍", "手撕三数之和"}
        assert {draft.by for draft in drafts} == {""}
        assert isinstance(await aims.offer(here, mine.chat.id, material.id, sure=True), AimGone)


@pytest.mark.parametrize("text", ["\n \n", "随便写点什么", "x" * 5000])
async def test_a_text_that_aims_at_nothing_is_kept_and_weighs_nothing(db: Database, text: str) -> None:
    async with running_app(db) as here:
        talk = await Conversation.of(here)
        found = await asyncio.to_thread(aims.analysed, here.bank, text)
        shown = await aims.kept(here, talk.chat.id, text, found, None)
        assert isinstance(shown, AimShown) and len(shown.materials) == 1
