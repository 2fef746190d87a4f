"""The composition root: everything a use case needs, built once per process from the settings."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from questions.bank import Bank

if TYPE_CHECKING:
    from bot.settings import Settings
    from grader.grading import Grader
    from storage.database import Database


@dataclass(frozen=True, slots=True)
class House:
    """What use cases work with; clock, ids and dice are values here, so that tests can hold them still."""

    settings: Settings
    db: Database
    bank: Bank
    grader: Grader
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
    seed: Callable[[], int] = field(default=lambda: random.SystemRandom().getrandbits(48))
    owner: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    @property
    def judged(self) -> bool:
        """Whether a judge is configured at all."""
        return bool(self.settings.judge_url)

    @property
    def judge_host(self) -> str:
        """The host that reads the answers, "" without a judge."""
        return urlsplit(self.settings.judge_url).hostname or ""
