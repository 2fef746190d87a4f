"""The outbox's way to the server: order, lanes, pacing, and everything that can go wrong on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from typing import Any, cast

import pytest
from pydantic import SecretStr
from telegram.ext import ExtBot

from app.chats import Post, say_each
from app.context import AppContext
from app.messages.chatting import StaleButton
from app.messages.settings import Listing, NothingForgotten
from app.messages.stored import pack
from app.messages.values import Envelope, Message, Notice
from app.settings import Settings
from app.tasks import RetryPolicy
from app.workers import delivery
from app.workers.delivery import Delivery
from bot import application
from bot.channel import TelegramChannel
from interview.occurrence import Quiet
from storage import chats, outbox, people
from storage.database import Database
from storage.outbox import Lane
from testing.botapi import TOKEN, ApiError, BotApi
from testing.until import until
from tests.unit.bot.test_show import grade

NOW = datetime.now(UTC)


@dataclass
class World:
    """A database with chats, a server, and deliverers between them."""

    api: BotApi
    db: Database
    rate: float = 1000.0
    clock: timedelta = timedelta()

    def app(self) -> AppContext:
        settings = Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=self.api.url,
            telegram_rate=self.rate,
            reply_rate=self.rate,
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own
        )
        nothing = cast(Any, None)
        return AppContext(settings, self.db, nothing, nothing, now=lambda: datetime.now(UTC) + self.clock)

    @asynccontextmanager
    async def deliverer(self) -> AsyncIterator[Delivery]:
        app = self.app()
        bot = cast("ExtBot[None]", application.build(app).bot)
        await bot.initialize()
        working = Delivery(app, TelegramChannel(app, bot))
        async with asyncio.TaskGroup() as group:
            group.create_task(working.serve())
            yield working
            working.stop()
        await bot.shutdown()

    async def chat(self, address: int) -> int:
        self.api.messages[address]  # the server knows the chat
        async with self.db.write() as tx:
            if address < 0:
                return (await chats.ensure_group(tx, str(address), language="en", now=NOW)).id
            return (await chats.ensure(tx, "telegram", str(address), language="en", now=NOW)).id

    async def say(self, chat: int, words: str, lane: Lane = "reply") -> None:
        await self.post(chat, Envelope(Notice(Listing(words, ""), "en")), lane)

    async def post(self, chat: int, message: Message | Envelope, lane: Lane = "reply", key: str | None = None) -> None:
        async with self.db.write() as tx:
            await outbox.say(tx, chat, pack(message), lane, datetime.now(UTC) + self.clock, turn_key=key)

    def said(self, address: int) -> list[str]:
        return [message.text.strip() for message in self.api.from_bot(address)]

    async def until(self, address: int, *words: str) -> None:
        await self.api.wait(lambda: self.said(address) == list(words))

    async def has_put_off(self) -> bool:
        """Whether some message is kept for later."""
        async with self.db.read() as tx:
            due = await outbox.waiting(tx, datetime.now(UTC) + self.clock)
        return sum(count for count, _ in due.values()) < await self.unsent()

    async def unsent(self) -> int:
        async with self.db.read() as tx:
            return sum(count for count, _ in (await outbox.waiting(tx, NOW + timedelta(days=9))).values())


@pytest.fixture
async def world(api: BotApi, db: Database) -> World:
    return World(api, db)


async def test_a_chat_reads_in_the_order_of_saying(world: World) -> None:
    chat = await world.chat(7)
    for word, lane in (("a", "report"), ("b", "drill"), ("c", "reply"), ("d", "result")):
        await world.say(chat, word, cast(Lane, lane))
    async with world.deliverer():
        await world.until(7, "a", "b", "c", "d")
    assert await world.unsent() == 0


async def test_one_message_that_cannot_be_written_down_loses_no_other(world: World) -> None:
    chats = [await world.chat(address) for address in (7, 8, 9)]
    async with world.deliverer() as working:
        for chat in chats:
            await world.say(chat, "a")

        async def broken(_: object) -> None:
            raise RuntimeError("a mistake in it")

        working._then(broken)
        for address in (7, 8, 9):
            await world.until(address, "a")
        working._then(broken)
        await world.say(chats[0], "b")
        await world.until(7, "a", "b")
    assert await world.unsent() == 0


async def test_replies_pass_a_morning_of_drills_without_a_429(api: BotApi, db: Database) -> None:
    world = World(api, db, rate=30)
    api.enforce_rates, api.leeway, api.rates = True, 0.5, (60, 3, 20)  # replies have a rate of their own
    for address in range(100, 190):
        await world.say(await world.chat(address), "drill", "drill")

    def drilled() -> int:
        return sum(bool(world.said(address)) for address in range(100, 190))

    passed = []
    async with world.deliverer():
        await api.wait(lambda: drilled() >= 10)
        for address in range(500, 520):
            chat, before = await world.chat(address), drilled()
            await world.say(chat, "reply")
            await api.wait(lambda address=address: world.said(address))  # type: ignore[misc]  # bound at once
            passed.append(drilled() - before)
        await api.wait(lambda: drilled() == 90)
    assert sorted(passed)[18] <= delivery.AT_ONCE, "drills that go out between the saying of a reply and its arrival"
    assert api.refused(429) == 0
    assert api.peak_rate <= 60


@pytest.mark.parametrize(
    "outcome",
    [
        ApiError(500, "Internal Server Error"),
        ApiError(502, "Bad Gateway"),
        ApiError(429, "Too Many Requests: retry after 1", retry_after=1),
        "lost before",
    ],
)
async def test_what_did_not_arrive_is_sent_again_once(world: World, outcome: str | ApiError) -> None:
    chat = await world.chat(7)
    world.api.fail_next(outcome)
    await world.say(chat, "a")
    await world.say(chat, "b")
    async with world.deliverer():
        await world.until(7, "a", "b")
    assert await world.unsent() == 0


async def test_a_lost_response_loses_nothing_and_doubles_one_message_at_most(world: World) -> None:
    chat = await world.chat(7)
    world.api.fail_next("lost after")
    await world.say(chat, "a")
    await world.say(chat, "b")
    async with world.deliverer():
        await world.until(7, "a", "a", "b")


async def test_a_second_try_goes_on_after_the_part_that_arrived(world: World) -> None:
    chat = await world.chat(7)
    long = Envelope(Notice(Listing("t", "one " * 1000 + "\n\n" + "two " * 1000), "en"))
    world.api.faults.append(
        lambda method, call: ApiError(502, "Bad Gateway") if "two two" in call.get("text", "") else None
    )
    await world.post(chat, long)
    async with world.deliverer():
        await world.api.wait(lambda: any("two" in text for text in world.said(7)))
    assert [text[-3:] for text in world.said(7)] == ["one", "two"]


async def test_a_429_of_two_chats_stops_no_third(world: World) -> None:
    chats = [await world.chat(address) for address in (7, 8, 9)]

    def limited(method: str, call: dict[str, Any]) -> ApiError | None:
        limits = str(call.get("chat_id")) in ("7", "8")
        return ApiError(429, "Too Many Requests: retry after 40", retry_after=40) if limits else None

    world.api.faults += [limited, limited]
    for chat in chats[:2]:
        await world.say(chat, "slow")
    async with world.deliverer():
        await world.api.wait(lambda: len(world.api.refusals) == 2)
        await world.say(chats[2], "quick")
        await world.until(9, "quick")
    assert await world.unsent() == 2


async def test_a_429_of_one_chat_stops_only_that_chat(world: World) -> None:
    slow, quick = await world.chat(7), await world.chat(8)

    def limited(method: str, call: dict[str, Any]) -> ApiError | None:
        return (
            ApiError(429, "Too Many Requests: retry after 2", retry_after=2)
            if str(call.get("chat_id")) == "7"
            else None
        )

    world.api.faults.append(limited)
    await world.say(slow, "slow")
    await world.say(quick, "quick")
    async with world.deliverer():
        await world.until(8, "quick")
        await world.until(7, "slow")
    (refused,), (first,), (second,) = world.api.refusals, world.api.from_bot(8), world.api.from_bot(7)
    assert first.id < second.id
    assert second.at - refused[0] >= 2


async def test_a_message_that_always_fails_holds_up_nobody_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "RETRY", RetryPolicy((0.05,), give_up_after=timedelta(days=2)))
    bad, good = await world.chat(7), await world.chat(8)
    down = ApiError(500, "Internal Server Error")
    world.api.faults += [lambda method, call: down if str(call.get("chat_id")) == "7" else None] * 1000
    await world.say(bad, "never")
    async with world.deliverer():
        await world.api.wait(lambda: world.api.refused(500) >= 5)
        before = world.api.refused(500)
        await world.say(good, "at once")
        await world.until(8, "at once")
        assert world.api.refused(500) - before <= 10


async def test_an_outage_is_not_hammered_by_many_chats(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "RETRY", RetryPolicy((0.05,), give_up_after=timedelta(days=2)))
    down = ApiError(500, "Internal Server Error")
    world.api.faults += [lambda method, call: down if "chat_id" in call else None] * 1000
    for address in (7, 8):
        await world.say(await world.chat(address), "a")
    async with world.deliverer():
        await world.api.wait(lambda: world.api.refused(500) >= 10)
        assert world.api.refusals[9][0] - world.api.refusals[0][0] >= 2, (
            "ten tries follow on one another within seconds"
        )
        world.api.faults.clear()
        await world.until(7, "a")
        await world.until(8, "a")


@pytest.mark.parametrize(
    "why",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the group chat",
    ],
)
async def test_a_chat_that_is_gone_is_left_alone_until_its_person_writes(world: World, why: str) -> None:
    chat, other = await world.chat(7), await world.chat(8)
    world.api.blocked[7] = why
    await world.say(chat, "a")
    await world.say(chat, "b")
    await world.say(other, "c")
    async with world.deliverer():
        await world.until(8, "c")
        await world.api.wait(lambda: world.api.refused(403) == 1)
        await world.say(chat, "never")
        await world.say(other, "d")
        await world.until(8, "c", "d")
        assert world.api.refused(403) == 1
        del world.api.blocked[7]
        await world.chat(7)
        await world.say(chat, "back")
        await world.api.wait(lambda: "back" in world.said(7))
    assert "a" not in world.said(7)


async def test_a_message_that_can_never_be_sent_blocks_no_other(world: World) -> None:
    chat = await world.chat(7)
    async with world.db.write() as tx:
        for unreadable in ({}, {"version": 99}, {"version": 1, "message": {"event": "nonsense"}}):
            await outbox.say(tx, chat, unreadable, "reply", datetime.now(UTC))
    await world.post(chat, Envelope(Notice(StaleButton(), "en"), buttons=[[("label", "x" * 65)]]))
    await world.say(chat, "after")
    async with world.deliverer():
        await world.until(7, "after")
    assert await world.unsent() == 0


async def test_html_that_the_server_cannot_read_goes_out_as_plain_words(world: World) -> None:
    chat = await world.chat(7)
    world.api.fail_next(ApiError(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'))
    await world.post(chat, Envelope(Notice(NothingForgotten(), "en")))
    async with world.deliverer():
        await world.until(7, "Nothing was deleted.")


async def test_a_group_that_became_a_supergroup_is_followed(world: World) -> None:
    chat = await world.chat(-7)
    world.api.messages[-1007]
    moved = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)
    world.api.fail_next(moved)
    await world.say(chat, "hello")
    async with world.deliverer():
        await world.until(-1007, "hello")


async def test_a_group_that_spoke_at_its_new_address_first_is_followed_there(world: World) -> None:
    old, other = await world.chat(-7), await world.chat(8)
    await world.chat(-1007)
    moved = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)
    world.api.faults += [lambda method, call: moved if str(call.get("chat_id")) == "-7" else None] * 2
    await world.say(old, "a")
    await world.say(old, "b")
    async with world.deliverer():
        await world.until(-1007, "a", "b")
        await world.say(other, "others go on")
        await world.until(8, "others go on")
    assert await world.unsent() == 0


async def test_one_deliverer_at_a_time_and_the_next_takes_over(world: World) -> None:
    chats_ = [await world.chat(address) for address in range(10, 40)]
    async with world.deliverer() as first, world.deliverer():
        for chat in chats_:
            await world.say(chat, "a")
        await world.api.wait(lambda: all(world.said(address) for address in range(10, 40)))
        first.stop()
        for chat in chats_:
            await world.say(chat, "b")
        await world.api.wait(lambda: all(len(world.said(address)) == 2 for address in range(10, 40)))
    assert all(world.said(address) == ["a", "b"] for address in range(10, 40))


async def test_it_starts_before_the_server_does(world: World) -> None:
    chat = await world.chat(7)
    await world.say(chat, "a")
    async with world.deliverer():
        world.api.down = True
        await world.api.wait(lambda: world.api.turned_away)
        world.api.down = False
        await world.until(7, "a")


# -- late results ----------------------------------------------------------------------------------------------------

KEY = "grade:i:1"


async def shown_before(world: World, chat: int) -> None:
    await world.post(chat, grade("en", provisional=True, pending=True, score=3.0), key=KEY)
    await world.api.wait(lambda: world.said(7))
    await settled(world)


async def settled(world: World) -> None:
    async def done() -> bool:
        return not await world.unsent()

    await until(done)


async def test_a_verdict_within_the_minute_takes_the_place_of_the_estimate(world: World) -> None:
    chat = await world.chat(7)
    async with world.deliverer():
        await shown_before(world, chat)
        world.api.fail_next("lost after", "editMessageText")
        await world.post(chat, grade("en", replaces=True, score=8.0), "result", KEY)
        await settled(world)
    (message,) = world.api.from_bot(7)
    assert "8.0/10" in message.text
    assert "touched 2/5" in message.history[0]


async def test_a_verdict_after_the_minute_is_a_message_of_its_own(world: World) -> None:
    chat = await world.chat(7)
    async with world.deliverer():
        await shown_before(world, chat)
        world.clock = timedelta(minutes=5)
        await world.post(chat, grade("en", replaces=True, score=8.0), "result", KEY)
        world.clock = timedelta(minutes=6)
        await world.api.wait(lambda: len(world.said(7)) == 2)
    card, news = world.api.from_bot(7)
    assert "touched 2/5" in card.history[0] and "8.0/10" in card.text, "corrected where it stands, too"
    assert "8.0/10" in news.text


async def test_several_late_verdicts_are_one_digest(world: World) -> None:
    chat = await world.chat(7)
    for number in (1, 2, 3):
        await world.post(chat, grade("en", replaces=True, number=number), "result", f"grade:i:{number}")
    world.clock = timedelta(minutes=1)
    async with world.deliverer():
        await world.api.wait(lambda: world.said(7))
        await settled(world)
    (only,) = world.said(7)
    assert only.startswith("3 marks have come in")


async def test_late_verdicts_keep_the_quiet_hours_and_hold_up_no_reply(world: World) -> None:
    chat = await world.chat(7)
    now = datetime.now(UTC)
    quiet = Quiet((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    async with world.db.write() as tx:
        person = await people.get(tx, (await chats.get(tx, chat)).person)
        assert person is not None
        await people.prefer(tx, person.id, replace(person.preferences, quiet=quiet))
    await world.post(chat, grade("en", replaces=True), "result", KEY)
    world.clock = timedelta(seconds=30)
    async with world.deliverer():
        await until(world.has_put_off)
        await world.say(chat, "reply")
        await world.until(7, "reply")
        world.clock = timedelta(hours=1, minutes=1)
        await world.api.wait(lambda: len(world.said(7)) == 2)


async def test_a_time_zone_that_is_not_known_here_holds_up_nobody(world: World) -> None:
    chat, now = await world.chat(7), datetime.now(UTC)
    quiet = Quiet((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    async with world.db.write() as tx:
        person = await people.get(tx, (await chats.get(tx, chat)).person)
        assert person is not None
        await people.prefer(tx, person.id, replace(person.preferences, quiet=quiet, zone="Mars/Olympus"))
    await world.post(chat, grade("en", replaces=True), "result", KEY)
    world.clock = timedelta(seconds=30)
    async with world.deliverer():
        await world.say(await world.chat(8), "reply")
        await world.until(8, "reply")
    assert world.said(7) == [], "by UTC these are quiet hours"


async def test_quiet_hours_over_midnight_end_in_the_morning() -> None:
    from zoneinfo import ZoneInfo

    from interview.occurrence import quiet_end

    quiet, zone = Quiet(wall(23), wall(8)), ZoneInfo("Asia/Shanghai")
    assert quiet_end(quiet, zone, datetime(2026, 11, 24, 16, 0, tzinfo=UTC)) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert quiet_end(quiet, zone, datetime(2026, 11, 24, 23, 0, tzinfo=UTC)) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert quiet_end(quiet, zone, datetime(2026, 11, 24, 4, 0, tzinfo=UTC)) is None


async def test_replies_that_are_the_same_are_one_while_the_first_waits(world: World) -> None:
    app, chat = world.app(), await world.chat(7)
    for words in ("a", "a", "b", "a"):
        await say_each(app, [Post(chat, Envelope(Notice(Listing(words, ""), "en")))] * 2)
    async with world.deliverer():
        await world.until(7, "a", "b")
        await say_each(app, [Post(chat, Envelope(Notice(Listing("a", ""), "en")))])
        await world.until(7, "a", "b", "a")
