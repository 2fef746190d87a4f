"""Updates that cannot be handled: tried again, then given up with a word to whoever wrote to the bot."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.messages.chatting import NothingHeard, NothingOpen
from app.tasks import RetryPolicy
from bot import dispatcher, handlers
from bot.context import NotYetError
from bot.flood import MANY
from bot.handlers import arrival, group
from storage import inbox
from storage.errors import StorageError
from testing.botapi import TOKEN, BotApi
from testing.in_process import Inside, inside, place, user
from testing.until import DEADLINE, until

WHO, OTHER, GROUP = 801, 802, -88
OURSELVES = int(TOKEN.split(":")[0])
SORRY = "went_wrong"
Handler = Callable[[Any, Any], Awaitable[None]]


def fails(error: Exception, tries: list[Exception]) -> Handler:
    async def handler(update: Any, context: Any) -> None:
        tries.append(error)
        raise error

    return handler


async def names(bot: Inside, address: int) -> list[str]:
    return [message.get("name") or message["event"] for message in await bot.said(address)]


@pytest.mark.parametrize(
    ("error", "tries", "said"),
    [
        (ZeroDivisionError("of ours"), 2, [SORRY, "help_text"]),
        (NotYetError(), dispatcher.TRIES_NOT_YET, [SORRY, "help_text"]),
        (StorageError("The database does not take this."), 20, [SORRY, "help_text"]),
    ],
)
async def test_what_is_given_up_is_said_once_and_the_chat_goes_on(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, error: Exception, tries: int, said: list[str]
) -> None:
    tried: list[Exception] = []
    monkeypatch.setitem(handlers.COMMANDS, "topics", fails(error, tried))
    monkeypatch.setattr(dispatcher, "RETRY", RetryPolicy((0.01,)))
    async with inside(api, sqlite_url) as bot:
        await bot.take(bot.message(WHO, "/topics"), bot.message(WHO, "/help"))
        assert await names(bot, WHO) == said
    assert len(tried) == tries


async def test_in_a_group_only_who_spoke_to_the_bot_is_told(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Exception] = []
    for module, name in ((group, "begin"), (group, "reply"), (group, "other"), (arrival, "membership")):
        monkeypatch.setattr(module, name, fails(ZeroDivisionError("of ours"), tried))

    def replied(sender: int) -> dict[str, Any]:
        return {"message_id": 1, "date": 1, "chat": place(GROUP), "text": "x", "from": user(sender)}

    member = {"user": user(OURSELVES) | {"is_bot": True}, "status": "member"}
    left = {"chat": place(GROUP), "from": user(WHO), "date": 1, "old_chat_member": member}
    async with inside(api, sqlite_url) as bot:
        await bot.say(WHO, "/other@another_bot", chat=GROUP)
        await bot.say(WHO, "among ourselves", chat=GROUP, reply_to_message=replied(WHO))
        await bot.take({"my_chat_member": left | {"new_chat_member": member | {"status": "left"}}})
        assert await names(bot, GROUP) == []
        await bot.say(WHO, "/quiz", chat=GROUP)
        await bot.say(WHO, "to the bot", chat=GROUP, reply_to_message=replied(OURSELVES))
        assert await names(bot, GROUP) == [SORRY, SORRY]
    assert len(tried) == 10


async def test_a_reply_that_was_written_down_is_not_said_again(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    async def topics(update: Any, context: Any) -> None:
        tried.append(1)
        await context.say(NothingOpen())
        if len(tried) == 1:
            raise ZeroDivisionError
        await context.say(NothingHeard())

    monkeypatch.setitem(handlers.COMMANDS, "topics", topics)
    monkeypatch.setattr(dispatcher, "RETRY", RetryPolicy((0.01,)))
    async with inside(api, sqlite_url) as bot:
        await bot.say(WHO, "/topics")
        assert await names(bot, WHO) == ["nothing_open", "nothing_to_hear"]
    assert len(tried) == 2


async def test_whoever_slept_while_another_took_the_update_up_says_and_changes_nothing(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep, awake = asyncio.Event(), asyncio.Event()
    begin = handlers.COMMANDS["interview"]

    async def sleepy(update: Any, context: Any) -> None:
        asleep.set()
        await awake.wait()
        await begin(update, context)

    for name in ("topics", "interview"):
        monkeypatch.setitem(handlers.COMMANDS, name, sleepy)
    async with inside(api, sqlite_url) as bot:
        await bot.say(WHO, "/help")
        for words in ("/topics", "/interview attention 1"):
            async with asyncio.TaskGroup() as group:
                group.create_task(bot.say(WHO, words))
                await asleep.wait()
                async with bot.app.db.write() as tx:
                    later = bot.app.now() + 2 * dispatcher.LEASE
                    others = await inbox.claim(tx, "another", later, dispatcher.LEASE, 1)
                assert [one.attempts for one in others] == [2]
                before = await bot.state()
                awake.set()
                await until(lambda: not bot.feed._held)
                async with bot.app.db.write() as tx:
                    await inbox.done(tx, [one.claim for one in others], bot.app.now())
            assert await bot.state() == before
            assert await names(bot, WHO) == ["help_text"]
            asleep.clear()
            awake.clear()


async def test_a_database_that_stands_still_for_longer_than_a_lease_doubles_nothing(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "LEASE", timedelta(seconds=0.3))
    people = range(810, 820)
    file = sqlite_url.removeprefix("sqlite:///")
    async with inside(api, sqlite_url) as bot, inside(api, sqlite_url) as other:
        for who in people:
            await bot.say(who, "/help")
        async with asyncio.TaskGroup() as group:
            for who in people:
                group.create_task(bot.say(who, "/topics"))
            await until(lambda: bot.feed._held or other.feed._held)
            with sqlite3.connect(file, timeout=DEADLINE, isolation_level=None, check_same_thread=False) as rows:
                await asyncio.to_thread(rows.execute, "BEGIN IMMEDIATE")
                thaws = time.monotonic() + 1
                await until(lambda: time.monotonic() > thaws)
                rows.execute("COMMIT")
        said = [await names(bot, who) for who in people]
    assert [len(of_one) for of_one in said] == [2] * len(people), said


async def test_a_flooder_s_commands_are_folded_into_one_word_and_their_stop_is_handled(
    api: BotApi, sqlite_url: str
) -> None:
    """In the order of handling: the stop at the end of the flood is asked about, whoever else writes is answered."""
    commands = ("/help", "/topics", "/settings", "/history", "/nope")
    async with inside(api, sqlite_url) as bot:
        await bot.say(WHO, "/interview attn-kv-cache 1")
        flood = [bot.message(WHO, commands[n % len(commands)]) for n in range(60)]
        await bot.take(*flood[:30], bot.message(OTHER, "/help"), *flood[30:], bot.message(WHO, "/stop"))
        said = await names(bot, WHO)
        assert said[-2:] == ["flooded", "stop_ask"]
        assert not {"help_text", "topics", "unknown_chat_command"} & {*said}
        assert await names(bot, OTHER) == ["help_text"]
        await bot.say(WHO, "/topics")
        assert await names(bot, WHO) == said, "the flood goes on"


async def test_replies_to_the_beginning_of_a_flood_give_way_to_the_word_about_it(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(WHO, "/interview attn-kv-cache 1")
        question = [name for name in await names(bot, WHO) if name == "question"]
        await bot.take(*(bot.message(WHO, f"/nope{n}") for n in range(MANY - 2)))
        await bot.take(*(bot.message(WHO, f"/nope{n}") for n in range(30)))
        assert question
        assert await names(bot, WHO) == [*question, "flooded"]


async def test_newcomers_are_met_together_and_each_once(api: BotApi, sqlite_url: str) -> None:
    """Also one who writes twice, and one who was here before: who they are is one row, and each is greeted."""
    people = range(1000, 1040)
    async with inside(api, sqlite_url) as bot:
        await bot.say(people[0], "/help")
        twice = bot.message(people[1], "/start"), bot.message(people[1], "/start")
        await bot.take(*(bot.message(who, "/start") for who in people), *twice)
        said = [await names(bot, who) for who in people]
        async with bot.app.db.read() as tx:
            numbers = (await tx.execute(text("SELECT telegram FROM people ORDER BY telegram"))).scalars().all()
    assert all("start" in one for one in said)
    assert numbers == [*people]
