"""Updates in, by polling and by webhook: nothing lost, nothing handled twice, every failure in one clear line."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from app.supervisor import running
from bot import intake, webhook
from bot.application import build
from storage.database import Database
from testing.botapi import TOKEN, ApiError, BotApi, Person
from testing.context import running_app
from testing.running import SECRET, Running, by_webhook, listens
from testing.until import DEADLINE, until

MALFORMED: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": {}},
    {"message": {"message_id": "x", "date": "y", "chat": {"id": 1, "type": "private"}}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": 1}, "text": 5}},
    {"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}},
    {
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": 1, "type": "private"},
            "entities": [{"type": "pre", "offset": 9, "length": 9}],
        }
    },
    {"callback_query": {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "a"}, "chat_instance": "1"}},
    {"callback_query": {"id": 5}},
    {"my_chat_member": {"chat": {"id": 1, "type": "private"}}},
    {"poll_answer": {"poll_id": "1"}},
    {"channel_post": {"message_id": 1, "date": 0, "chat": {"id": -1, "type": "channel"}, "text": "/start"}},
    {"something_new": {"x": [1, 2, {"y": None}]}},
]


@pytest.mark.parametrize("transport", ["polling", "webhook"])
async def test_malformed_updates_stop_nobody(api: BotApi, tmp_path: Path, sqlite_url: str, transport: str) -> None:
    person = Person(31, "en")
    settings = by_webhook() if transport == "webhook" else {}
    for update in MALFORMED:
        await api.push(**update)
    await api.say(person, "/help")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, **settings) as running:
        await api.next_message(person.id, 0, "While a question is open")
        await api.wait(lambda: api.pending() == 0)
        assert await running.stop() == 0


async def test_repeated_updates_are_handled_once(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(32, "en")
    message = await api.say(person, "/topics")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        first = await api.next_message(person.id, 0, "Topics")
        for _ in range(3):
            await api.repeat(1000, message=api.incoming(person, message))
        await api.say(person, "/help")
        await api.next_message(person.id, first.id, "While a question is open")
    assert sum("Topics" in m.text for m in api.from_bot(person.id)) == 1


async def test_nothing_is_lost_when_the_bot_is_killed_with_updates_in_hand(
    api: BotApi, tmp_path: Path, database_url: str
) -> None:
    people = [Person(100 + n, "en") for n in range(20)]
    running = Running(api, tmp_path, DATABASE_URL=database_url, TELEGRAM_RATE="200", REPLY_RATE="200")
    async with running:
        await api.say(people[0], "/help")
        await api.next_message(people[0].id, 0)
        for person in people:
            await api.say(person, "/language en")
            await api.say(person, "/topics")
        await api.wait(lambda: any("Topics" in m.text for p in people for m in api.from_bot(p.id)))
        await running.kill()
        await running.start()
        await api.wait(lambda: all(any("Topics" in m.text for m in api.from_bot(p.id)) for p in people))


@pytest.mark.parametrize("token", [TOKEN.replace("TEST", "WRNG"), "nonsense"])
@pytest.mark.parametrize("command", ["bot", "worker"])
async def test_a_wrong_token_ends_the_start_with_one_line(
    api: BotApi, tmp_path: Path, sqlite_url: str, token: str, command: str
) -> None:
    running = await Running(api, tmp_path, command, DATABASE_URL=sqlite_url, TELEGRAM_TOKEN=token).start()
    assert await running.ended() == 1
    (line,) = running.log.splitlines()
    assert line.startswith("INTERVIEWER_TELEGRAM_TOKEN")
    assert token not in line


async def test_without_a_token_nothing_starts(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    running = await Running(api, tmp_path, DATABASE_URL=sqlite_url, TELEGRAM_TOKEN="").start()
    assert await running.ended() == 2
    assert running.log.splitlines() == ["INTERVIEWER_TELEGRAM_TOKEN: is not set; @BotFather gives you one."]


async def test_a_second_poller_is_told_clearly_and_both_go_on(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(33, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url) as running:
        await api.say(person, "/help")
        first = await api.next_message(person.id, 0)
        url = f"{api.url}/bot{TOKEN}/getUpdates"
        async with aiohttp.ClientSession() as other, other.get(url, params={"timeout": 0}) as answer:
            assert answer.status == 200
        await api.wait(lambda: "another program is fetching this bot's updates" in running.log)
        await api.say(person, "/topics")
        await api.next_message(person.id, first.id, "Topics")


async def test_it_starts_while_telegram_cannot_be_reached(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(34, "en")
    api.down = True
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url) as running:
        await api.wait(lambda: "Telegram cannot be reached" in running.log)
        api.down = False
        await api.say(person, "/help")
        await api.next_message(person.id, 0, "While a question is open")


async def test_it_stops_in_time_while_telegram_cannot_be_reached(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    api.down = True
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url) as running:
        await api.wait(lambda: "Telegram cannot be reached" in running.log)
        assert await running.stop(30) == 0
    assert TOKEN not in running.log


async def test_failures_of_get_updates_are_waited_out(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(35, "en")
    for outcome in (
        ApiError(502, "Bad Gateway"),
        ApiError(401, "Unauthorized"),
        ApiError(404, "Not Found"),
        "lost before",
        "lost after",
        ApiError(429, "Too Many Requests", retry_after=1),
    ):
        api.fail_next(outcome, "getUpdates")
    await api.say(person, "/help")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.next_message(person.id, 0, "While a question is open")
    assert len(api.from_bot(person.id)) == 1


async def test_a_poller_beside_a_webhook_refuses_unless_it_is_meant(
    api: BotApi, tmp_path: Path, sqlite_url: str
) -> None:
    api.webhook = {"url": "https://bot.example/hook"}
    refused = await Running(api, tmp_path, DATABASE_URL=sqlite_url).start()
    assert await refused.ended() == 2
    assert "https://bot.example/hook" in refused.log.splitlines()[-1]
    assert "--take-over" in refused.log.splitlines()[-1]
    assert api.webhook, "the other's webhook is left alone"
    person = Person(37, "en")
    async with Running(api, tmp_path, "bot --take-over", DATABASE_URL=sqlite_url):
        await api.say(person, "/help")
        await api.next_message(person.id, 0, "While a question is open")


async def test_a_webhook_that_was_lost_is_set_again(
    api: BotApi, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LOOK_EVERY", 0.02)
    db = Database.open(sqlite_url)
    hook = {"webhook_url": "http://127.0.0.1:9/hook", "webhook_secret": SECRET}
    async with running_app(db, telegram_api_url=api.url, telegram_token=TOKEN, **hook) as here:
        application = build(here)
        await application.initialize()
        async with running(intake._announced(here, application)):
            await api.wait(lambda: api.webhook)
            for lost in ({}, {"url": "https://another.example/hook"}):
                api.webhook = lost
                await until(lambda: api.webhook.get("url") == hook["webhook_url"])
            assert api.webhook["secret_token"] == SECRET
        await application.shutdown()
    await db.close()


async def test_a_connection_without_a_whole_request_is_ended(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "HEADER", 0.2)
    monkeypatch.setattr(webhook, "BODY", 0.2)
    db, settings = Database.open(sqlite_url), by_webhook()
    known = (
        f"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n{{"
    )
    hook = {name.lower(): value for name, value in settings.items()}
    async with (
        running_app(db, telegram_token=TOKEN, **hook) as here,
        running(webhook.Webhook(here, lambda: None).serve()),
    ):
        await until(lambda: listens(settings["WEBHOOK_LISTEN"]))
        host, port = settings["WEBHOOK_LISTEN"].split(":")
        for sent, answer in ((b"", b""), (b"POST /hook HTT", b""), (known.encode(), b"HTTP/1.1 408")):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(sent)
            async with asyncio.timeout(DEADLINE):
                with suppress(ConnectionError):
                    assert (await reader.read()).startswith(answer)
            writer.close()
    await db.close()


async def test_menus_are_set_per_language_and_scope(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, ADMINS="99"):
        await api.wait(lambda: len(api.commands) == 6)
    menus = {
        (json.loads(scope)["type"], code): {c["command"] for c in menu} for (scope, code), menu in api.commands.items()
    }
    assert menus.keys() == {(s, c) for s in ("all_private_chats", "all_group_chats", "chat") for c in ("", "zh")}
    assert "interview" in menus["all_private_chats", "zh"]
    assert "stats" in menus["chat", ""]
    assert "stats" not in menus["all_private_chats", ""]
    assert menus["all_group_chats", "zh"] == {"quiz", "help"}


async def test_the_webhook_lets_in_only_who_knows_the_secret(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    settings = by_webhook()
    person = Person(36, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, **settings), aiohttp.ClientSession() as http:
        await api.wait(lambda: api.webhook)
        assert api.webhook["secret_token"] == SECRET
        message = await api.say(person, "/help")
        await api.next_message(person.id, 0)
        update = {"update_id": 77, "message": api.incoming(person, message)}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Telegram-Bot-Api-Secret-Token": ""}):
            async with http.post(settings["WEBHOOK_URL"], json=update, headers=headers) as answer:
                assert answer.status == 403
        known = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for body, status in ((b"{", 400), (b"[]", 200), (b"\xff\xfe", 400), (b"x" * (2**20 + 1), 413)):
            async with http.post(settings["WEBHOOK_URL"], data=body, headers=known) as answer:
                assert answer.status == status
        async with http.get(settings["WEBHOOK_URL"], headers=known) as answer:
            assert answer.status == 405
    assert len(api.from_bot(person.id)) == 1


async def test_a_taken_port_is_one_line(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    taken = api.url.removeprefix("http://")
    settings = by_webhook() | {"WEBHOOK_LISTEN": taken}
    running = await Running(api, tmp_path, DATABASE_URL=sqlite_url, **settings).start()
    assert await running.ended() == 1
    assert running.log.splitlines()[-1].startswith("INTERVIEWER_WEBHOOK_LISTEN: cannot listen on")
