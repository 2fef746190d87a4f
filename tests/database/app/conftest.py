"""A scripted judge on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testing.judge_server import JudgeServer


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    with JudgeServer() as server:
        yield server
