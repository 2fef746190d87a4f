"""A scripted judge on loopback, and a grader that asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from grader.grading import Grader
from grader.judge import client
from tests.judge_server import JudgeServer


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
    grader = Grader.build(judge_url=server.url, embedding_model="none", timeout=5)
    yield grader
    await grader.close()
