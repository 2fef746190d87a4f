"""The command over a database of a test's own, and a group in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from questions.model import Question
from storage import groups
from storage.chats import Chat
from testing.histories import Program, history, person, within
from testing.program import Ran, run


@pytest.fixture
def program(tmp_path: Path, sqlite_url: str) -> Program:
    def ran(*arguments: str, **settings: str) -> Ran:
        return run(tmp_path, *arguments, DATABASE_URL=sqlite_url, **{"LANGUAGE": "en"} | settings)

    return ran


@pytest.fixture
def group(sqlite_url: str, some: list[Question]) -> dict[str, Chat]:
    """The group "Readers" of four: active, quiet, silent for ever, and one called like a formula."""
    now = datetime.now(UTC)

    async def made(tx: Any) -> dict[str, Chat]:
        number, found = await groups.ensure(tx, "Readers", now), {}
        for address, name in (("11", "Ann"), ("12", "Bob"), ("13", "Cy"), ("14", "=cmd|' /C calc'!A0")):
            found[name], who = await person(tx, address, name=name, language="en")
            await groups.join(tx, number, who.id, now)
        await history(tx, found["Ann"], some, 20, end=now, days=10)
        await history(tx, found["Ann"], some, 5, end=now, days=10, source="self", first=10.0)
        await history(tx, found["Bob"], some, 20, end=now - timedelta(days=20), days=10, seed=2)
        return found

    found: dict[str, Chat] = within(sqlite_url, made)
    return found
