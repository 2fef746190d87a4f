"""What runs beside Telegram: a part that fails starts again, and the program ends only for what it cannot run without."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import supervisor
from app.workers import heartbeat, runner
from app.workers.scheduler import Scheduler
from bot import application, service, speech
from storage.database import Database
from testing.botapi import TOKEN
from testing.context import running_app
from testing.until import DEADLINE


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (speech, "serve"),
        (runner, "serve"),
        (heartbeat, "serve"),
        (Scheduler, "serve"),
    ],
)
async def test_a_part_that_fails_starts_again_and_the_others_go_on(
    db: Database, monkeypatch: pytest.MonkeyPatch, part: Any, name: str
) -> None:
    started: list[str] = []  # by what it was given: some parts run several times, for work of several kinds
    again = asyncio.Event()

    async def failing(*given: Any, **more: Any) -> None:
        started.append(repr((given[1:], more)))
        if len(started) == 1:
            raise ZeroDivisionError("of ours")
        if started.count(started[0]) == 2:
            again.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(supervisor, "RESTART_AFTER", 0.05)
    monkeypatch.setattr(part, name, failing)
    async with running_app(db, telegram_token=TOKEN) as here:
        work = service.background(here, application.build(here))
        with capture_logs() as logged:
            async with asyncio.timeout(DEADLINE), supervisor.running(*work):
                await again.wait()
    assert len(started) == len(set(started)) + 1
    assert [(line["log_level"], line["exc_info"]) for line in logged] == [("error", True)]


async def test_what_the_program_cannot_run_without_ends_it() -> None:
    async def refused() -> None:
        raise supervisor.ServiceError("There is no port.")

    with pytest.raises(supervisor.ServiceError):
        await supervisor.restart_on_failure(refused)
