"""Servers that mean harm: whatever a server sends, and however slowly, its caller goes on, having read a bounded part."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import aiohttp
import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from bot import polling, request
from grader import bounded, embedding
from grader.embedding import EmbeddingServer, NoEmbedderError
from grader.errors import GradingError
from grader.grading import Grader
from grader.judge.client import JudgeClient
from grader.judge.judge import Judge
from questions.bank import Bank
from questions.model import task
from storage.database import Database
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.context import ANSWER, QUESTION, bank, running_app
from testing.hostile import FAULTS, Fault, HostileServer
from testing.running import Running
from testing.until import DEADLINE, until
from tests.judge.asking import asked

READ_AT_MOST = 24 * 2**20  # bytes, those in the buffers of the machine included
Call = Callable[[str], Awaitable[object]]


@pytest.fixture(params=FAULTS)
def server(request: pytest.FixtureRequest) -> Iterator[HostileServer]:
    fault: Fault = request.param
    with HostileServer(fault) as running:
        yield running
        assert running.asked
        assert running.sent < READ_AT_MOST


async def test_a_judge(server: HostileServer) -> None:
    judge = Judge(JudgeClient(server.url), "m", timeout=0.5)
    async with asyncio.timeout(DEADLINE):
        with pytest.raises(GradingError):
            await asked(judge)
    await judge.close()


async def test_its_list_of_models(server: HostileServer) -> None:
    judge = Judge(JudgeClient(server.url), timeout=0.5)
    async with asyncio.timeout(DEADLINE):
        with pytest.raises(GradingError):
            await asked(judge)
    await judge.close()


def test_an_embedding_server(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_SERVER_SECONDS", 0.3)
    with pytest.raises(NoEmbedderError):
        EmbeddingServer(server.url, "named")


async def test_answers_are_compared_by_words_meanwhile(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_SERVER_SECONDS", 0.3)
    grader = Grader.build(embedding_url=server.url, embedding_model="named")
    question = task(bank().questions[QUESTION])
    async with asyncio.timeout(DEADLINE):
        grades = await asyncio.gather(*(grader.estimate(question, f"{ANSWER} {n}", "en") for n in range(20)))
        await grader.close()
    assert {str(grade.graded_by) for grade in grades} == {"words"}
    assert server.asked <= 2, "a server that is away is left alone"


async def test_a_speech_server(server: HostileServer) -> None:
    async with bounded.client(server.url) as http, asyncio.timeout(DEADLINE):
        with pytest.raises((httpx.HTTPError, ValueError)):
            reply = await bounded.fetch(http, "POST", "audio/transcriptions", seconds=0.3, data={"a": "b"})
            await bounded.read(reply.body, bounded.parsed)


async def test_a_bot_api_server(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "ANSWER", 0.3)
    calls = request.Request()
    await calls.initialize()
    async with asyncio.timeout(DEADLINE):
        with pytest.raises((NetworkError, TimedOut)):
            await calls.do_request(f"{server.url}/getMe", "POST")
    await calls.shutdown()


async def test_updates(server: HostileServer, db: Database) -> None:
    async with running_app(db, telegram_api_url=server.url, telegram_token="1:a") as here, asyncio.timeout(DEADLINE):
        limit = aiohttp.ClientTimeout(total=0.3)
        async with aiohttp.ClientSession(timeout=limit, auto_decompress=False) as http:
            with pytest.raises((aiohttp.ClientError, TimeoutError, ValueError)):
                await polling.fetched(http, here, None)


def test_whoever_waits_for_an_embedding_server_hears_when_it_is_given_up() -> None:
    with HostileServer("drip") as server:
        client = bounded.BlockingClient(server.url)
        heard: list[BaseException] = []

        def ask() -> None:
            try:
                client.fetch("GET", "models", seconds=DEADLINE)
            except BaseException as error:
                heard.append(error)

        waiting = threading.Thread(target=ask)
        waiting.start()
        while not server.asked:
            pass
        client.close()
        client.close()
        waiting.join(DEADLINE)
        assert [type(error) for error in heard] == [bounded.CancelledError]
        with pytest.raises(bounded.CancelledError):
            client.fetch("GET", "models", seconds=DEADLINE)


@pytest.mark.parametrize("fault", ["drip", "silent"])
async def test_the_bot_ends_when_it_is_told_to_whoever_drips(
    fault: Fault, api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(921, "en")
    with HostileServer(fault) as server:
        urls = {"JUDGE_URL": server.url, "JUDGE_MODEL": "m", "EMBEDDING_URL": server.url, "SPEECH_URL": server.url}
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, **urls) as running:
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 1")
            question = await candidate.next()
            await api.say(person, candidate.model_answer(question))
            await until(lambda: server.asked >= 1)
            await api.say(person, "/topics")
            await api.next_message(person.id, question.id, "Topics")
            assert await running.stop() == 0


@pytest.mark.parametrize(
    ("text", "whole"), [("[" * 64 + "]" * 64, True), ("[" * 65 + "]" * 65, False), ('"' + "[" * 900 + '"', True)]
)
def test_depth_counts_outside_of_strings(text: str, whole: bool) -> None:
    if whole:
        bounded.parsed(text.encode())
    else:
        with pytest.raises(ValueError, match="nested deeper"):
            bounded.parsed(text.encode())
    for escaped in (rb'"\"[[["', rb'{"a\\": "["}'):
        bounded.check_depth(escaped, most=1)
