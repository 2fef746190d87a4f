"""A server that means harm, whatever it is taken for: judge, embedding server, speech server, Bot API.

    with HostileServer("drip") as server: ...

drip: a byte now and then, for ever. slow head: the same with the header. silent: no byte. endless: a body without end.
bomb: a few bytes that unpack to gigabytes. deep: brackets without end. Each goes on until its caller leaves.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from contextlib import suppress
from typing import Literal, Self, get_args

from testing.until import DEADLINE

Fault = Literal["drip", "slow head", "silent", "endless", "bomb", "deep"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
ENDING: tuple[Fault, ...] = ("endless", "bomb", "deep")  # those of which a caller notices without a clock
BETWEEN = 0.02  # seconds between two bytes of a drip
BOMB = gzip.compress(b" " * (1 << 26), 9)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class HostileServer:
    """The server, in a thread of its own. sent: bytes that callers took."""

    def __init__(self, fault: Fault) -> None:
        self.fault: Fault = fault
        self.url, self.sent, self.asked = "", 0, 0

    def __enter__(self) -> Self:
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(DEADLINE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(DEADLINE)
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._ending, self._open = asyncio.Event(), set[asyncio.Task[None]]()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        await self._ending.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                await self._harm(writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def _harm(self, writer: asyncio.StreamWriter) -> None:
        match self.fault:
            case "silent":
                await asyncio.Event().wait()
            case "slow head":
                await self._drip(writer, HEAD[:9])
            case "drip":
                writer.write(HEAD + b"Content-Length: 1000000000\r\n\r\n")
                await self._drip(writer, b"")
            case "endless":
                writer.write(HEAD + b"Connection: close\r\n\r\n")
                while True:
                    await self._send(writer, b" " * (1 << 16))
            case "bomb":
                writer.write(HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n".encode())
                await self._send(writer, BOMB)
            case "deep":
                body = b"[" * 200_000
                writer.write(HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode())
                await self._send(writer, body)

    async def _drip(self, writer: asyncio.StreamWriter, first: bytes) -> None:
        writer.write(first)
        while True:
            await self._send(writer, b"2" if first else b" ")
            await asyncio.sleep(BETWEEN)

    async def _send(self, writer: asyncio.StreamWriter, sent: bytes) -> None:
        writer.write(sent)
        await writer.drain()
        self.sent += len(sent)
