"""Requests to servers that nobody here controls: what comes back is bounded in bytes, in time over all, and in depth.

Judge, embedding server and speech server are asked through this module; Telegram's responses, which another client
fetches, are read with `parsed` as well. A server that sends a byte a minute, a body without end, a few bytes that unpack to
gigabytes, or brackets without end costs its caller the deadline and no more.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from grader.proxies import is_public

T = TypeVar("T")
BYTES = 1 << 20  # of a body, unless a caller says otherwise
DEPTH = 64  # of JSON
CONNECT = 10.0  # seconds
IN_PLACE = 1 << 16  # bytes up to which a body is read on the loop: a millisecond at most
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_OPENING = b"[{"


class ResponseRefusedError(httpx.RequestError):
    """A response that is not read to its end: too long, or compressed though nobody asked for that."""


@dataclass(frozen=True, slots=True)
class WholeResponse:
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def raise_for_status(self) -> None:
        """ValueError unless the status is one of success."""
        if not 200 <= self.status < 300:
            raise ValueError(f"HTTP {self.status}")


def client(url: str, headers: Mapping[str, str] | None = None, *, connect: float = CONNECT) -> httpx.AsyncClient:
    """A pool of connections to one server. `fetch` bounds what comes; only connecting has a limit of its own."""
    return httpx.AsyncClient(
        base_url=url.rstrip("/") + "/",
        headers={"Accept-Encoding": "identity", **(headers or {})},
        timeout=httpx.Timeout(None, connect=connect),
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=64),
        trust_env=is_public(url),
    )


async def fetch(
    http: httpx.AsyncClient, method: str, path: str, *, seconds: float | None, most: int = BYTES, **sent: Any
) -> WholeResponse:
    """The whole response within `seconds` over all and `most` bytes; httpx.RequestError when it cannot be had.

    seconds: None where the caller ends the wait itself.
    """
    try:
        async with asyncio.timeout(seconds), http.stream(method, path, **sent) as response:
            if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
                raise ResponseRefusedError("the response is compressed, though that was not asked for")
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most:
                    raise ResponseRefusedError(f"the response is longer than {most} bytes")
            return WholeResponse(response.status_code, response.headers, bytes(body))
    except TimeoutError:
        raise httpx.ReadTimeout(f"no whole response within {seconds:g} s") from None


class BlockingClient:
    """The same for code that runs in threads: requests run on a loop of their own, where a deadline ends them."""

    def __init__(self, url: str, *, connect: float = CONNECT) -> None:
        self._http = client(url, connect=connect)
        self._loop = asyncio.new_event_loop()
        self._closing = threading.Lock()
        self._closed = False
        threading.Thread(target=self._loop.run_forever, name="bounded requests", daemon=True).start()

    def fetch(self, method: str, path: str, *, seconds: float, most: int = BYTES, **sent: Any) -> WholeResponse:
        """Like `fetch`; concurrent.futures.CancelledError when the client is closed, before or meanwhile."""
        with self._closing:
            if self._closed:
                raise CancelledError
            asked = fetch(self._http, method, path, seconds=seconds, most=most, **sent)
            waiting = asyncio.run_coroutine_threadsafe(asked, self._loop)
        return waiting.result()

    def close(self) -> None:
        """Ends what is on its way and closes the connections; a second time does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http.aclose()


def parsed(body: bytes, **how: Any) -> Any:
    """The JSON value in a body, in linear time; ValueError when there is none or it is nested too deep. `how`: of json.loads."""
    check_depth(body)
    return json.loads(body, **how)


def check_depth(body: bytes, most: int = DEPTH) -> None:
    """ValueError when brackets outside of strings are nested deeper than `most`."""
    level = 0
    for bracket in _STRING.sub(b"", body).translate(None, _OTHERS):
        level += 1 if bracket in _OPENING else -1
        if level > most:
            raise ValueError(f"JSON is nested deeper than {most}")


async def read(body: bytes, work: Callable[[bytes], T]) -> T:
    """What `work` makes of a body: in a thread when the body is long, so that nobody waits for it."""
    return work(body) if len(body) <= IN_PLACE else await asyncio.to_thread(work, body)
