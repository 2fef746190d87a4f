"""Fetches updates: what a batch holds is stored in one transaction, and only the next request acknowledges it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog

from app.context import AppContext
from bot.ingest import WANTED, ingest
from bot.request import PLAIN, whole
from grader.bounded import parsed, read
from questions.errors import InterviewerError
from storage.errors import StorageError

WAIT, LIMIT = 25, 100  # seconds the server holds an empty answer, updates in one
LARGEST = 16 * 2**20  # bytes of a response: a hundred updates of the greatest length have 6 MB
DEAF_AFTER = 3  # failures in a row, after which it is told that nothing comes in
PAUSES = (1, 2, 5, 10, 15, 30)  # seconds after failures in a row
log = structlog.get_logger()


class ConflictError(InterviewerError):
    """Somebody else fetches this bot's updates."""


class RejectedError(InterviewerError):
    """The server does not know the token."""


async def poll(app: AppContext, stored: Callable[[], None]) -> None:
    """Fetches and stores until it is cancelled; waits out every failure but a rejected token."""
    timeout = aiohttp.ClientTimeout(total=WAIT + 15, sock_connect=10)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True, headers=PLAIN, auto_decompress=False) as http:
        offset, failures = None, 0
        while True:
            try:
                updates = await fetched(http, app, offset)
                highest = await ingest(app, updates)
            except RejectedError:
                if await _is_known(http, app) is False:
                    raise
                log.warning("updates were refused though the token is known", again_in=PAUSES[0])
                await asyncio.sleep(PAUSES[0])
                continue
            except (aiohttp.ClientError, TimeoutError, ConflictError, StorageError, ValueError) as error:
                failures += 1
                if failures >= DEAF_AFTER:
                    app.health.note("intake", _why(error))
                pause = PAUSES[min(failures, len(PAUSES)) - 1]
                log.warning("updates could not be fetched", why=_why(error), again_in=pause)
                await asyncio.sleep(pause)
                continue
            failures = 0
            app.health.note("intake")
            if highest is not None:
                offset = highest + 1
                stored()


async def _is_known(http: aiohttp.ClientSession, app: AppContext) -> bool | None:
    """Whether the server knows the token, by another method: one refusal may be a proxy's. None when it cannot be asked."""
    api, token = app.settings.telegram_api_url, app.settings.telegram_token.get_secret_value()
    try:
        async with http.post(f"{api}/bot{token}/getMe") as answer:
            return None if answer.status not in (200, 401, 404) else answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return None


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


async def fetched(http: aiohttp.ClientSession, app: AppContext, offset: int | None) -> list[Any]:
    """One long poll. The library's own would refuse a whole batch for one malformed update."""
    api, token = app.settings.telegram_api_url, app.settings.telegram_token.get_secret_value()
    wanted: dict[str, Any] = {"timeout": WAIT, "limit": LIMIT, "allowed_updates": WANTED}
    if offset is not None:
        wanted["offset"] = offset
    async with http.post(f"{api}/bot{token}/getUpdates", json=wanted) as answer:
        body = await _body(answer)
    if body.get("ok") is True and isinstance(body.get("result"), list):
        return list(body["result"])
    described = str(body.get("description", f"HTTP {answer.status}"))
    match answer.status:
        case 401 | 404:
            raise RejectedError
        case 409 if "webhook" in described:
            raise ConflictError(
                f"somebody has set a webhook for this bot; it is polled again once that is gone ({described})"
            )
        case 409:
            raise ConflictError(
                f"another program is fetching this bot's updates; stop it, or give this one a token of its own ({described})"
            )
        case 429:
            await asyncio.sleep(float((body.get("parameters") or {}).get("retry_after", 1)))
    raise ValueError(described)


async def _body(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        body = await read(await whole(answer, LARGEST), parsed)
    except (ValueError, RecursionError) as error:
        log.warning("a response of Telegram cannot be read", why=str(error)[:200])
        body = None
    return body if isinstance(body, dict) else {}
