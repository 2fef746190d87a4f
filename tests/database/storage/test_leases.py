"""What a dead process held is taken up by the living, whatever the clocks say."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from app.workers.heartbeat import STILL, FailureDetector
from storage import heartbeats, inbox, tasks
from storage.database import Database
from storage.inbox import Update
from testing.rows import NOW

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)


async def test_what_a_dead_process_held_is_free_before_its_leases_end(db: Database) -> None:
    async with db.write() as tx:
        await heartbeats.beat(tx, "dead", NOW)
        await heartbeats.beat(tx, "alive", NOW)
        for key in "abc":
            await tasks.put(tx, "grade", key, {}, NOW)
        [dead_one] = await tasks.claim(tx, ["grade"], "dead", NOW, LEASE, 1)
        await tasks.claim(tx, ["grade"], "alive", NOW, LEASE, 1)
        [done] = await tasks.claim(tx, ["grade"], "dead", NOW, LEASE, 1)
        await tasks.finish(tx, done, "dead", NOW)
        await inbox.store(tx, [Update(1, 7, 7, {"n": 1}), Update(2, 7, 7, {"n": 2})], NOW)
        assert [update.id for update in await inbox.claim(tx, "dead", NOW, LEASE, 1)] == [1]
    async with db.write() as tx:
        assert await heartbeats.relieve(tx, {"dead": NOW - SECOND}) == 0, "it has shown another beat since"
        assert await heartbeats.beat(tx, "alive", NOW + 4 * SECOND) == {"dead": NOW}
        assert await heartbeats.relieve(tx, {"dead": NOW}) == 2
        assert await heartbeats.relieve(tx, {"dead": NOW}) == 0
        assert not await tasks.finish(tx, dead_one, "dead", NOW)
        [again] = await tasks.claim(tx, ["grade"], "alive", NOW + 5 * SECOND, LEASE, 5)
        assert (again.key, again.attempts) == ("a", 2)
        assert [update.id for update in await inbox.claim(tx, "alive", NOW + 5 * SECOND, LEASE, 5)] == [1, 2]


async def test_whoever_leaves_gives_back_what_it_held(db: Database) -> None:
    async with db.write() as tx:
        await heartbeats.beat(tx, "me", NOW)
        await tasks.put(tx, "grade", "a", {}, NOW)
        await tasks.claim(tx, ["grade"], "me", NOW, LEASE, 1)
        assert await heartbeats.leave(tx, "me") == 1
        assert [task.key for task in await tasks.claim(tx, ["grade"], "you", NOW, LEASE, 5)] == ["a"]
        assert await heartbeats.beat(tx, "you", NOW) == {}


async def test_what_was_put_back_waits_though_its_process_leaves(db: Database) -> None:
    """The second part of a cut text may still come, whoever handles the first."""
    async with db.write() as tx:
        await heartbeats.beat(tx, "me", NOW)
        await inbox.store(tx, [Update(1, 7, 7, {})], NOW)
        await inbox.claim(tx, "me", NOW, LEASE, 1)
        await inbox.put_back(tx, [(0, 1, 1)], NOW + 2 * SECOND, "a second part may follow")
        assert await heartbeats.leave(tx, "me") == 0
        assert await inbox.claim(tx, "you", NOW + SECOND, LEASE, 1) == []
        assert [one.id for one in await inbox.claim(tx, "you", NOW + 2 * SECOND, LEASE, 1)] == [1]


def test_only_whoever_shows_no_new_beat_is_taken_for_dead() -> None:
    watch = FailureDetector()
    for n in range(STILL):
        assert watch.dead({"dead": NOW, "alive": NOW + n * SECOND}) == {}
    assert watch.dead({"dead": NOW, "alive": NOW + STILL * SECOND, "new": NOW}) == {"dead": NOW}
    assert watch.dead({"dead": NOW + LEASE, "alive": NOW - LEASE}) == {}, (
        "a clock that was put back is a clock that runs"
    )


async def test_two_that_were_away_together_do_not_wait_for_each_other(postgres_url: str) -> None:
    replicas = {"one": Database.open(postgres_url), "two": Database.open(postgres_url)}
    both, before = asyncio.Barrier(len(replicas)), dict.fromkeys(("one", "two", "dead"), NOW)
    async with replicas["one"].write() as tx:
        for name in before:
            await heartbeats.beat(tx, name, NOW)
        await tasks.put(tx, "grade", "a", {}, NOW)
        await tasks.claim(tx, ["grade"], "dead", NOW, LEASE, 1)

    async def back(name: str) -> int:
        async with replicas[name].write() as tx:
            await heartbeats.beat(tx, name, NOW + LEASE)
            await both.wait()
            dead = {owner: at for owner, at in before.items() if owner != name}
            return await heartbeats.relieve(tx, dead)

    assert sorted(await asyncio.gather(*map(back, replicas))) == [0, 1]
    for db in replicas.values():
        await db.close()


async def test_updates_are_freed_and_claimed_at_a_time(postgres_url: str) -> None:
    """Rows that lie in another order than their numbers would be locked crosswise."""
    claiming, relieving = Database.open(postgres_url), Database.open(postgres_url)
    for start in range(0, 1500, 50):
        async with claiming.write() as tx:
            await heartbeats.beat(tx, "dead", NOW)
            for number in reversed(range(start, start + 50)):
                await inbox.store(tx, [Update(number, number, number, {})], NOW)
            await inbox.claim(tx, "dead", NOW, SECOND, 50)

        async def claim() -> list[Update]:
            async with claiming.write() as tx:
                return await inbox.claim(tx, "next", NOW + LEASE, LEASE, 50)

        async def relieve() -> int:
            async with relieving.write() as tx:
                return await heartbeats.relieve(tx, {"dead": NOW})

        claimed, _ = await asyncio.gather(claim(), relieve())
        assert [one.id for one in claimed] == list(range(start, start + 50))
    await claiming.close()
    await relieving.close()
