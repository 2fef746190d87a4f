"""How fast messages may go out: the Bot API's limits as a plain calculation with the clock as an argument.

Bulk at a number of messages a second, replies at one of their own, which grows while nothing is refused; one a second per
chat, of which three may come at once; twenty a minute in a group.
Windows are a little longer than the limits', because messages do not arrive exactly as far apart as they left.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

SLACK = 1.04  # window of the sender ÷ window of the limit
BURST, BURST_SECONDS = 3, 3.0  # per chat
CROWD, CROWD_SECONDS = 20, 60.0  # per group
MADE_UP_FOR = 2  # beats
FORGET_ABOVE = 10_000  # chats of which the last sendings are remembered
MANY = 5  # chats that are refused within a second: then it is no matter of one chat
FIRST, LEAST = 30.0, 5.0  # replies a second at the beginning, and at least
DOUBLES_EVERY = 0.5  # seconds, until the first refusal: several times what a response takes
GROWTH, GROWS_EVERY, RESTS = (
    1.25,
    1.0,
    5.0,
)  # afterwards: times, every so many seconds; seconds without growth after a refusal


@dataclass(slots=True)
class Window:
    """At most `most` messages in any `seconds`."""

    most: int
    seconds: float
    _sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until the next message may go; 0 for now."""
        if len(self._sent) < self.most:
            return 0.0
        return max(0.0, self._sent[-self.most] + self.seconds * SLACK - now)

    def took(self, now: float) -> None:
        self._sent.append(now)
        while len(self._sent) > self.most:
            self._sent.popleft()

    def is_past(self, now: float) -> bool:
        """Whether nothing was sent within the window."""
        return not self._sent or self._sent[-1] + self.seconds * SLACK <= now


@dataclass(slots=True)
class Beat:
    """One message every `seconds`; a few that came late are made up for, so that the rate holds on a busy machine."""

    seconds: float
    _next: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next message may go; 0 for now."""
        return max(0.0, self._next - now)

    def took(self, now: float) -> None:
        self._next = max(self._next, now - MADE_UP_FOR * self.seconds) + self.seconds


class Growing:
    """A number of messages a second: it grows while it is used up and nothing is refused, and a refusal halves it.

    As TCP finds its rate (RFC 5681): doubling until the first refusal, by small steps from then on.
    """

    def __init__(self, top: float) -> None:
        self.rate = min(FIRST, top)
        self._was_refused = False
        self._top, self._at = top, 0.0  # when it last changed
        self._sent: deque[float] = deque(maxlen=max(2, math.ceil(top)))

    def wait(self, now: float) -> float:
        """Seconds until the next message may go; 0 for now."""
        if (wait := self._wait(now)) > 0 and self.rate < self._top:
            growth, every = (GROWTH, GROWS_EVERY) if self._was_refused else (2.0, DOUBLES_EVERY)
            grows_in = max(self._at, self._sent[0]) + every - now
            if grows_in > 0:
                return min(wait, grows_in)
            self.rate, self._at = min(self._top, self.rate * growth), now
            return self._wait(now)
        return wait

    def _wait(self, now: float) -> float:
        most = max(1, int(self.rate))
        if len(self._sent) < most:
            return 0.0
        return max(0.0, self._sent[-most] + most / self.rate * SLACK - now)

    def took(self, now: float) -> None:
        self._sent.append(now)

    def refused(self, now: float) -> None:
        """Half the rate, at most once a second, and no growth for a while."""
        if not self._was_refused or now - self._at >= GROWS_EVERY:
            self.rate = max(min(LEAST, self._top), self.rate / 2)
        self._at, self._was_refused = now + RESTS, True


class RateLimiter:
    """When the next message may go to a chat, as far as this process knows; what one deliverer needs at a time.

    What nobody waits for (drills, digests, reports) goes at `bulk` messages a second, spread evenly. Replies have a rate of
    their own, up to `replies` a second: Telegram's limit for bulk is none for answers to people who write.
    """

    def __init__(self, bulk: float, replies: float) -> None:
        most = max(1, int(bulk))
        self._bulk, self._even = Window(most, most / bulk), Beat(SLACK / bulk)
        self.replies = Growing(replies)
        self._chats: dict[str, Window] = defaultdict(lambda: Window(BURST, BURST_SECONDS))
        self._groups: dict[str, Window] = defaultdict(lambda: Window(CROWD, CROWD_SECONDS))
        self._held: dict[str, float] = {}
        self._held_all = 0.0
        self._refused: dict[str, float] = {}  # by chat, when it was last refused

    def wait(self, address: str, now: float, *, urgent: bool = True) -> float:
        """Seconds until a message may go to the chat at `address` (a group's begins with "-")."""
        waits = [self._held_all - now, self._held.get(address, 0.0) - now]
        if address in self._chats:
            waits.append(self._chats[address].wait(now))
        if address in self._groups:
            waits.append(self._groups[address].wait(now))
        waits += [self.replies.wait(now)] if urgent else [self._bulk.wait(now), self._even.wait(now)]
        return max(0.0, *waits)

    def took(self, address: str, now: float, *, urgent: bool = True) -> None:
        """A message goes out now."""
        if urgent:
            self.replies.took(now)
        else:
            self._bulk.took(now)
            self._even.took(now)
        self._chats[address].took(now)
        if address.startswith("-"):
            self._groups[address].took(now)
        for known in (self._chats, self._groups):
            if len(known) > FORGET_ABOVE:
                for chat in [chat for chat, sent in known.items() if sent.is_past(now)]:
                    del known[chat]

    def hold(self, address: str, until: float, now: float) -> None:
        """The channel asked to wait with this chat; asked for many chats within a second, it means all of them."""
        self._held = {chat: end for chat, end in self._held.items() if end > now}
        self._held[address] = max(until, self._held.get(address, 0.0))
        self._refused = {chat: at for chat, at in self._refused.items() if now - at < 1.0} | {address: now}
        self.replies.refused(now)
        if len(self._refused) >= MANY:
            self.hold_all(until)

    def hold_all(self, until: float) -> None:
        self._held_all = max(self._held_all, until)
