"""How fast messages may go out: the Bot API's limits as a plain calculation with the clock as an argument.

Over all a number of messages a second; one a second per chat, of which three may come at once; twenty a minute in a group.
Windows are a little longer than the limits', because messages do not arrive exactly as far apart as they left.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

SLACK = 1.04  # window of the sender ÷ window of the limit
BURST, BURST_SECONDS = 3, 3.0  # per chat
CROWD, CROWD_SECONDS = 20, 60.0  # per group
MADE_UP_FOR = 2  # beats
FORGET_ABOVE = 10_000  # chats of which the last sendings are remembered


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


class RateLimiter:
    """When the next message may go to a chat, as far as this process knows; what one deliverer needs at a time.

    What nobody waits for (drills, reports) is spread evenly, so that it never fills a second that a reply will need.
    """

    def __init__(self, rate: float) -> None:
        most = max(1, int(rate))
        self._all = Window(most, most / rate)
        self._even = Beat(SLACK / rate)
        self._chats: dict[str, Window] = defaultdict(lambda: Window(BURST, BURST_SECONDS))
        self._groups: dict[str, Window] = defaultdict(lambda: Window(CROWD, CROWD_SECONDS))
        self._held: dict[str, float] = {}
        self._held_all = 0.0

    def wait(self, address: str, now: float, *, urgent: bool = True) -> float:
        """Seconds until a message may go to the chat at `address` (a group's begins with "-")."""
        waits = [self._held_all - now, self._held.get(address, 0.0) - now, self._all.wait(now)]
        waits.append(self._chats[address].wait(now))
        if address.startswith("-"):
            waits.append(self._groups[address].wait(now))
        if not urgent:
            waits.append(self._even.wait(now))
        return max(0.0, *waits)

    def took(self, address: str, now: float) -> None:
        """A message goes out now."""
        self._all.took(now)
        self._even.took(now)
        self._chats[address].took(now)
        if address.startswith("-"):
            self._groups[address].took(now)
        if len(self._chats) > FORGET_ABOVE:
            self._chats.clear()

    def hold(self, address: str, until: float, now: float) -> None:
        """The channel asked to wait with this chat; when it asks so for two chats at a time, it means all of them."""
        self._held = {chat: end for chat, end in self._held.items() if end > now}
        if any(chat != address for chat in self._held):
            self.hold_all(until)
        self._held[address] = max(until, self._held.get(address, 0.0))

    def hold_all(self, until: float) -> None:
        self._held_all = max(self._held_all, until)
