"""What use cases work with, opened once per process from the settings."""

from __future__ import annotations

import random
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.health import Health
from questions.bank import Bank

if TYPE_CHECKING:
    from app.settings import Settings
    from grader.grading import Grader
    from runner.client import Runner
    from storage.database import Database
    from storage.transaction import Tx
INVITATIONS_CACHED_FOR = timedelta(seconds=3)  # it is asked for every message


@dataclass(slots=True)
class BankView:
    """The bank in use: the files, with the edits that administrators keep in the database laid over them."""

    files: Bank
    bank: Bank
    stamp: tuple[Any, ...] = ()

    async def refresh(self, db: Database) -> None:
        """Lays the edits over the files again when they have changed."""
        from storage import bank_rows

        async with db.read() as tx:
            stamp = await bank_rows.stamp(tx)
            if stamp == self.stamp:
                return
            edits = [edit.question for edit in await bank_rows.edits(tx)]
            retired = await bank_rows.retirements(tx)
        self.bank, self.stamp = self.files.with_edits(edits, retired), stamp


@dataclass(slots=True)
class InvitationCache:
    """Whether anybody was ever invited, as it was a few seconds ago at most."""

    looked_up_at: datetime | None = None
    found: bool = False

    async def look_up(self, tx: Tx, now: datetime) -> bool:
        from storage import groups

        if self.looked_up_at is None or now - self.looked_up_at > INVITATIONS_CACHED_FOR:
            self.found, self.looked_up_at = await groups.are_there_invitations(tx), now
        return self.found


def _no_runner() -> Runner:
    from runner.client import Nothing

    return Nothing()


@dataclass(frozen=True, slots=True)
class AppContext:
    """What use cases work with; clock, ids and dice are values here, so that tests can hold them still."""

    settings: Settings
    db: Database
    bank_view: BankView
    grader: Grader
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
    seed: Callable[[], int] = field(default=lambda: random.SystemRandom().getrandbits(48))
    owner: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    invitations: InvitationCache = field(default_factory=InvitationCache)
    health: Health = field(default_factory=Health)
    runner: Runner = field(default_factory=_no_runner)

    @property
    def bank(self) -> Bank:
        """The questions as they are now."""
        return self.bank_view.bank

    @property
    def judged(self) -> bool:
        """Whether a judge is configured at all."""
        return bool(self.settings.judge_url)

    @property
    def judge_host(self) -> str:
        """The host that reads the answers, "" without a judge."""
        return urlsplit(self.settings.judge_url).hostname or ""


def grader_of(settings: Settings) -> Grader:
    """The grader the settings describe; it loads and contacts nothing yet."""
    from app.settings import data_folder
    from grader.grading import Grader

    return Grader.build(
        judge_url=settings.judge_url,
        judge_model=settings.judge_model,
        api_key=settings.judge_api_key.get_secret_value(),
        timeout=settings.judge_timeout,
        second_model=settings.second_judge_model,
        second_share=settings.second_opinions,
        thinking=settings.judge_thinking,
        calibrations=data_folder(),
        embedding_model=settings.embedding_model,
        embedding_url=settings.embedding_url,
    )


@asynccontextmanager
async def opened(
    settings: Settings, db: Database, files: Bank, runner: Runner | None = None
) -> AsyncIterator[AppContext]:
    """The application context for the time of a program run; closes the grader's connections and the runner at its end.

    runner: instead of the one of the settings; the caller closes it.
    """
    from runner.client import open_runner

    bank_view = BankView(files, files)
    await bank_view.refresh(db)
    grader = grader_of(settings)
    try:
        async with open_runner(settings.runner) as own:
            yield AppContext(settings, db, bank_view, grader, runner=runner or own)
    finally:
        await grader.close()
