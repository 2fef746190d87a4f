"""What the database knows of people, as the draw takes it; how hard questions turn out; the ticker."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import learner
from app.context import AppContext
from app.workers.scheduler import BELIEVED_AFTER, ClockJumpDetector, Scheduler
from interview.ability import ENOUGH
from interview.marks import MarkSource
from interview.review import Rating
from reports import message
from storage import difficulties, idempotency, people, plans
from storage.chats import Chat
from storage.database import Database
from storage.tables import interviews, items, question_marks, revisions
from testing.drills import Clock, learned, offers, someone, states
from testing.until import until

FINE = 8.0


async def marked(
    app: AppContext, chat: Chat, question: str, mark: float, *, source: MarkSource = MarkSource.JUDGE
) -> None:
    """One closed question of a person with its first mark."""
    id = app.new_id() + question + str(chat.person) + source.value
    now = app.now()
    async with app.db.write() as tx:
        row = {"id": id, "chat": chat.id, "person": chat.person, "kind": "interview", "language": "en", "mode": "coach"}
        row |= {"depth": 3, "phase": "finished", "started_at": now, "touched_at": now}
        await tx.execute(interviews.insert().values(row))
        known = await tx.execute(revisions.select().where(revisions.c.question == question))
        if known.first() is None:
            await tx.execute(revisions.insert().values(question=question, revision="r1", content={}, kept_at=now))
        await tx.execute(items.insert().values(interview=id, place=0, question=question, revision="r1"))
        found = {
            "interview": id,
            "item": 0,
            "person": chat.person,
            "question": question,
            "revision": "r1",
            "topic": "rag",
        }
        found |= {"level": 3, "kind": "interview", "first": mark, "after": mark, "source": source.value, "at": now}
        await tx.execute(question_marks.insert().values(found))


async def test_what_is_due_for_the_draw(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    await learned(app, chat, ("a", "p0"), ("a", "p1"), ("b", "p2"))
    await learned(app, chat, ("c", "p0"), ago=timedelta(hours=1), rating=Rating.GOOD)
    await learned(app, chat, ("gone", "p0"))
    async with app.db.read() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        found = await learner.due(tx, app.bank, person, clock.at)
    assert {one.question_id: set(one.points) for one in found} == {"a": {"p0", "p1"}, "b": {"p2"}}
    assert max(found, key=lambda one: one.urgency).question_id == "a"


async def test_a_newcomer_has_neither_due_points_nor_abilities(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    async with app.db.read() as tx:
        person = await people.get(tx, chat.person)
        assert person is not None
        assert await learner.due(tx, app.bank, person, clock.at) == []
        assert await learner.ability(tx, app.bank, chat.person, clock.at) == {}
        assert await learner.abilities_of(tx, chat.person, clock.at) == {}
        assert await learner.difficulty(tx) == {}


async def test_verdicts_self_ratings_and_estimates_are_never_mixed(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    await marked(app, chat, "a", 2.0)
    await marked(app, chat, "b", 9.0, source=MarkSource.SELF)
    await marked(app, chat, "c", 10.0, source=MarkSource.ESTIMATE)
    async with app.db.read() as tx:
        found = await learner.abilities_of(tx, chat.person, clock.at)
        drawn = await learner.ability(tx, app.bank, chat.person, clock.at)
    assert {source: one.of("rag").n for source, one in found.items()} == {MarkSource.JUDGE: 1, MarkSource.SELF: 1}
    assert found[MarkSource.JUDGE].of("rag").mean < 5 < found[MarkSource.SELF].of("rag").mean
    assert drawn == {"rag": found[MarkSource.JUDGE].of("rag").mean}


async def test_difficulties_are_learned_once_enough_people_have_answered(app: AppContext) -> None:
    for n in range(ENOUGH):
        chat = await someone(app, at=None)
        await marked(app, chat, "a", FINE)
        await marked(app, chat, "b", 1.0)
        if n:
            await marked(app, chat, "c", FINE)
    assert await learner.learn_difficulties(app) == 2
    async with app.db.read() as tx:
        known = await learner.difficulty(tx)
    assert known.keys() == {"a", "b"} and known["b"] > 1 > 0 > known["a"]
    assert await learner.learn_difficulties(app) == 2


async def test_one_person_who_answers_often_teaches_once(app: AppContext) -> None:
    chat = await someone(app, at=None)
    for _ in range(ENOUGH + 2):
        await marked(app, chat, "a", 3.0)
    assert await learner.learn_difficulties(app) == 0


async def test_people_are_walked_a_few_at_a_time(app: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "PEOPLE_AT_A_TIME", 2)
    for _ in range(ENOUGH + 1):
        await marked(app, await someone(app, at=None), "a", 3.0)
    assert await learner.learn_difficulties(app) == 1
    async with app.db.read() as tx:
        assert len(await difficulties.known(tx)) == 1


async def test_the_date_is_the_start_of_its_day_on_the_persons_clock(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    async with app.db.write() as tx:
        await plans.make(tx, chat.person, datetime(2026, 3, 12).date(), clock.at)
        person = await people.get(tx, chat.person)
        assert person is not None
        assert await learner.target(tx, person, clock.at) == datetime(2026, 3, 11, 16, tzinfo=UTC)
        assert await learner.target(tx, person, datetime(2026, 3, 11, 16, tzinfo=UTC)) is None


# -- the ticker ------------------------------------------------------------------------------------------------------


async def test_the_ticker_plans_offers_and_stops(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    clock.to("2026-03-10 01:00")
    woken: list[bool] = []
    serving = asyncio.ensure_future(Scheduler(app, message, wake=lambda: woken.append(True)).serve())
    await until(lambda: offers(app, chat))
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert await states(app, chat) == [("03-10", "offered")]
    assert woken


async def test_a_clock_that_jumps_ahead_is_not_believed_at_once(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    seconds = [0.0]
    ticker = Scheduler(app, message, steady=lambda: seconds[0])
    await ticker.plan()
    clock.at += timedelta(days=3)
    seconds[0] += 20
    await ticker.plan()
    assert await states(app, chat) == []
    clock.at -= timedelta(days=3)
    seconds[0] += 20
    await ticker.plan()
    clock.to("2026-03-10 01:00")
    seconds[0] += 13 * 3600
    await ticker.plan()
    await ticker.offer()
    assert await states(app, chat) == [("03-10", "offered")]


def test_a_jump_is_believed_after_it_has_held() -> None:
    start = datetime(2026, 3, 9, tzinfo=UTC)
    clock = ClockJumpDetector(start, 100.0)
    assert clock.believed(start + timedelta(seconds=20), 120.0)
    jumped = start + timedelta(hours=3)
    assert not clock.believed(jumped, 140.0)
    assert not clock.believed(jumped + timedelta(minutes=4), 140.0 + 240)
    assert clock.believed(jumped + BELIEVED_AFTER, 140.0 + BELIEVED_AFTER.total_seconds())
    assert clock.believed(start, 500.0)  # back: nothing becomes due by that


async def test_the_ticker_drops_what_is_kept_only_for_a_while(app: AppContext, clock: Clock) -> None:
    chat = await someone(app)
    async with app.db.write() as tx:
        await idempotency.claim_once(tx, chat.id, "old", clock() - timedelta(days=90))
        await idempotency.claim_once(tx, chat.id, "new", clock())
    await Scheduler(app, message).tidy()
    async with app.db.read() as tx:
        assert [await idempotency.is_claimed(tx, chat.id, source) for source in ("old", "new")] == [False, True]


async def test_a_database_that_is_away_ends_no_ticker(app: AppContext) -> None:
    away = replace(app, db=Database.open("postgresql://nobody:no@127.0.0.1:1/none"))
    ticker = Scheduler(away, message)
    await ticker.plan()
    await ticker.offer()
    await ticker.learn()
    await ticker.tidy()
    await away.db.close()
