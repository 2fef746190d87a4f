"""A judge behind a server that plays what a test tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from grader.judge.client import JudgeClient
from grader.judge.judge import Judge
from tests.judge_server import JudgeServer


@pytest.fixture
async def judge(server: JudgeServer) -> AsyncIterator[Judge]:
    judge = Judge(JudgeClient(server.url), timeout=5)
    yield judge
    await judge.close()
