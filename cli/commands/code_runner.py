"""The runner of the settings for a command; without a sandbox the owner of the machine is asked, once."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.commands.startup import settings, words

if TYPE_CHECKING:
    from runner.client import Protection, Runner


@asynccontextmanager
async def opened_runner() -> AsyncIterator[Runner]:
    """A runner that is ready to run; Unavailable where nothing may run code here."""
    from runner.client import Level, open_runner
    from runner.model import Unavailable

    setting = settings().runner
    async with open_runner(setting) as guarded:
        protection = await guarded.warm()
        if protection.level is not Level.NONE:
            yield guarded
            return
    if setting != "auto" or not _agreed(protection):
        raise Unavailable(protection.said, protection.do)
    async with open_runner(setting, bare=True) as bare:
        yield bare


def _agreed(protection: Protection) -> bool:
    """Whether the owner lets code run without a sandbox; the answer yes is kept, no is asked again."""
    kept = _consent()
    if kept.exists():
        return True
    if not sys.stdin.isatty():
        return False
    say = words().commands
    print(say.no_sandbox(protection.said, protection.do), file=sys.stderr)
    if not typer.confirm(say.RUN_WITHOUT_SANDBOX):
        return False
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{say.CONSENT}\n", encoding="utf-8")
    return True


def _consent() -> Path:
    from app.settings import data_folder

    return data_folder() / "runs-without-sandbox.txt"
