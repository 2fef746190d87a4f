from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.context import AppContext
from storage.database import Database
from testing.drills import Clock, context_of


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 9, 12, tzinfo=UTC))


@pytest.fixture
def app(db: Database, clock: Clock) -> AppContext:
    return context_of(db, clock)
