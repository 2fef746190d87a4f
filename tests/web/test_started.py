"""The program as it is started: the page at home, and beside the bot."""

from __future__ import annotations

import os
import re
from pathlib import Path

import httpx

from testing.botapi import BotApi, Person
from testing.program import Started, environment, run, start
from testing.running import Running, free_port, listens
from testing.until import DEADLINE, until

ANN = Person(41, "en", "Ann")


def at_home(folder: Path, log: Path) -> Started:
    """`interviewer web` on a free port, its output in a file."""
    env = environment(folder, LANGUAGE="en")
    arguments = ["web", "--listen", "127.0.0.1:0", "--no-browser"]
    with log.open("ab") as out, Path(os.devnull).open("rb") as nothing:
        return start(folder, arguments, env, nothing.fileno(), out.fileno(), out.fileno())


async def test_the_page_at_home_tells_its_address_and_ends_when_told(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    started = at_home(tmp_path, log)
    try:
        address = await until(lambda: re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", log.read_text()))
        async with httpx.AsyncClient(trust_env=False, follow_redirects=True, timeout=DEADLINE) as client:
            assert "<title>Mock interview</title>" in (await client.get(address[0])).text
        started.send_signal(15)
        assert started.wait(DEADLINE) == 0
        assert "Traceback" not in log.read_text()
    finally:
        started.kill()


def test_what_it_cannot_do_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments, told in (
        (("--listen", "0.0.0.0:8765"), "127.0.0.1"),
        (("--listen", "nowhere"), "--listen"),
        (("--people",), "INTERVIEWER_WEB_LISTEN"),
    ):
        ran = run(tmp_path, "web", "--no-browser", *arguments, LANGUAGE="en")
        assert (ran.code, ran.out) == (2, "") and told in ran.err and len(ran.err.splitlines()) == 1
    ran = run(tmp_path, "web", "--people", WEB_URL="https://x.example/path", WEB_LISTEN="127.0.0.1:1", LANGUAGE="en")
    assert ran.code == 2 and "INTERVIEWER_WEB_URL" in ran.err


async def test_the_bot_serves_it_and_gives_a_link_that_signs_in(tmp_path: Path, api: BotApi) -> None:
    listen = f"127.0.0.1:{free_port()}"
    url = f"http://{listen}"
    async with Running(api, tmp_path, WEB_LISTEN=listen, WEB_URL=url):
        await api.say(ANN, "/web")

        def link() -> str | None:
            texts = [message.text for message in api.from_bot(ANN.id)]
            return next((found[0] for text in texts if (found := re.search(rf"{url}/link/[\w-]+", text))), None)

        address = await until(link)
        await until(lambda: listens(listen))
        async with httpx.AsyncClient(trust_env=False, headers={"Origin": url}, timeout=DEADLINE) as client:
            assert (await client.get(address)).status_code == 200
            let_in = await client.post(f"{url}/enter", data={"token": address.rpartition("/")[2]})
            assert let_in.headers["Location"] == "/"
            assert (await client.get(f"{url}/")).status_code == 200
