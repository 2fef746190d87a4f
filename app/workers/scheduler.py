"""The scheduler: what every process does again and again at fixed intervals. APScheduler only ticks.

Whose drill is due, and whether it was offered already, is decided in the database; a tick that comes late, twice or in three
processes at once changes nothing about that.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from app import alerts, drills, occasions, quiz, weekly_reports
from app.context import AppContext
from app.learner import learn_difficulties
from app.weekly_reports import ReportWriter
from storage import retention
from storage.errors import StorageError

QUIZ_EVERY, OFFER_EVERY, PLAN_EVERY, REFRESH_EVERY = 1, 2, 20, 30  # seconds
ALERT_EVERY = 30  # seconds
REPORT_EVERY, LEARN_EVERY, TIDY_EVERY = 60, 3600, 6 * 3600  # seconds
OFFERED_AHEAD = 1.2  # offers made, as a multiple of what the channel can deliver meanwhile
JUMP = timedelta(minutes=15)
BELIEVED_AFTER = timedelta(minutes=5)
log = structlog.get_logger()


class ClockJumpDetector:
    """Says whether the wall clock can be believed: not for five minutes after it jumped ahead of the steady one.

    A clock that is wrong for a moment would record days as missed that have not been.
    """

    def __init__(self, now: datetime, steady: float) -> None:
        self._offset, self._since = now - timedelta(seconds=steady), -BELIEVED_AFTER.total_seconds() + steady

    def believed(self, now: datetime, steady: float) -> bool:
        """`now` by the wall clock, `steady` in seconds by one that only runs."""
        offset = now - timedelta(seconds=steady)
        if offset - self._offset > JUMP:
            log.warning("the clock jumped ahead; drills wait until it has been steady", by=str(offset - self._offset))
            self._since = steady
        self._offset = offset
        return steady - self._since >= BELIEVED_AFTER.total_seconds()


class Scheduler:
    """Runs the recurring jobs: drills planned and offered, reports, quizzes closed, bank edits, difficulties, retention."""

    def __init__(
        self,
        app: AppContext,
        writer: ReportWriter,
        *,
        wake: Callable[[], None] = lambda: None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._writer, self._wake, self._steady = app, writer, wake, steady
        self._clock = ClockJumpDetector(app.now(), steady())
        self._at_once = math.ceil(app.settings.telegram_rate * OFFER_EVERY * OFFERED_AHEAD)
        self._busy = asyncio.Lock()

    async def serve(self) -> None:
        """Ticks until it is cancelled; a tick under way is then finished first."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        start = datetime.now(UTC)
        for work, seconds, after in (
            (self.plan, PLAN_EVERY, 0),
            (self.offer, OFFER_EVERY, 1),
            (self.quizzes, QUIZ_EVERY, 0),
            (self.refresh, REFRESH_EVERY, REFRESH_EVERY),
            (self.report, REPORT_EVERY, 20),
            (self.learn, LEARN_EVERY, 60),
            (self.tidy, TIDY_EVERY, 120),
            (self.alert, ALERT_EVERY, 15),
        ):
            first = start + timedelta(seconds=after)
            scheduler.add_job(work, IntervalTrigger(seconds=seconds), next_run_time=first, **options)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.pause()
            async with self._busy:
                scheduler.shutdown(wait=False)

    async def plan(self) -> None:
        """Plans what is due, unless the clock has just jumped."""
        await self._tick(lambda: drills.plan(self._app.db, self._app.now()))

    async def offer(self) -> None:
        """Offers about as many drills as the channel delivers until the next tick."""
        if await self._tick(lambda: drills.offer_due(self._app, self._at_once)):
            self._wake()

    async def report(self) -> None:
        """Says the weekly reports, and what belongs to the day of an interview; drills and answers do not wait for them."""
        if not self._clock.believed(self._app.now(), self._steady()):
            return
        try:
            if await weekly_reports.tell_due(self._app, self._writer) + await occasions.tell_due(self._app):
                self._wake()
        except StorageError as error:
            log.warning("weekly reports wait for the database", why=str(error))

    async def quizzes(self) -> None:
        """Tells the tables of quizzes whose time is over."""
        try:
            async with self._busy:
                await quiz.tell(self._app)
        except StorageError as error:
            log.warning("quizzes wait for the database", why=str(error))

    async def refresh(self) -> None:
        """Follows the administrators' edits of the bank."""
        with suppress(StorageError):
            await self._app.bank_view.refresh(self._app.db)

    async def learn(self) -> None:
        """Learns how hard questions are from everybody's answers so far."""
        try:
            await learn_difficulties(self._app)
        except StorageError as error:
            log.warning("difficulties wait for the database", why=str(error))

    async def alert(self) -> None:
        """Tells administrators what does not work, and what works again."""
        try:
            async with self._busy:
                said = await alerts.tell(self._app)
        except StorageError as error:
            log.warning("alerts wait for the database", why=str(error))
            return
        if said:
            self._wake()

    async def tidy(self) -> None:
        """Drops what is kept only for a while, unless the clock has just jumped."""
        if not self._clock.believed(self._app.now(), self._steady()):
            return
        try:
            async with self._app.db.write() as tx:
                await retention.tidy(tx, self._app.now())
        except StorageError as error:
            log.warning("what is old waits for the database", why=str(error))

    async def _tick(self, work: Callable[[], Awaitable[int]]) -> int:
        """The work's count, 0 while the clock or the database cannot be used; the next tick tries again."""
        if not self._clock.believed(self._app.now(), self._steady()):
            return 0
        try:
            async with self._busy:
                return await work()
        except StorageError as error:
            log.warning("drills wait for the database", why=str(error))
            return 0
