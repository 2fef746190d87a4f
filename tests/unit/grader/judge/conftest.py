"""A scripted server in the place of every connection, and pauses that are noted instead of waited for."""

from __future__ import annotations

import pytest

from tests.unit.grader.judge.server import Script


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    script = Script()
    monkeypatch.setattr("httpx.AsyncClient", script.client)
    monkeypatch.setattr("asyncio.sleep", script.pause)
    return script
