"""Fixtures of every test that needs more than its own process, and the marker of each folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from questions.bank import Bank, load_bank
from questions.model import Question
from testing import fork_server
from testing.botapi import BotApi
from testing.databases import (
    database_url,
    db,
    empty_postgres_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)
from testing.logs import plain
from tests.spread import TESTS, check, rank

__all__ = [
    "database_url",
    "db",
    "empty_postgres_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "sqlite_template",
    "sqlite_url",
]
plain()


@pytest.fixture(scope="session", autouse=True)
def forking() -> Iterator[None]:
    """The program starts from a fork server, except where a test is about the start."""
    with fork_server.available():
        yield


@pytest.fixture
def fresh() -> Iterator[None]:
    """The program starts by exec, as a person starts it."""
    with fork_server.unavailable():
        yield


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """The loopback Bot API server."""
    async with BotApi() as server:
        yield server


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The packaged bank."""
    return load_bank()


@pytest.fixture(scope="session")
def some(bank: Bank) -> list[Question]:
    """Twelve questions of the packaged bank, of several topics."""
    return list(bank.questions.values())[::10][:12]


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with its folder, and with `postgres` when it needs one; puts them in order."""
    for item in items:
        item.add_marker(item.path.relative_to(TESTS).parts[0])
        if any("postgres" in name for name in getattr(item, "fixturenames", ())):
            item.add_marker("postgres")
        check(item)
    items.sort(key=rank)
