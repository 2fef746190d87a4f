"""After a real interview: asked, rated, matched; misses come back within a day; the group gets questions, never a name."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import select

from app import debriefs, drills, learner, occasions, tellings
from app.context import AppContext
from app.messages.debriefs import (
    CompanyAsks,
    DayNotice,
    DebriefDone,
    DebriefGone,
    DebriefOpened,
    DebriefQuestion,
    EvePage,
    OutcomeAsked,
    ShareAsked,
    SharedWithGroup,
)
from app.messages.stored import unpack
from app.messages.values import Notice
from app.workers import runner
from interview.occurrence import Quiet
from storage import chats, groups, people, plans, projects
from storage.chats import Chat
from storage.database import Database
from storage.people import Person
from storage.tables import outbox, shared_questions
from testing.context import START, Clock, Conversation, running_app
from testing.until import until

TOLD = "1. FlashAttention 为什么又快又省显存？\n2. 手撕三数之和\n"


async def said(app: AppContext, chat: int) -> list[DayNotice]:
    async with app.db.read() as tx:
        rows = await tx.execute(select(outbox.c.payload).where(outbox.c.chat == chat).order_by(outbox.c.id))
        notices = [unpack(payload).message for (payload,) in rows]
    return [one.content for one in notices if isinstance(one, Notice) and isinstance(one.content, DayNotice)]


async def told(app: AppContext, chat: int, company: str = "某厂") -> DebriefQuestion:
    """A debrief is told and read; its first question."""
    await debriefs.command(app, chat, company)
    assert await tellings.hear(app, chat, TOLD, source="a")
    assert await tellings.done(app, chat) is None
    worker = asyncio.get_running_loop().create_task(runner.serve(app, [debriefs.HANDLER], idle=0.01))

    async def is_asked() -> bool:
        return any(isinstance(one, DebriefQuestion) for one in await said(app, chat))

    await until(is_asked)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker
    return next(one for one in await said(app, chat) if isinstance(one, DebriefQuestion))


async def somebody(app: AppContext, chat: int) -> Person:
    async with app.db.read() as tx:
        found = await people.get(tx, await chats.person_of(tx, chat))
    assert found is not None
    return found


async def test_what_went_badly_is_due_at_once_until_it_was_asked(db: Database) -> None:
    async with running_app(db) as here:
        talk = await Conversation.of(here)
        chat = talk.chat.id
        first = await told(here, chat)
        assert (first.number, first.of, bool(first.match)) == (1, 2, True)
        second = await debriefs.rate(here, chat, first.id, "bad")
        assert isinstance(second, DebriefQuestion) and second.match == ""
        ending = await debriefs.rate(here, chat, second.id, "good")
        assert isinstance(ending, OutcomeAsked)
        done = await debriefs.end(here, chat, ending.id, "failed")
        assert isinstance(done, DebriefDone)
        assert (done.back, done.groups, done.outcome) == (1, "", "failed")
        person = await somebody(here, chat)
        async with db.read() as tx:
            (due,) = await learner.due(tx, here.bank, person, here.now())
            asked = await drills.items(tx, here, person)
        assert due.question_id == "attn-flash" and asked[0].question.id == "attn-flash"
        await talk.begins("attn-flash")
        async with db.read() as tx:
            assert await learner.missed(tx, here.bank, [person]) == {}


async def test_what_names_no_company_is_not_offered_to_a_group_that_could_not_find_it(db: Database) -> None:
    async with running_app(db) as here:
        talk = await Conversation.of(here)
        chat = talk.chat.id
        async with db.write() as tx:
            await groups.join(tx, await groups.ensure(tx, "G", here.now()), talk.chat.person, here.now())
        first = await told(here, chat, "")
        second = await debriefs.rate(here, chat, first.id, "good")
        assert isinstance(second, DebriefQuestion)
        ending = await debriefs.rate(here, chat, second.id, "half")
        assert isinstance(ending, OutcomeAsked)
        done = await debriefs.end(here, chat, ending.id, "waiting")
        assert isinstance(done, DebriefDone) and done.groups == ""
        assert isinstance(await debriefs.share(here, chat, ending.id, sure=True), DebriefGone)


async def test_a_group_gets_company_month_and_questions_and_no_name(db: Database) -> None:
    async with running_app(db) as here:
        mine, member, stranger = [await Conversation.of(here, name) for name in ("mine", "member", "stranger")]
        async with db.write() as tx:
            group = await groups.ensure(tx, "G", here.now())
            for talk in (mine, member):
                await groups.join(tx, group, talk.chat.person, here.now())
        first = await told(here, mine.chat.id)
        second = await debriefs.rate(here, mine.chat.id, first.id, "good")
        assert isinstance(second, DebriefQuestion)
        assert isinstance(await debriefs.rate(here, stranger.chat.id, second.id, "bad"), DebriefGone)
        ending = await debriefs.rate(here, mine.chat.id, second.id, "half")
        assert isinstance(ending, OutcomeAsked)
        done = await debriefs.end(here, mine.chat.id, ending.id, "waiting")
        assert isinstance(done, DebriefDone) and done.groups == "G"
        for sure in (False, True):
            assert isinstance(await debriefs.share(here, member.chat.id, ending.id, sure=sure), DebriefGone)
        asked = await debriefs.share(here, mine.chat.id, ending.id, sure=False)
        assert isinstance(asked, ShareAsked) and (asked.company, asked.month) == ("某厂", f"{START:%Y-%m}")
        assert (await debriefs.at_company(here, member.chat.id, "某厂")).questions == ()
        shared = await debriefs.share(here, mine.chat.id, ending.id, sure=True)
        assert shared == SharedWithGroup(2, "G")
        assert isinstance(await debriefs.share(here, mine.chat.id, ending.id, sure=True), DebriefGone)
        found = await debriefs.at_company(here, member.chat.id, " 某厂 ")
        assert isinstance(found, CompanyAsks)
        assert {one.text for one in found.questions} == set(asked.texts)
        assert (await debriefs.at_company(here, stranger.chat.id, "某厂")).questions == ()
        assert (await debriefs.at_company(here, member.chat.id, "%")).questions == ()
        async with db.read() as tx:
            (row, _) = (await tx.execute(select(shared_questions))).mappings()
        assert set(row) == {"id", "group", "company", "month", "text", "match"}


async def planned(app: AppContext, days: int) -> Chat:
    """Somebody in Telegram whose interview is in so many days."""
    async with app.db.write() as tx:
        chat = await chats.ensure(tx, "telegram", "7", language="en", now=app.now(), zone="UTC")
        await plans.make(tx, chat.person, app.now().date() + timedelta(days=days), app.now())
        number = await projects.make(tx, chat.person, "Router", "project-engineering", app.now())
        await projects.add(
            tx, chat.person, number, "Accuracy went from 70 percent to 89 percent. I liked it.", app.now()
        )
        return chat


async def test_the_page_comes_the_evening_before_and_the_question_the_day_after_each_once(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock) as here:  # it is noon
        chat = await planned(here, 1)
        assert await occasions.tell_due(here) == 0
        clock.passes(hours=8)
        assert [await occasions.tell_due(here) for _ in range(2)] == [1, 0]
        (page,) = await said(here, chat.id)
        assert isinstance(page, EvePage) and page.numbers == ("Accuracy went from 70 percent to 89 percent",)
        clock.passes(hours=24)
        assert await occasions.tell_due(here) == 0
        clock.passes(hours=14)
        assert [await occasions.tell_due(here) for _ in range(2)] == [1, 0]
        assert isinstance((await said(here, chat.id))[-1], DebriefOpened)
        clock.passes(days=1)
        assert await occasions.tell_due(here) == 0


async def test_the_page_comes_before_quiet_hours_that_begin_early(db: Database) -> None:
    async with running_app(db) as here:
        chat = await planned(here, 1)
        person = await somebody(here, chat.id)
        quiet = replace(person, preferences=replace(person.preferences, quiet=Quiet(time(19), time(8))))
        for hour, wanted in ((16, None), (17, "eve")):
            now = here.now().replace(hour=hour)
            assert occasions.due(quiet, now.date() + timedelta(days=1), now) == wanted
            assert occasions.due(person, now.date() + timedelta(days=1), now) is None


def test_formulas_and_numbers_are_whole_clauses() -> None:
    text = (
        "The cache holds 2 × layers × heads × size bytes. Memory = 2 × layers × heads × d × bytes; that is all. x = y."
    )
    assert list(occasions.formulas_in(text)) == ["Memory = 2 × layers × heads × d × bytes"]
    long = "q and o are 4096×4096 = 16.78M each, k and v are 4096×1024 = 4.19M each: 41.94M together"
    assert list(occasions.formulas_in(f"{long}. The rest is small.")) == [long]
    told = "准确率从 70% 提到 89%，我很高兴。后来上线了。"
    assert list(occasions.numbers_in(told)) == ["准确率从 70% 提到 89%"]
