"""The program's own doors: each is shut, or at home, until the operator opens it, and the one to Telegram has a lock."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from app.settings import WrongSettings, load
from bot import webhook
from testing.botapi import BotApi
from testing.in_process import inside
from testing.running import SECRET, by_webhook, listens
from testing.until import until


def test_a_webhook_needs_a_secret_and_listens_at_home() -> None:
    with pytest.raises(WrongSettings, match="INTERVIEWER_WEBHOOK_SECRET"):
        load(_env_file=None, webhook_url="https://bot.example")
    own = load(_env_file=None)
    assert own.webhook_listen == "127.0.0.1:8443"
    assert own.metrics_listen == ""
    for listen in ("9090", ":9090", "0.0.0.0", "host:0", "host:x", "host:99999"):
        with pytest.raises(WrongSettings, match="INTERVIEWER_METRICS_LISTEN"):
            load(_env_file=None, metrics_listen=listen)


def test_the_judge_that_is_started_here_listens_at_home() -> None:
    import inspect

    from cli.commands.judge import serve

    assert inspect.signature(serve).parameters["host"].default == "127.0.0.1"


async def test_the_secret_is_compared_in_constant_time(
    monkeypatch: pytest.MonkeyPatch, api: BotApi, sqlite_url: str
) -> None:
    """Every secret that comes is handed to `hmac.compare_digest`, at full length, whatever stands in it."""
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, known: bytes) -> bool:
        compared.append((given, known))
        return given == known

    monkeypatch.setattr(webhook.hmac, "compare_digest", compare)
    hook = by_webhook()
    settings = {name.lower(): value for name, value in hook.items()}
    async with inside(api, sqlite_url, **settings) as bot:
        serving = asyncio.get_running_loop().create_task(webhook.Webhook(bot.app, bot.feed.wake).serve())
        await until(lambda: listens(hook["WEBHOOK_LISTEN"]))
        deep, known = b"[" * 200_000, {webhook.SECRET: SECRET}
        async with aiohttp.ClientSession() as http:
            for given, body, status in (
                (None, b"{}", 403), ("", b"{}", 403), (SECRET[:-1], b"{}", 403), (SECRET + "x", b"{}", 403), (SECRET, b"{}", 200),
                (SECRET, deep, 400), (SECRET, b'{"update_id": ' + b"9" * 5000 + b"}", 400), (SECRET, b"x" * (2**20 + 1), 413),
            ):  # fmt: skip
                headers = {} if given is None else known | {webhook.SECRET: given}
                async with http.post(hook["WEBHOOK_URL"], data=body, headers=headers) as answer:
                    assert answer.status == status
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    assert len(compared) == 8
    assert {known for _, known in compared} == {SECRET.encode()}
