from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.context import House
from storage.database import Database
from tests.drills.world import Clock, house_of


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 9, 12, tzinfo=UTC))


@pytest.fixture
def house(db: Database, clock: Clock) -> House:
    return house_of(db, clock)
