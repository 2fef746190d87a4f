"""A scripted judge on loopback, and a grader and a judge that ask it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from grader.grading import Grader
from grader.judge import client
from grader.judge.client import JudgeClient
from grader.judge.judge import Judge
from testing.judge_server import JudgeServer
from testing.until import DEADLINE


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "BACKOFF", (0.01, 0.02))


@pytest.fixture
def server() -> Iterator[JudgeServer]:
    with JudgeServer() as server:
        yield server
    assert server.complaints == []


@pytest.fixture
async def grader(server: JudgeServer) -> AsyncIterator[Grader]:
    grader = Grader.build(judge_url=server.url, embedding_model="none", timeout=DEADLINE)
    yield grader
    await grader.close()


@pytest.fixture
async def judge(server: JudgeServer) -> AsyncIterator[Judge]:
    judge = Judge(JudgeClient(server.url), timeout=DEADLINE)
    yield judge
    await judge.close()
