"""The picture that goes along with a report, drawn when it is sent and out of the way of everything else."""

from __future__ import annotations

import asyncio

import structlog

from app.context import AppContext
from app.progress import of_person_called
from reports.plots import picture

log = structlog.get_logger()


async def picture_of(app: AppContext, person: int) -> bytes | None:
    """A person's picture; None for somebody without answers, who is gone, or whose picture cannot be drawn now."""
    try:
        facts = await of_person_called(app, person)
        return await asyncio.to_thread(picture, facts) if facts and facts.totals.answers else None
    except Exception:  # whatever it is, the words of the report have been sent and the next message is not held up
        log.exception("a picture was not drawn", person=person)
        return None
