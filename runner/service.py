"""The runner as a service: `python -m runner.service --listen unix:/run/runner/socket`, or `--listen 127.0.0.1:8070`.

POST /run takes a program and streams lines: `{"place": 3}` while it waits, then `{"result": …}` or `{"error": …}`. POST /warm
says how runs are guarded; GET /healthz is 200 where they are. It asks nobody who they are: the socket's folder, or the
network, must.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Final

from aiohttp import web

from runner.client import Level, Local, protection
from runner.limits import REQUEST_BYTES
from runner.model import Program, ProgramRefused, RunnerError
from runner.values import Malformed, Plain, dumps, loads
from runner.wire import error_line

LINES: Final = "application/x-ndjson"
BODY_SECONDS: Final = 15.0  # for a request to arrive
log = logging.getLogger("runner")


def pages(runner: Local) -> web.Application:
    """The service's three pages around one runner."""

    async def run(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
        response = web.StreamResponse(headers={"Content-Type": LINES})
        await response.prepare(request)
        async with _said(runner, body) as lines:
            async for line in lines:
                await response.write(dumps(line))
        return response

    async def warm(_: web.Request) -> web.Response:
        return web.Response(body=dumps(asdict(await runner.warm())), content_type=LINES)

    async def healthz(_: web.Request) -> web.Response:
        guarded = await runner.warm()
        return web.Response(text=f"{guarded.said}\n", status=503 if guarded.level is Level.NONE else 200)

    app = web.Application(client_max_size=REQUEST_BYTES)
    app.router.add_post("/run", run)
    app.router.add_post("/warm", warm)
    app.router.add_get("/healthz", healthz)
    return app


@asynccontextmanager
async def _said(runner: Local, body: bytes) -> AsyncIterator[AsyncIterator[Plain]]:
    """The lines about one run as they come. Whoever leaves early ends the run."""
    lines: asyncio.Queue[Plain | None] = asyncio.Queue()

    async def work() -> None:
        try:
            result = await runner.run(
                await asyncio.to_thread(_program, body), lambda place: lines.put_nowait({"place": place})
            )
            lines.put_nowait({"result": await asyncio.to_thread(result.plain)})
        except RunnerError as error:
            lines.put_nowait(error_line(error))
        lines.put_nowait(None)

    async def each() -> AsyncIterator[Plain]:
        while (line := await lines.get()) is not None:
            yield line

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work())
        yield each()


def _program(body: bytes) -> Program:
    try:
        return Program.of(loads(body))
    except Malformed as error:
        raise ProgramRefused(f"no program: {error}") from error


async def serve(listen: str, memory_mib: int | None) -> None:
    """Serves until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with Local(memory_mib=memory_mib) as runner:
        guarded = await runner.warm()
        log.info("%s%s", guarded.said, f". {guarded.do}" if guarded.do else "")
        served = web.AppRunner(pages(runner), handler_cancellation=True, access_log=None)
        await served.setup()
        try:
            await _site(served, listen).start()
            log.info("listening on %s", listen)
            await stop.wait()
        finally:
            await served.cleanup()


def _site(served: web.AppRunner, listen: str) -> web.BaseSite:
    if listen.startswith("unix:"):
        os.umask(0o117)  # the socket is for this user and its group
        return web.UnixSite(served, listen.removeprefix("unix:"))
    host, _, port = listen.rpartition(":")
    return web.TCPSite(served, host, int(port))


def _check(setting: str) -> int:
    guarded = asyncio.run(protection(setting))
    print(f"{guarded.said}. {guarded.do}".rstrip(". ") + ".")
    return 1 if guarded.level is Level.NONE else 0


def _listen(text: str) -> str:
    if text.startswith("unix:/") or text.rpartition(":")[2].isdecimal():
        return text
    raise argparse.ArgumentTypeError("unix:/PATH or HOST:PORT")


def main(arguments: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m runner.service", description=(__doc__ or "").partition("\n")[0])
    where = asked.add_mutually_exclusive_group(required=True)
    where.add_argument("--listen", type=_listen, help="unix:/PATH or HOST:PORT")
    where.add_argument(
        "--check", metavar="SETTING", help="whether a service runs code there, as INTERVIEWER_RUNNER has it"
    )
    asked.add_argument("--memory", type=int, help="the budget of all runs in MiB (default: half of what is free)")
    given = asked.parse_args(arguments)
    if given.check:
        return _check(given.check)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        asyncio.run(serve(given.listen, given.memory))
    except OSError as error:
        print(f"cannot listen on {given.listen}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
