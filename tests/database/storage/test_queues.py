"""Tasks and updates: each handled once, in order, whoever dies in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from storage import fencing, idempotency, inbox, leases, outbox, retention, tasks
from storage.database import Database
from storage.inbox import Update
from storage.tables import inbox as inbox_rows
from testing.rows import NOW, someone, texts
from testing.stored import contended

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)

# -- tasks -----------------------------------------------------------------------------------------------------------


async def test_a_task_is_put_once_and_claimed_by_one(db: Database) -> None:
    async with db.write() as tx:
        await tasks.put(tx, "grade", "a", {"n": 1}, NOW)
        await tasks.put(tx, "grade", "a", {"n": 2}, NOW)
        await tasks.put(tx, "appeal", "a", {"n": 3}, NOW)
    async with db.write() as tx:
        mine = await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 5)
        assert [(task.key, task.payload, task.attempts) for task in mine] == [("a", {"n": 1}, 1)]
        assert await tasks.claim(tx, ["grade"], "you", NOW, LEASE, 5) == []


async def test_tasks_come_oldest_first_and_not_before_their_time(db: Database) -> None:
    async with db.write() as tx:
        for key, wait in (("late", 30), ("second", 2), ("first", 1)):
            await tasks.put(tx, "grade", key, {}, NOW + wait * SECOND)
        found = await tasks.claim(tx, ["grade"], "me", NOW + 5 * SECOND, LEASE, 5)
        assert [task.key for task in found] == ["first", "second"]
        assert await tasks.claim(tx, ["grade"], "me", NOW + 5 * SECOND, LEASE, 0) == []


async def test_only_who_holds_the_lease_finishes(db: Database) -> None:
    """A worker that overslept finds its task with somebody else, even under its own name."""
    async with db.write() as tx:
        await tasks.put(tx, "grade", "a", {}, NOW)
        (slow,) = await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 1)
        (quick,) = await tasks.claim(tx, ["grade"], "me", NOW + LEASE, LEASE, 1)
        assert not await tasks.finish(tx, slow, "me", NOW)
        assert not await tasks.retry(tx, slow, "me", NOW, "error")
        assert not await tasks.renew(tx, slow, "me", NOW, LEASE)
        assert not await tasks.finish(tx, quick, "you", NOW)
        assert await tasks.finish(tx, quick, "me", NOW)
        assert not await tasks.finish(tx, quick, "me", NOW)
        assert await tasks.claim(tx, ["grade"], "me", NOW + 10 * LEASE, LEASE, 1) == []


async def test_a_renewed_lease_lasts(db: Database) -> None:
    async with db.write() as tx:
        await tasks.put(tx, "grade", "a", {}, NOW)
        (task,) = await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 1)
        assert await tasks.renew(tx, task, "me", NOW + 50 * SECOND, LEASE)
        assert await tasks.claim(tx, ["grade"], "you", NOW + 100 * SECOND, LEASE, 1) == []
        assert await tasks.finish(tx, task, "me", NOW)


async def test_a_task_given_back_comes_again_at_its_time(db: Database) -> None:
    async with db.write() as tx:
        await tasks.put(tx, "grade", "a", {}, NOW)
        (task,) = await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 1)
        assert await tasks.retry(tx, task, "me", NOW + 5 * SECOND, "the judge is away")
        assert await tasks.claim(tx, ["grade"], "you", NOW + 4 * SECOND, LEASE, 1) == []
        (again,) = await tasks.claim(tx, ["grade"], "you", NOW + 5 * SECOND, LEASE, 1)
        assert (again.attempts, again.created_at) == (2, NOW)
        assert await tasks.fail(tx, again, "you", NOW, "for good")
        assert await tasks.claim(tx, ["grade"], "you", NOW + 10 * LEASE, LEASE, 1) == []


async def test_a_task_of_somebody_else_is_left_alone(db: Database) -> None:
    async with db.write() as tx:
        me, you = await someone(tx, "me"), await someone(tx, "you")
        await tasks.put(tx, "grade", "mine", {}, NOW, person=me.person)
        await tasks.put(tx, "grade", "yours", {}, NOW, person=you.person)
        assert await tasks.is_waiting(tx, me.person, ["grade"])
        found = await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 5, person=me.person)
        assert [task.key for task in found] == ["mine"]
        assert await tasks.waiting(tx, NOW) == {"grade": (2, NOW)}


async def test_tidying_leaves_what_is_not_done(db: Database) -> None:
    async with db.write() as tx:
        for key in ("done", "failed", "waiting"):
            await tasks.put(tx, key, key, {}, NOW)
        (done,) = await tasks.claim(tx, ["done"], "me", NOW, LEASE, 1)
        (failed,) = await tasks.claim(tx, ["failed"], "me", NOW, LEASE, 1)
        await tasks.finish(tx, done, "me", NOW)
        await tasks.fail(tx, failed, "me", NOW, "why")
        assert await tasks.tidy(tx, NOW + SECOND) == 1
        assert await tasks.tidy(tx, NOW + SECOND) == 0


# -- inbox -----------------------------------------------------------------------------------------------------------


def _update(id: int, chat: int | None = 1) -> Update:
    return Update(id, chat, chat, {"update_id": id})


async def test_updates_are_known_by_their_number(db: Database) -> None:
    async with db.write() as tx:
        assert await inbox.store(tx, [_update(5), _update(6), _update(5)], NOW) == 2
        assert await inbox.store(tx, [_update(6), _update(7)], NOW) == 1
        assert await inbox.store(tx, [], NOW) == 0
        await inbox.done(tx, [(0, 5, 0)], NOW)
        assert await inbox.store(tx, [_update(5)], NOW) == 0
        assert await inbox.waiting(tx) == 2


async def test_updates_of_another_bot_are_others(db: Database) -> None:
    async with db.write() as tx:
        assert await inbox.store(tx, [_update(5), _update(6)], NOW) == 2
        assert await inbox.adopt(tx, 77) == 2
        assert await inbox.store(tx, [replace(_update(5), bot=77)], NOW) == 0
        assert await inbox.store(tx, [replace(_update(5), bot=78), replace(_update(9), bot=78)], NOW) == 2
        mine = await inbox.claim(tx, "me", NOW, LEASE, 9)
        assert [(one.id, one.bot) for one in mine] == [(5, 77), (5, 78), (6, 77), (9, 78)]
        await inbox.done(tx, [mine[0].claim], NOW)
        assert await inbox.waiting(tx) == 3


async def test_who_held_an_update_too_long_ends_nothing(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1)], NOW)
        (slept,) = await inbox.claim(tx, "slept", NOW, LEASE, 1)
        (awake,) = await inbox.claim(tx, "awake", NOW + LEASE, LEASE, 1)
        await inbox.renew(tx, [slept.claim], NOW + 9 * LEASE)
        await inbox.put_back(tx, [slept.claim], NOW, "later")
        await inbox.done(tx, [slept.claim], NOW)
        assert await inbox.claim(tx, "third", NOW + LEASE, LEASE, 1) == []
        await inbox.renew(tx, [awake.claim], NOW + 3 * LEASE)
        assert await inbox.claim(tx, "third", NOW + 2 * LEASE, LEASE, 1) == []
        await inbox.done(tx, [awake.claim], NOW)
        assert await inbox.waiting(tx) == 0


async def test_what_is_at_hand_is_not_claimed_again_nor_passed_by_others_of_its_chat(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1), _update(2, chat=None), _update(3), _update(4, chat=2)], NOW)
        held = await inbox.claim(tx, "me", NOW, LEASE, 2)
        assert [one.id for one in await inbox.claim(tx, "me", NOW + LEASE, LEASE, 9, held=held)] == [4]


async def test_a_transaction_of_an_update_is_refused_once_somebody_else_has_the_update(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1)], NOW)
        (mine,) = await inbox.claim(tx, "me", NOW, LEASE, 1)
    holding = fencing.Holding(mine.bot, mine.id, mine.attempts)
    with fencing.holding(holding):
        async with db.write() as tx:
            assert await fencing.note_replies(tx, [(holding, 1)]) == set()
        async with db.write() as tx:
            (theirs,) = await inbox.claim(tx, "you", NOW + LEASE, LEASE, 1)
        with pytest.raises(fencing.LeaseLostError):
            async with db.write() as tx:
                await inbox.store(tx, [_update(2)], NOW)
    async with db.write() as tx:
        assert await fencing.note_replies(tx, [(holding, 2)]) == {holding}
        assert await inbox.waiting(tx) == 1
    assert theirs.said == 1, "the reply that was written down is known to whoever comes next"


async def test_updates_of_a_chat_are_handled_in_their_order(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(3), _update(1), _update(2, chat=2)], NOW)
        mine = await inbox.claim(tx, "me", NOW, LEASE, 2)
        assert [one.id for one in mine] == [1, 2]
        assert await inbox.claim(tx, "you", NOW, LEASE, 5) == []
        await inbox.done(tx, [mine[0].claim], NOW)
        assert [one.id for one in await inbox.claim(tx, "you", NOW, LEASE, 5)] == [3]


async def test_updates_of_a_dead_worker_come_again_and_in_order(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1), _update(2), _update(3, chat=None), _update(4, chat=None)], NOW)
        await inbox.claim(tx, "dead", NOW, LEASE, 1)
        assert [one.id for one in await inbox.claim(tx, "me", NOW, LEASE, 9)] == [3, 4]
        again = await inbox.claim(tx, "me", NOW + LEASE, LEASE, 9)
        assert [(one.id, one.attempts) for one in again] == [(1, 2), (2, 1), (3, 2), (4, 2)]


async def test_an_update_put_back_keeps_its_place(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1), _update(2)], NOW)
        (first,) = await inbox.claim(tx, "me", NOW, LEASE, 1)
        await inbox.put_back(tx, [first.claim], NOW + 5 * SECOND, "database away")
        assert await inbox.claim(tx, "me", NOW + 4 * SECOND, LEASE, 9) == []
        assert [one.id for one in await inbox.claim(tx, "me", NOW + 5 * SECOND, LEASE, 9)] == [1, 2]


async def test_the_content_of_a_handled_update_is_gone(db: Database) -> None:
    async with db.write() as tx:
        await inbox.store(tx, [_update(1)], NOW)
        await inbox.done(tx, [(0, 1, 0)], NOW)
        assert (await tx.execute(select(inbox_rows.c.payload))).scalar_one() is None


async def test_the_last_update_is_that_of_the_last_batch(db: Database) -> None:
    """Telegram may go on with lower numbers after a quiet week."""
    async with db.write() as tx:
        assert await inbox.last_update_id(tx) is None
        await inbox.store(tx, [_update(900), _update(901)], NOW)
        await inbox.store(tx, [_update(10), _update(11)], NOW + timedelta(days=8))
        assert await inbox.last_update_id(tx) == 11
        await inbox.done(tx, [(0, id, 0) for id in (900, 901, 10, 11)], NOW + timedelta(days=8))
        assert await inbox.tidy(tx, NOW + timedelta(days=30)) == 3
        assert await inbox.last_update_id(tx) == 11


async def test_two_replicas_never_share_a_chat(db: Database, database_url: str) -> None:
    """One is still choosing when the other one asks: it waits, and finds the chat taken."""
    other = Database.open(database_url)
    async with db.write() as tx:
        chat = await someone(tx, "1")
        for number in (1, 2):
            await inbox.store(tx, [_update(number)], NOW)
            await outbox.say(tx, chat.id, {"text": str(number)}, "reply", NOW)

    async def choose() -> tuple[int, int]:
        async with other.write() as tx:
            updates = await inbox.claim(tx, "you", NOW, LEASE, 9)
            return len(updates), len(await outbox.claim(tx, "telegram", "you", NOW, LEASE, 9))

    async with asyncio.TaskGroup() as group, db.write() as tx:
        assert [one.id for one in await inbox.claim(tx, "me", NOW, LEASE, 1)] == [1]
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)) == ["1"]
        choosing = group.create_task(choose())
        await contended(db)
        assert not choosing.done()
    assert choosing.result() == (0, 0)
    await other.close()


# -- leases ----------------------------------------------------------------------------------------------------------


async def test_one_is_elected_until_the_lease_runs_out(db: Database) -> None:
    async with db.write() as tx:
        assert await leases.elect(tx, "delivery", "me", NOW, 10)
        assert not await leases.elect(tx, "delivery", "you", NOW + 9 * SECOND, 10)
        assert await leases.elect(tx, "delivery", "me", NOW + 9 * SECOND, 10)
        assert not await leases.elect(tx, "delivery", "you", NOW + 18 * SECOND, 10)
        assert await leases.elect(tx, "delivery", "you", NOW + 19 * SECOND, 10)
        assert await leases.elect(tx, "ticker", "me", NOW, 10)
        await leases.resign(tx, "delivery", "me")
        assert not await leases.elect(tx, "delivery", "me", NOW + 19 * SECOND, 10)
        await leases.resign(tx, "delivery", "you")
        assert await leases.elect(tx, "delivery", "me", NOW + 19 * SECOND, 10)


async def test_what_is_old_is_dropped(db: Database) -> None:
    """A done task, a handled update, a sent and a heard message of long ago; those of today stay."""
    async with db.write() as tx:
        chat = await someone(tx, "1")
        for age in (0, 90):
            then = NOW - timedelta(days=age)
            await tasks.put(tx, "grade", str(age), {}, then)
            await inbox.store(tx, [_update(100 - age)], then)
            await inbox.done(tx, [(0, 100 - age, 0)], then)
            await idempotency.claim_once(tx, chat.id, str(age), then)
            await outbox.say(tx, chat.id, {"text": str(age)}, "reply", then)
            (row,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)
            await outbox.sent(tx, row, [1], then)
            for task in await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 1):
                await tasks.finish(tx, task, "me", then)
        assert await retention.tidy(tx, NOW) == 4
        assert await retention.tidy(tx, NOW) == 0
        assert await idempotency.is_claimed(tx, chat.id, "0")
        assert texts(await outbox.of_chat(tx, chat.id, unsent=False)) == ["0"]


# -- speed -----------------------------------------------------------------------------------------------------------


async def test_what_waits_is_found_by_its_index(sqlite_url: str) -> None:
    """SQLite finds a partial index only when the condition is spelt out; without it every claim looks through all rows."""
    db = Database.open(sqlite_url)
    statements: list[tuple[str, Any]] = []
    async with db.write() as tx:
        assert tx.sync_connection is not None
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *a: statements.append((a[2], a[3])))
        await outbox.claim(tx, "telegram", "me", NOW, LEASE, 30)
        await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 30)
        await inbox.claim(tx, "me", NOW, LEASE, 30)
        plans = [
            await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p) for s, p in statements if s.startswith("UPDATE")
        ]
        used = [" ".join(row.detail for row in plan) for plan in plans]
    await db.close()
    assert "ix_outbox_waiting" in used[0]
    assert "ix_outbox_chat_waiting" in used[0]
    assert "ix_tasks_waiting" in used[1]
    assert "ix_inbox_waiting" in used[2]
    assert not any("TEMP B-TREE" in plan for plan in used)
