"""A runner that is a service elsewhere, over a unix socket or HTTP. Its replies are bounded and read strictly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Final, Self

import httpx

from runner.limits import END_SECONDS, QUEUE_PLACES, QUEUE_SECONDS, START_SECONDS, WALL_SECONDS
from runner.model import Program, Result, Unavailable, Waiting
from runner.protection import SETTING, Level, Protection
from runner.values import Malformed, Plain, loads
from runner.wire import LINE_BYTES, place_or_result

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = QUEUE_SECONDS + START_SECONDS + WALL_SECONDS + END_SECONDS + CONNECT_SECONDS
TOTAL_BYTES: Final = LINE_BYTES + (64 << 10)  # the result, and every place in the queue before it
TOTAL_LINES: Final = 10 * QUEUE_PLACES
SMALL_BYTES: Final = 4096  # a line that costs less to read than a thread


class Remote:
    """Asks the service at `unix:PATH` or `http://…`."""

    def __init__(self, setting: str) -> None:
        path = setting.removeprefix("unix:") if setting.startswith("unix:") else None
        transport = httpx.AsyncHTTPTransport(uds=path)
        base = "http://runner" if path else setting
        timeout = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.AsyncClient(transport=transport, base_url=base, timeout=timeout, trust_env=False)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, at)

    async def run(self, program: Program, waiting: Waiting | None = None) -> Result:
        request = await asyncio.to_thread(program.request)
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                async for line in self._lines("/run", request):
                    said = await _read(line)
                    if isinstance(said, Result):
                        return said
                    if waiting is not None:
                        waiting(said)
        except (httpx.HTTPError, httpx.InvalidURL, Malformed, TimeoutError, RecursionError) as error:
            raise _gone(error) from error
        raise Unavailable("the runner broke off", _CHECK)

    async def warm(self) -> Protection:
        try:
            async with asyncio.timeout(START_SECONDS + CONNECT_SECONDS):
                lines = [loads(line, LINE_BYTES) async for line in self._lines("/warm", b"")]
            return protection_of(lines)
        except (httpx.HTTPError, httpx.InvalidURL, Malformed, TimeoutError, RecursionError) as error:
            gone = _gone(error)
            return Protection(Level.NONE, gone.reason, gone.advice)

    async def _lines(self, path: str, request: bytes) -> AsyncIterator[bytes]:
        """The lines of a reply as they come; Malformed beyond TOTAL_BYTES or TOTAL_LINES."""
        async with self._client.stream("POST", path, content=request) as response:
            response.raise_for_status()
            rest, total, count = b"", 0, 0
            async for part in response.aiter_raw():
                *lines, rest = (rest + part).split(b"\n")
                total, count = total + len(part), count + len(lines)
                if total > TOTAL_BYTES or count > TOTAL_LINES:
                    raise Malformed("a reply that is too long")
                for line in lines:
                    yield line


def _said(line: bytes) -> int | Result:
    return place_or_result(loads(line, LINE_BYTES))


async def _read(line: bytes) -> int | Result:
    """What a line says, read in a thread where it is long, so that nothing else waits."""
    return _said(line) if len(line) < SMALL_BYTES else await asyncio.to_thread(_said, line)


_CHECK: Final = f"Check {SETTING}, and that `python -m runner.service` runs there."


def _gone(error: Exception) -> Unavailable:
    if isinstance(error, Malformed):
        return Unavailable(f"what answers in the runner's place is none: {error}", _CHECK)
    return Unavailable(f"the runner does not answer ({type(error).__name__})", _CHECK)


def protection_of(lines: list[Plain]) -> Protection:
    match lines:
        case [{"level": str(level), "said": str(said), "do": str(do)}] if level in set(Level):
            return Protection(Level(level), f"a service: {said}", do)
    raise Malformed("no protection")
