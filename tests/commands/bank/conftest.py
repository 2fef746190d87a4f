"""The command over a database of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from testing.bank_command import Bank, within


@pytest.fixture
def bank(tmp_path: Path, sqlite_url: str) -> Bank:
    """Runs `interviewer bank` with these arguments over an empty database."""
    return lambda *arguments, **settings: within(tmp_path, arguments, **({"DATABASE_URL": sqlite_url} | settings))
