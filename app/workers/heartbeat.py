"""Says all the time that this process is at work, so that what a killed one was doing is taken up within seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import structlog

from app.context import AppContext
from storage import heartbeats
from storage.errors import StorageError

EVERY = 1.25  # seconds between two beats
STILL = 4  # beats of ours in which a living process would have shown a new one
log = structlog.get_logger()


class FailureDetector:
    """Takes for dead whoever shows the same beat again and again.

    Our own beats are counted, and nobody's clock is compared with another's: a clock that is wrong, a database that was
    away, a machine that slept make nobody dead.
    """

    def __init__(self) -> None:
        self._same: dict[str, tuple[datetime, int]] = {}

    def dead(self, beats: Mapping[str, datetime]) -> dict[str, datetime]:
        """Who is dead, given everybody else's last beat as it is at one more beat of ours."""
        before = self._same
        self._same = {
            owner: (beat, before[owner][1] + 1 if owner in before and before[owner][0] == beat else 0)
            for owner, beat in beats.items()
        }
        return {owner: beat for owner, (beat, same) in self._same.items() if same >= STILL}


async def serve(app: AppContext) -> None:
    """Until it is cancelled; then what is still held is given back at once."""
    watch = FailureDetector()
    try:
        while True:
            try:
                async with app.db.write() as tx:
                    dead = watch.dead(await heartbeats.beat(tx, app.owner, app.now()))
                    freed = await heartbeats.relieve(tx, dead) if dead else 0
            except StorageError as error:
                log.warning("presence could not be noted", why=str(error))
            else:
                if freed:
                    log.warning("the work of a process that died was taken up", tasks_and_updates=freed)
            await asyncio.sleep(EVERY)
    finally:
        with suppress(StorageError):
            async with app.db.write() as tx:
                await heartbeats.leave(tx, app.owner)
