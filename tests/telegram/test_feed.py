"""Updates that cannot be handled: tried again, then given up with a word to whoever wrote to the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.tasks import RetryPolicy
from bot import dispatcher, handlers
from bot.context import NotYetError
from bot.handlers import arrival, group
from storage.errors import StorageError
from testing.botapi import TOKEN, BotApi
from testing.in_process import Inside, inside, place, user

WHO, GROUP = 801, -88
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
        (NotYetError(), 4, [SORRY, "help_text"]),
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
