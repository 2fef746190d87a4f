"""Fixtures of the tests of the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from testing.browsing import PATIENCE, browsing

if TYPE_CHECKING:
    from playwright.async_api import Browser


@pytest.fixture
async def file_db(sqlite_url: str) -> AsyncIterator[Database]:
    """A database in a file."""
    db = Database.open(sqlite_url)
    yield db
    await db.close()


@pytest.fixture(autouse=True)
def patient() -> None:
    """What is expected is waited for as long as a busy machine may take."""
    if find_spec("playwright") is not None:
        from playwright.async_api import expect

        expect.set_options(timeout=PATIENCE)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium."""
    async with browsing() as started:
        yield started
