"""Rate limits of one process: how often something may happen within a minute, by a name."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

NAMES_AT_MOST = 10_000  # the one that was heard of longest ago is forgotten first
MINUTE = 60.0


@dataclass(slots=True)
class PerMinute:
    """At most `most` times a minute for each name."""

    most: int
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def allows(self, name: str, now: float | None = None) -> bool:
        """Whether it may happen once more; it counts when it may."""
        at = time.monotonic() if now is None else now
        times = self._seen.setdefault(name, deque())
        self._seen.move_to_end(name)
        while times and times[0] <= at - MINUTE:
            times.popleft()
        if len(self._seen) > NAMES_AT_MOST:
            self._seen.popitem(last=False)
        if len(times) >= self.most:
            return False
        times.append(at)
        return True
