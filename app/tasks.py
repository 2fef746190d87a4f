"""Queued work as it is declared: what is done with tasks of a kind, and when a failed try is made again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.tasks import QueuedTask
    from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When something that failed is tried again.

    delays: seconds before the second try, the third, …; the last one holds for all that follow.
    tries: how many tries there are in all, None for any number. give_up_after: age at which no further try is made.
    """

    delays: tuple[float, ...]
    tries: int | None = None
    give_up_after: timedelta | None = None

    def delay(self, attempts: int) -> float:
        """Seconds until the next try after `attempts` (≥ 1) tries that failed."""
        return self.delays[min(attempts, len(self.delays)) - 1]

    def is_exhausted(self, attempts: int, age: timedelta) -> bool:
        """Whether no further try is made after `attempts` tries of something that is `age` old."""
        too_often = self.tries is not None and attempts >= self.tries
        return too_often or (self.give_up_after is not None and age >= self.give_up_after)


@dataclass(frozen=True, slots=True)
class Handler:
    """What is done with the tasks of one kind.

    handle: does the work and finishes the task; an error means another try. An `InterviewerError` may say in
    `retry_after` how many seconds to wait at least. give_up: what else happens in the transaction that fails the task.
    """

    kind: str
    handle: Callable[[AppContext, QueuedTask], Awaitable[None]]
    retry: RetryPolicy
    give_up: Callable[[Tx, AppContext, QueuedTask], Awaitable[None]]
