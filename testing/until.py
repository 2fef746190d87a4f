"""Waits for what other tasks, threads and processes do."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

DEADLINE = 120.0  # seconds after which something is broken, however busy the machine is
LOOK_EVERY = 0.02


async def until(condition: Callable[[], Any], seconds: float = DEADLINE) -> Any:
    """The first true value of `condition`, which may have to be awaited; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < end, f"{condition} did not come true in {seconds:g} s"
        await asyncio.sleep(LOOK_EVERY)
