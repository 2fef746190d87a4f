"""People: their settings, everything that is theirs, and being forgotten for good."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from grader.grade import Verdict
from interview.asides import AsideKind
from interview.events import Answered, Appealed
from interview.model import Mode
from interview.occurrence import Quiet
from storage import (
    aims,
    asides,
    bank_rows,
    chats,
    credentials,
    debriefs,
    forecasts,
    given,
    groups,
    idempotency,
    inbox,
    interviews,
    outbox,
    parked,
    people,
    plans,
    projects,
    quizzes,
    tasks,
    tellings,
)
from storage.asides import AsideState
from storage.chats import Chat
from storage.database import Database
from storage.errors import StorageError
from storage.forecasts import DayForecast
from storage.inbox import Update
from storage.people import Access, Preferences
from storage.personal_data import belonging
from storage.tables import drills, metadata
from storage.tables import inbox as inbox_rows
from storage.tables import people as people_rows
from storage.transaction import Tx
from testing.rows import EMPTY, NOW, answered, begun, grade_of, happened, packaged, someone
from testing.stored import contended

LEASE = timedelta(minutes=1)
NOT_PERSONAL = {
    "bank_edits", "bank_notes", "difficulties", "groups", "inbox", "invitations", "leases", "retired", "revisions",
    "shared_questions",
}  # fmt: skip


async def test_settings_come_back_as_they_were_set(db: Database) -> None:
    wishes = Preferences(
        language="en",
        zone="Asia/Shanghai",
        mode=Mode.EXAM,
        drill_at=time(8, 30),
        weekdays=frozenset({0, 2, 4}),
        minutes=25,
        quiet=Quiet(time(22), time(7)),
        paused_until=datetime(2026, 12, 1, tzinfo=UTC),
    )
    async with db.write() as tx:
        chat = await someone(tx)
        await people.prefer(tx, chat.person, wishes)
        found = await people.get(tx, chat.person)
        assert found is not None
        assert found.preferences == wishes
        assert (await chats.get(tx, chat.id)).language == "en"
        await people.prefer(tx, chat.person, replace(wishes, drill_at=None, quiet=None, weekdays=frozenset()))
        off = await people.get(tx, chat.person)
        assert off is not None
        assert off.preferences.rhythm is None


async def test_a_new_wish_asks_for_a_new_drill(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        person = await people.get(tx, chat.person)
        assert person is not None
        daily = replace(person.preferences, drill_at=time(8))
        await people.prefer(tx, chat.person, daily)
        due = {"next_due_at": NOW, "next_due_day": NOW.date()}
        await tx.execute(people_rows.update().values(due))
        await people.prefer(tx, chat.person, replace(daily, minutes=30))
        same = await people.get(tx, chat.person)
        await people.prefer(tx, chat.person, replace(daily, zone="Asia/Tokyo"))
        moved = await people.get(tx, chat.person)
    assert same is not None
    assert same.next_drill is not None
    assert moved is not None
    assert moved.next_drill is None


async def test_a_person_is_one_whatever_they_write(db: Database) -> None:
    async with db.write() as tx:
        first, again = await someone(tx, "42"), await someone(tx, "42")
        other = await someone(tx, "43")
        assert first == again
        assert first.person != other.person
        found = await people.by_telegram(tx, 42)
        assert found is not None
        assert found.id == first.person
        assert [p.id for p in await people.by_name(tx, "42")] == [first.person]
        assert [p.id for p in await people.by_name(tx, f"#{other.person}")] == [other.person]
        terminal = await someone(tx, "me")
        assert [p.id for p in await people.by_name(tx, "me")] == [terminal.person]
        for nobody in ("nobody", "9" * 30, f"#{'9' * 30}"):
            assert await people.by_name(tx, nobody) == []
        assert len(await people.listed(tx)) == 3
        assert [p.id for p in await people.listed(tx, after=first.person, limit=1)] == [other.person]


async def test_two_programs_meet_the_same_person_at_once(db: Database, database_url: str) -> None:
    other = Database.open(database_url)

    async def meet(through: Database) -> int:
        async with through.write() as tx:
            return (await someone(tx, "42")).person

    assert len(set(await asyncio.gather(*(meet(through) for through in (db, other) * 5)))) == 1
    await other.close()


async def test_seen_is_written_once_an_hour(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await someone(tx, now=NOW + timedelta(minutes=10))
        assert await _seen(tx, chat) == NOW
        await someone(tx, now=NOW + timedelta(minutes=70))
        assert await _seen(tx, chat) == NOW + timedelta(minutes=70)


async def _seen(tx: Tx, chat: Chat) -> datetime:
    person = await people.get(tx, chat.person)
    assert person is not None
    return person.seen_at


async def test_a_group_chat_belongs_to_nobody(db: Database) -> None:
    async with db.write() as tx:
        group = await chats.ensure_group(tx, "-100", language="en", now=NOW)
        assert group == await chats.ensure_group(tx, "-100", language="zh", now=NOW)
        assert (group.person, group.language) == (0, "en")
        await chats.speak(tx, group.id, "zh")
        assert await chats.get(tx, group.id) == replace(group, language="zh")
        assert await people.listed(tx) == []


# -- everything of a person ------------------------------------------------------------------------------------------


async def test_a_group_that_adds_the_bot_again_is_back(db: Database) -> None:
    async with db.write() as tx:
        group = await chats.ensure_group(tx, "-100", language="zh", now=NOW)
        await chats.gone(tx, group.id, NOW, "the bot is kicked")
        assert (await chats.get(tx, group.id)).gone
        assert await chats.ensure_group(tx, "-100", language="en", now=NOW) == group
        assert await chats.get(tx, group.id) == group


async def _full_life(tx: Tx, address: str) -> Chat:
    """Somebody with rows in every table that can hold something of theirs."""
    chat = await someone(tx, address)
    group = await chats.ensure_group(tx, "-100", language="zh", now=NOW)
    await idempotency.claim_once(tx, chat.id, "1", NOW)
    interview = await begun(tx, chat, f"interview {address}")
    interview = await happened(tx, interview, Answered(1, f"words of {address}"))
    interview = await happened(tx, interview, grade_of(interview, Verdict.MISSING, quote="words"))
    await answered(tx, interview, Verdict.PARTIAL)
    await happened(tx, interview, Appealed(1, interview.items[0].question.key_points[0].id, "why"))
    await tasks.put(tx, "grade", f"{address}:1", {"interview": interview.id}, NOW, person=chat.person)
    await outbox.say(tx, chat.id, {"text": "to you"}, "reply", NOW)
    await plans.make(tx, chat.person, NOW.date(), NOW)
    await parked.put(tx, chat.person, "hand-softmax", NOW)
    await credentials.put(tx, f"link of {address}", chat.person, "link", NOW, None)
    await asides.keep(tx, interview.id, 1, AsideKind.CHAT, AsideState.ASIDE, f"words of {address}", "", NOW)
    project = await projects.make(tx, chat.person, f"project of {address}", "project-course", NOW)
    await projects.add(tx, chat.person, project, f"words of {address}", NOW)
    await projects.held(tx, chat.person, project, interview.id)
    await tellings.begin(tx, chat.id, tellings.TellingKind.PROJECT, NOW)
    aim = await aims.keep(tx, chat.person, "T", f"words of {address}", None, NOW)
    await aims.read(tx, aim, "mianjing", {"rag": 1.0}, [(f"asked {address}", None)])
    debrief = await debriefs.make(tx, chat.person, "C", NOW.date(), f"words of {address}", NOW)
    await debriefs.fill(tx, chat.person, debrief, [(f"asked {address}", None)])
    await forecasts.keep(tx, chat.person, NOW.date(), DayForecast(NOW.date(), NOW, {("q", "p"): 0.5}), NOW)
    await given.give(tx, interview.id, 1, key=address, question="?", answer=f"words of {address}", now=NOW)
    await bank_rows.report(tx, chat.person, packaged()[0], interview.id, 1, "wrong", NOW)
    number = await groups.ensure(tx, "G", NOW)
    await groups.join(tx, number, chat.person, NOW)
    await groups.assign(tx, "attention", NOW.date(), NOW, person=chat.person)
    quiz = await quizzes.begin(tx, group.id, packaged()[0], NOW, NOW + LEASE) or await quizzes.open_of(tx, group.id)
    assert quiz is not None
    in_group = await begun(tx, replace(group, person=chat.person), f"quiz {address}", kind="quiz")
    await quizzes.answered(tx, quiz.id, chat.person, in_group.id, NOW)
    day = {"local_day": NOW.date(), "due_at": NOW, "state": "opened", "planned_at": NOW, "changed_at": NOW}
    await tx.execute(insert(drills).values(person=chat.person, interview=interview.id, **day))
    return chat


async def _rows_of(tx: Tx, person: int) -> dict[str, int]:
    counts = {}
    for table in metadata.sorted_tables:
        theirs = belonging(table, person)
        if theirs is not None:
            counts[table.name] = (await tx.execute(select(func.count()).select_from(table).where(theirs))).scalar_one()
    return counts


def test_every_table_is_somebodys_or_known_to_be_nobodys() -> None:
    """A new table must say whose its rows are, or `forget` and `export` would leave them out."""
    nobodys = {table.name for table in metadata.sorted_tables if belonging(table, 1) is None}
    assert nobodys <= NOT_PERSONAL


async def test_export_holds_everything_and_nothing_of_others(db: Database) -> None:
    async with db.write() as tx:
        mine = await _full_life(tx, "1")
        await _full_life(tx, "2")
        exported = json.loads(json.dumps(await people.export(tx, mine.person)))
        counts = await _rows_of(tx, mine.person)
    assert {name: len(rows) for name, rows in exported.items()} == counts
    assert [name for name, count in counts.items() if not count] == ["quizzes"]  # a group's, even its own
    assert exported["turns"][0]["answer"] == "words of 1"
    assert exported["people"][0]["created_at"] == "2026-11-24T12:30:15.123456+00:00"
    assert "words of 2" not in json.dumps(exported)


async def test_forget_leaves_nothing_of_a_person_and_everything_of_others(db: Database) -> None:
    async with db.write() as tx:
        mine, yours = await _full_life(tx, "1"), await _full_life(tx, "2")
        before = await _rows_of(tx, yours.person)
        await inbox.store(tx, [Update(7, 1, 1, {"text": "words of 1"}), Update(8, -100, 1, {"text": "too"})], NOW)
        await inbox.store(tx, [Update(9, 2, 2, {"text": "words of 2"})], NOW)
    async with db.write() as tx:
        assert await people.forget(tx, mine.person)
        assert not await people.forget(tx, mine.person)
    async with db.read() as tx:
        assert set((await _rows_of(tx, mine.person)).values()) == {0}
        assert await _rows_of(tx, yours.person) == before
        assert await people.get(tx, mine.person) is None
        left = {row.update_id: row for row in await tx.execute(select(inbox_rows))}
    assert left[7].payload is left[8].payload is left[7].chat is left[8].sender is None
    assert left[9].payload == {"text": "words of 2"}


async def test_a_group_s_table_does_not_name_somebody_who_was_forgotten(db: Database) -> None:
    async with db.write() as tx:
        mine = await _full_life(tx, "1")
        group = await chats.ensure_group(tx, "-100", language="en", now=NOW)
        for name in ("quiz_table", "quiz_twice", "quiz"):
            told = {"message": {"content": {"kind": name, "best": "1. Mine · 9.0"}}}
            await outbox.say(tx, group.id, told, "reply", NOW)
        for row in await outbox.of_chat(tx, group.id):
            await outbox.sent(tx, replace(row, attempts=0), [row.id], NOW)
        assert await people.forget(tx, mine.person)
    async with db.read() as tx:
        (left,) = await outbox.of_chat(tx, group.id, unsent=False)
    assert left.payload["message"]["content"]["kind"] == "quiz"


async def test_what_finishes_later_does_not_bring_a_person_back(db: Database) -> None:
    """A worker is computing while the person asks to be forgotten."""
    async with db.write() as tx:
        mine = await _full_life(tx, "1")
        claimed = await tasks.claim(tx, ["grade"], "worker", NOW, LEASE, 5)
        (sending,) = await outbox.claim(tx, "telegram", "worker", NOW, LEASE, 5)
        await inbox.store(tx, [Update(7, 1, 1, {"text": "/forget"}), Update(8, 1, 1, {"text": "hello"})], NOW)
        await inbox.claim(tx, "worker", NOW, LEASE, 1)
        await people.forget(tx, mine.person)
    async with db.write() as tx:
        assert not await tasks.finish(tx, claimed[0], "worker", NOW)
        assert not await tasks.renew(tx, claimed[0], "worker", NOW, LEASE)
        assert not await tasks.retry(tx, claimed[0], "worker", NOW, "later")
        assert not await outbox.sent(tx, sending, [1], NOW)
        assert not await outbox.postpone(tx, sending, NOW, "later")
        assert await interviews.load(tx, "interview 1", EMPTY) is None
        await inbox.done(tx, [(0, 7, 1)], NOW)
        assert await inbox.claim(tx, "worker", NOW + LEASE, LEASE, 5) == []
        assert await inbox.store(tx, [Update(7, 1, 1, {"text": "/forget"})], NOW) == 0
        assert await people.by_telegram(tx, 1) is None
    with pytest.raises(StorageError, match="no chat"):
        async with db.write() as tx:
            await chats.get(tx, mine.id)
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            await outbox.say(tx, mine.id, {"text": "late"}, "result", NOW)


@pytest.mark.parametrize("by", ["the person", "a worker"])
async def test_forgetting_waits_for_a_step_that_is_under_way(db: Database, database_url: str, by: str) -> None:
    """The step goes on to write rows that refer to the person; neither waits for the other for ever."""
    other = Database.open(database_url)
    async with db.write() as tx:
        chat = await someone(tx, "1")
        interview = await begun(tx, chat)
        await tasks.put(tx, "grade", "running", {}, NOW, person=chat.person)
        (running,) = await tasks.claim(tx, ["grade"], "worker", NOW, LEASE, 1)

    async def forget() -> bool:
        async with other.write() as tx:
            return await people.forget(tx, chat.person)

    async with asyncio.TaskGroup() as group, db.write() as tx:
        if by == "a worker":
            assert await tasks.finish(tx, running, "worker", NOW)
        else:
            await interviews.load(tx, interview.id, EMPTY)
        forgetting = group.create_task(forget())
        await contended(db)
        loaded = await interviews.load(tx, interview.id, EMPTY)
        assert loaded is not None
        await happened(tx, loaded, Answered(1, "a"))
        await tasks.put(tx, "grade", "key", {}, NOW, person=chat.person)
        await outbox.say(tx, chat.id, {"text": "said"}, "reply", NOW)
    assert forgetting.result()
    async with db.read() as tx:
        assert set((await _rows_of(tx, chat.person)).values()) == {0}
    await other.close()


async def test_the_number_of_somebody_forgotten_is_never_given_again(db: Database) -> None:
    async with db.write() as tx:
        mine = await someone(tx, "1")
        await people.forget(tx, mine.person)
        again = await someone(tx, "1")
    assert again.person > mine.person
    assert again.id > mine.id


async def test_tasks_can_be_voided_alone(db: Database) -> None:
    async with db.write() as tx:
        mine, yours = await _full_life(tx, "1"), await _full_life(tx, "2")
        assert await tasks.void_of(tx, mine.person) == 1
        assert not await tasks.is_waiting(tx, mine.person, ["grade"])
        assert await tasks.is_waiting(tx, yours.person, ["grade"])


async def test_access_is_given_and_taken(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        for access in (Access.ADMITTED, Access.BLOCKED):
            await people.admit(tx, chat.person, access)
            person = await people.get(tx, chat.person)
            assert person is not None
            assert person.access is access
