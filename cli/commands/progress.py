"""How far a command is: one line on stderr, rewritten in place, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import AbstractContextManager
from typing import TypeVar

from cli.commands.startup import words

T = TypeVar("T")
EVERY = 0.1  # seconds between two versions of the line
AFTER = 0.5  # seconds in which a command may be done without a word


class Progress(AbstractContextManager["Progress"]):
    """A count that is shown while it grows; the line is gone when the command ends.

    total: 0 where it is not known. lines: whether results come out on stdout meanwhile; on a terminal they tell enough.
    """

    def __init__(self, total: int = 0, *, lines: bool = False) -> None:
        self.done, self.total = 0, total
        self._shown = sys.stderr.isatty() and not (lines and sys.stdout.isatty())
        self._began = self._said = time.monotonic()
        self._stands = False

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.done += count
        now = time.monotonic()
        if self._shown and now - self._began > AFTER and now - self._said > EVERY:
            self._said, self._stands = now, True
            sys.stderr.write(f"\r\x1b[K{self._line(now - self._began)}")
            sys.stderr.flush()

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """The items, each counted when it is done with."""
        if isinstance(items, Sized):
            self.total += len(items)
        for item in items:
            yield item
            self.step()

    def _line(self, seconds: float) -> str:
        left = seconds / self.done * (self.total - self.done) if self.done and self.total else 0.0
        return words().commands.progress(self.done, self.total, round(left))

    def __exit__(self, *_: object) -> None:
        if self._stands:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
