"""Takes updates in at an address: those that arrive together are stored in one transaction, then each is answered."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from app.context import AppContext
from app.settings import host_port
from app.supervisor import running
from bot.ingest import ingest
from grader.bounded import parsed, read
from storage.errors import StorageError

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 2**20  # bytes of one update
AT_ONCE = 200
HEADER, BODY = 30.0, 10.0  # seconds until the next request's header, and its body, has come
Waiting = tuple[object, "asyncio.Future[bool]"]
log = structlog.get_logger()


class Webhook:
    """The endpoint. Telegram sends an update again until it is answered with 200, which happens after the commit."""

    def __init__(self, app: AppContext, stored: Callable[[], None]) -> None:
        self._app, self._stored = app, stored
        self._secret = app.settings.webhook_secret.get_secret_value().encode()
        self._waiting: asyncio.Queue[Waiting] = asyncio.Queue()
        self._busy: set[object] = set()  # connections with a request whose header has come
        self._quiet_since: dict[Any, float] = {}

    async def serve(self) -> None:
        """Listens until it is cancelled."""
        server = web.Application(client_max_size=LARGEST)
        server.router.add_post(urlsplit(self._app.settings.webhook_url).path or "/", self._receive)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=2, auto_decompress=False)
        await runner.setup()
        host, port = host_port(self._app.settings.webhook_listen)
        try:
            await web.TCPSite(runner, host, port).start()
            async with running(self._end_idle(runner)):
                await self._write()
        finally:
            await runner.cleanup()

    async def _end_idle(self, runner: web.AppRunner) -> None:
        """Ends connections that are open for a while without a whole request: the library waits for a header for ever."""
        assert runner.server is not None
        while True:
            await asyncio.sleep(HEADER / 4)
            now, here = time.monotonic(), runner.server.connections
            self._quiet_since = {one: self._quiet_since.get(one, now) for one in here if one not in self._busy}
            for connection, since in self._quiet_since.items():
                if now - since > HEADER:
                    connection.close()
                    if connection.transport is not None:
                        connection.transport.abort()

    async def _receive(self, request: web.Request) -> web.Response:
        self._busy.add(request.protocol)
        self._quiet_since.pop(request.protocol, None)
        try:
            return await self._received(request)
        finally:
            self._busy.discard(request.protocol)

    async def _received(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return web.Response(status=415)
        try:
            async with asyncio.timeout(BODY):
                update: object = await read(await request.read(), parsed)
        except TimeoutError:
            return web.Response(status=408)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        kept = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((update, kept))
        return web.Response(status=200 if await kept else 503)

    async def _write(self) -> None:
        """Stores what has gathered while the last batch was being written."""
        while True:
            gathered = [await self._waiting.get()]
            while not self._waiting.empty() and len(gathered) < AT_ONCE:
                gathered.append(self._waiting.get_nowait())
            try:
                await ingest(self._app, [update for update, _ in gathered])
            except StorageError as error:
                log.warning("updates could not be stored; they will come again", why=str(error), updates=len(gathered))
                self._app.health.note("intake", str(error))
                _answer(gathered, kept=False)
            else:
                self._app.health.note("intake")
                _answer(gathered, kept=True)
                self._stored()


def _answer(gathered: list[Waiting], *, kept: bool) -> None:
    for _, answer in gathered:
        if not answer.done():
            answer.set_result(kept)
