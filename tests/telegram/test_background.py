"""What runs beside Telegram: a part that fails starts again, and the program ends only for what it cannot run without."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import run
from bot.telegram import application, speech
from bot.use_cases import quiz
from bot.workers import grading, presence
from bot.workers.ticker import Ticker
from storage.database import Database
from tests.bot.world import house
from tests.telegram.botapi import TOKEN


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (quiz, "serve"),
        (speech, "serve"),
        (grading, "serve"),
        (presence, "serve"),
        (Ticker, "serve"),
        (run, "_refreshed"),
    ],
)
async def test_a_part_that_fails_starts_again_and_the_others_go_on(
    db: Database, monkeypatch: pytest.MonkeyPatch, part: Any, name: str
) -> None:
    started = 0
    again = asyncio.Event()

    async def failing(*_: Any) -> None:
        nonlocal started
        started += 1
        if started == 1:
            raise ZeroDivisionError("of ours")
        again.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(run, "AGAIN", 0.05)
    monkeypatch.setattr(part, name, failing)
    async with house(db, telegram_token=TOKEN) as here:
        work = run._background(here, application.build(here))
        with capture_logs() as logged:
            async with asyncio.timeout(10), run._beside(*work):
                await again.wait()
    assert started == 2
    assert [(line["log_level"], line["exc_info"]) for line in logged] == [("error", True)]


async def test_what_the_program_cannot_run_without_ends_it() -> None:
    async def refused() -> None:
        raise run.RunError("There is no port.")

    with pytest.raises(run.RunError):
        await run._lasting(refused)
