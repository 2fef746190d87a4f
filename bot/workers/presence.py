"""Says all the time that this process is at work, so that what a killed one was doing is taken up within seconds."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.house import House
from storage import presence
from storage.faults import StorageError

TAKEN_FOR_DEAD_AFTER, EVERY = 5.0, 1.25  # seconds
log = structlog.get_logger()


async def serve(house: House) -> None:
    """Until it is cancelled; then what is still held is given back at once.

    Whoever was away itself waits a beat before it takes anybody for dead: a database that was away, or a machine that
    slept, had all of them away together.
    """
    try:
        while True:
            try:
                async with house.db.write() as tx:
                    now = house.now()
                    known = await presence.attend(tx, house.owner, now, TAKEN_FOR_DEAD_AFTER)
                    freed = await presence.relieve(tx, now) if known else 0
            except StorageError as error:
                log.warning("presence could not be noted", why=str(error))
            else:
                if freed:
                    log.warning("the work of a process that died was taken up", tasks_and_updates=freed)
            await asyncio.sleep(EVERY)
    finally:
        with suppress(StorageError):
            async with house.db.write() as tx:
                await presence.leave(tx, house.owner)
