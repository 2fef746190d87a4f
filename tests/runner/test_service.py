"""The runner as a service of its own: what it takes, what it refuses, and what its client believes of a server."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest

from runner import remote
from runner.client import Level, open_runner, protection
from runner.limits import REQUEST_BYTES, WALL_SECONDS
from runner.model import Busy, Call, End, Program, ProgramRefused, Raised, Returned, Unavailable
from runner.sandbox import Launch
from testing.until import until

ADD = Program(
    "task",
    "def f(x):\n    print('adds')\n    return x + 1\n",
    (Call("f", (np.array([1.5, np.inf]),), after=True), Call("g")),
)
ENDLESS = Program("task", "import time\ntime.sleep(3600)\n", ())


@contextmanager
def serving(listen: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "runner.service", "--listen", listen, "--memory", "600"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as service:
        assert service.stderr is not None
        assert any(b"listening" in line for line in service.stderr)
        yield service
        service.terminate()


@pytest.fixture(scope="module")
def socket(launch: Launch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("runner") / "socket"
    with serving(f"unix:{path}"):
        yield path


async def test_a_run_over_a_socket_is_as_one_here(socket: Path) -> None:
    async with open_runner(f"unix:{socket}") as there, open_runner("auto") as here:
        one, two = await there.run(ADD), await here.run(ADD)
    (first, missing), (other, _) = one.outcomes, two.outcomes
    assert isinstance(first, Returned) and isinstance(other, Returned) and first.after is not None
    assert first.value.tolist() == other.value.tolist() == [2.5, np.inf]
    assert first.after[0].tolist() == [1.5, np.inf]
    assert isinstance(missing, Raised) and missing.kind == "Missing"
    assert (one.end, one.printed) == (End.DONE, "adds\n")


async def test_the_socket_is_for_its_user_and_group(socket: Path) -> None:
    mode = await asyncio.to_thread(socket.stat)
    assert stat.S_IMODE(mode.st_mode) == 0o660
    assert (await protection(f"unix:{socket}")).level is Level.SANDBOX


async def test_places_are_told_over_the_socket(socket: Path) -> None:
    waiting: list[list[int]] = []
    async with open_runner(f"unix:{socket}") as runner, asyncio.TaskGroup() as tasks:
        first = tasks.create_task(runner.run(ENDLESS))
        while len(waiting) < 3:
            told: list[int] = []
            run = tasks.create_task(runner.run(ADD, told.append))
            await until(lambda told=told, run=run: told or run.done())
            waiting += [told] if told else []  # who came before the first one had its place
        assert [told[0] for told in waiting] == [1, 2, 3]
        first.cancel()
    assert all(told == sorted(told, reverse=True) and told[-1] == 1 for told in waiting)


async def test_who_goes_away_gives_up_the_run(socket: Path) -> None:
    async with open_runner(f"unix:{socket}") as runner:
        async with asyncio.TaskGroup() as tasks:
            waiting, begun = asyncio.Event(), time.monotonic()
            first = tasks.create_task(runner.run(ENDLESS))
            others = [tasks.create_task(runner.run(ENDLESS, lambda _: waiting.set())) for _ in range(4)]
            await waiting.wait()
            assert not any(task.done() for task in (first, *others))
            for task in (first, *others):
                task.cancel()
        result = await runner.run(ADD)
    assert result.end is End.DONE
    assert time.monotonic() - begun < WALL_SECONDS  # the first alone would have taken that long


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"id": "x"}',
        b'{"id": "../x", "code": "", "calls": []}',
        b"[" * 100_000,
        b"\xff",
        b'{"id":NaN}',
    ],
    ids=lambda body: body[:12],
)
async def test_what_is_no_program_is_refused(body: bytes, socket: Path) -> None:
    async with httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(uds=str(socket)), base_url="http://runner"
    ) as client:
        response = await client.post("/run", content=body)
        assert response.json()["error"]["kind"] == "refused"
        assert (await client.post("/run", content=b"x" * (REQUEST_BYTES + 1))).status_code == 413
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/run")).status_code == 405


async def test_a_port_serves_as_well(launch: Launch, unused_tcp_port: int) -> None:
    with serving(f"127.0.0.1:{unused_tcp_port}"):
        async with open_runner(f"http://127.0.0.1:{unused_tcp_port}") as runner:
            assert (await runner.run(ADD)).end is End.DONE


def test_it_ends_with_everything_it_started_when_it_is_told(launch: Launch, tmp_path: Path) -> None:
    with serving(f"unix:{tmp_path / 'socket'}") as service:
        started = psutil.Process(service.pid).children(recursive=True)
        service.terminate()
        assert service.wait() == 0
    psutil.wait_procs(started, timeout=30)
    assert [one for one in started if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_place_where_it_cannot_listen_is_one_line_and_a_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "runner.service", "--listen", f"unix:{tmp_path}/none/socket"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("cannot listen on unix:")


@asynccontextmanager
async def pretending(path: Path, body: bytes, status: str = "200 OK") -> AsyncIterator[str]:
    """A server in the service's place that answers everything with these bytes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n".encode() + body)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(answer, path)
    async with server:
        yield f"unix:{path}"


GOOD = b'{"result":{"outcomes":[],"end":"done","seconds":0.1,"failed":null,"printed":"","cut":false}}\n'


async def test_a_server_that_answers_as_ours_is_believed(tmp_path: Path) -> None:
    async with (
        pretending(tmp_path / "s", b'{"place":2}\n{"place":1}\n' + GOOD) as setting,
        open_runner(setting) as runner,
    ):
        places: list[int] = []
        assert (await runner.run(ENDLESS, places.append)).end is End.DONE
        assert places == [2, 1]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", "200 OK"),
        (b"<html>", "200 OK"),
        (b"<html>\n", "200 OK"),
        (b'{"result":{"verdict":"passed"}}\n', "200 OK"),
        (b'{"result":' + b"[" * 100_000 + b"\n", "200 OK"),
        (GOOD.rstrip(b"\n"), "200 OK"),
        (GOOD, "500 Internal Server Error"),
        (b'{"error":{"kind":"unavailable","reason":"no bubblewrap","advice":"Install it."}}\n', "200 OK"),
    ],
    ids=lambda value: value[:24],
)
async def test_any_other_server_means_that_nothing_can_run(body: bytes, status: str, tmp_path: Path) -> None:
    async with pretending(tmp_path / "s", body, status) as setting, open_runner(setting) as runner:
        with pytest.raises(Unavailable) as told:
            await runner.run(ENDLESS)
        assert told.value.advice
        assert (await runner.warm()).level is Level.NONE


@pytest.mark.parametrize("body", [b"x" * 6_000_000, b'{"place":1}\n' * 50_000], ids=["bytes", "lines"])
async def test_a_server_that_floods_is_left(body: bytes, tmp_path: Path) -> None:
    async with pretending(tmp_path / "s", body) as setting, open_runner(setting) as runner:
        with pytest.raises(Unavailable, match="too long"):
            await runner.run(ENDLESS)


@pytest.mark.parametrize(("kind", "error"), [("busy", Busy), ("refused", ProgramRefused)])
async def test_what_a_service_says_of_a_run_is_raised_here(kind: str, error: type[Exception], tmp_path: Path) -> None:
    line = f'{{"error":{{"kind":"{kind}","reason":"64 wait","advice":""}}}}\n'.encode()
    async with pretending(tmp_path / "s", line) as setting, open_runner(setting) as runner:
        with pytest.raises(error, match="64 wait"):
            await runner.run(ENDLESS)


async def test_nobody_there_is_said_with_what_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "CONNECT_SECONDS", 0.5)
    found = await protection(f"unix:{tmp_path}/nobody")
    assert (found.level, "does not answer" in found.said) == (Level.NONE, True)
    assert "runner.service" in found.do
