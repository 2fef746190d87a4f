"""The loopback Bot API server, and the packaged bank."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from questions.bank import Bank, load_bank
from tests.telegram.botapi import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load_bank()
