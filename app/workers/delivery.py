"""From the outbox to a channel: in order within a chat, urgent lanes first, no faster than the channel allows.

One deliverer works at a time, elected by a lease in the database, so that the pacing holds with several processes. What was
committed is sent at least once; what can be told apart is never sent twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from app.context import AppContext
from app.metrics import SENT
from app.tasks import RetryPolicy
from app.workers.late_results import arranged, is_correction
from app.workers.rate_limit import RateLimiter
from app.workers.wakeup import Wakeup
from questions.errors import InterviewerError
from storage import chats, leases, outbox
from storage.chats import Channel as Named
from storage.errors import StorageError
from storage.outbox import Outgoing

if TYPE_CHECKING:
    from storage.transaction import Tx
ELECTED_FOR, LEASE = timedelta(seconds=6), timedelta(seconds=45)
QUEUED_FOR = 15.0  # seconds that a claimed message may wait here; the rest of its lease is longer than any sending
IDLE = 0.25  # seconds between looks at an outbox that another process may have filled
GATHER = 0.015  # seconds at least between two transactions, in which what happens is gathered for the next
AHEAD, AT_MOST, AT_ONCE = 32, 256, 40  # messages claimed, with replies above that, and on their way, at a time
RETRY = RetryPolicy((0.5, 1, 2, 5, 10, 15), give_up_after=timedelta(days=2))  # an outage holds up all messages anyway
log = structlog.get_logger()
Keep = Callable[["Tx"], Awaitable[object]]


class Unsendable(InterviewerError):
    """This message can never be sent; the text says why. The others are not concerned."""


class Gone(InterviewerError):
    """Nothing can be sent to this chat until its person writes again."""


class Moved(InterviewerError):
    """The chat has another address: the text of this error."""


class Slower(InterviewerError):
    """The channel wants us to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"asked to wait {seconds:g} s")


class Unreached(InterviewerError):
    """The channel could not be reached or failed; whether the message arrived may be unknown."""


class Superseded(InterviewerError):
    """Somebody else may deliver by now; what is not sent yet is theirs."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to send: a message, what it replaces on the screen, and late results that go out with it.

    cards: the messages that show late results, to be corrected where they stand. ends: messages whose buttons go.
    done: the channel's ids of what was sent so far; the channel adds to it, and a second try starts after it.
    """

    row: Outgoing
    replaces: tuple[int, ...] = ()
    along: tuple[Outgoing, ...] = ()
    cards: tuple[tuple[Outgoing, int], ...] = ()
    ends: tuple[int, ...] = ()
    done: list[int] = field(default_factory=list)
    claimed: float = field(default_factory=time.monotonic)

    def shown_as(self, row: Outgoing) -> Sequence[int]:
        """The channel's ids of the messages that show a row of this parcel."""
        card = next((id for late, id in self.cards if late.id == row.id), None)
        return [card] if card is not None else self.done or self.replaces


class Channel(Protocol):
    """Something that messages can be sent through; `send` raises only the errors above."""

    name: Named

    async def send(self, parcel: Parcel, pace: Callable[[], Awaitable[None]]) -> None: ...


class Delivery:
    """Delivers one channel's outbox, while elected."""

    def __init__(self, app: AppContext, channel: Channel) -> None:
        self._app, self._channel = app, channel
        self._rate_limiter = RateLimiter(app.settings.telegram_rate, app.settings.reply_rate)
        self._woken, self._stopped = Wakeup(), asyncio.Event()
        self._elected_until = 0.0  # by the steady clock: it goes on while this process or the database stands still
        self._queue: list[Parcel] = []
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._sending: set[int] = set()  # the messages of these
        self._partly: dict[int, list[int]] = {}  # by message: what of it is out, until it is tried again
        self._out: list[tuple[Outgoing, Sequence[int]]] = []  # what was sent and is still to be written down
        self._became: list[Keep] = []  # what else became of messages
        self._failing: set[int] = set()  # chats that failed since anything was sent
        self._trouble, self._troubled = 0, 0.0  # failures in a row of several chats (side by side: one); the last

    def wake(self) -> None:
        """Something was said just now."""
        self._woken.set()

    def stop(self) -> None:
        """Ends `serve` after what is on its way."""
        self._stopped.set()
        self._woken.set()

    async def serve(self) -> None:
        async with asyncio.TaskGroup() as group:
            standing = group.create_task(self._stand())
            await self._pump(group)
            if self._on_their_way:
                await asyncio.wait(self._on_their_way)
            await self._settle()
            standing.cancel()
        await self._resign()

    # -- the election ------------------------------------------------------------------------------------------------

    async def _stand(self) -> None:
        """Stands for election again and again; whoever loses it, or does not hear of it in time, sends nothing more."""
        seconds = ELECTED_FOR.total_seconds()
        while True:
            asked, mine = time.monotonic(), False
            if not self.is_elected():
                self._queue.clear()  # somebody else may have been elected and sent it all meanwhile
            try:
                async with self._app.db.write() as tx:
                    mine = await leases.elect(tx, self._lease, self._app.owner, self._app.now(), seconds)
                    if mine and not self.is_elected():
                        await outbox.take_over(tx, self._app.owner, self._sending)
            except StorageError as error:
                log.warning("the outbox cannot be read", why=str(error))
                self._app.health.note("delivery", str(error))
            else:
                self._app.health.note("delivery")
            self._elected_until = asked + seconds if mine else 0.0
            await asyncio.sleep(seconds / 4)

    def is_elected(self) -> bool:
        """Whether this process delivers now, as far as it can know without asking."""
        return time.monotonic() < self._elected_until

    @property
    def _lease(self) -> str:
        return f"delivery:{self._channel.name}"

    async def _resign(self) -> None:
        try:
            async with self._app.db.write() as tx:
                await leases.resign(tx, self._lease, self._app.owner)
        except StorageError as error:
            log.warning("the lease of the outbox runs out by itself", why=str(error))

    # -- choosing ----------------------------------------------------------------------------------------------------

    async def _pump(self, group: asyncio.TaskGroup) -> None:
        settled = 0.0
        while not self._stopped.is_set():
            if self._out or self._became or self._woken.is_set() or time.monotonic() - settled >= IDLE:
                await asyncio.sleep(max(0.0, settled + GATHER - time.monotonic()))
                self._woken.clear()
                await self._settle()
                settled = time.monotonic()
            parcel, wait = self._next()
            if parcel is None:
                await self._woken.wait(min(wait, IDLE))
                continue
            self._rate_limiter.took(parcel.row.address, time.monotonic(), urgent=_is_urgent(parcel.row))
            self._sending.add(parcel.row.id)
            started = group.create_task(self._send(parcel))
            self._on_their_way.add(started)
            started.add_done_callback(self._on_their_way.discard)
            if len(self._on_their_way) >= AT_ONCE:
                await asyncio.wait(self._on_their_way, return_when=asyncio.FIRST_COMPLETED)

    async def _settle(self) -> None:
        """Writes down what became of messages and takes the next ones into the queue, in one transaction."""
        out, became = self._out, self._became
        self._out, self._became = [], []
        try:
            async with self._app.db.write() as tx:
                await outbox.sent_each(tx, out, self._app.now())
                for keep in became:
                    await keep(tx)
                parcels = await self._claimed(tx)
        except StorageError as error:
            log.warning("the outbox cannot be read", why=str(error), unwritten=len(out) + len(became))
            self._out, self._became = out + self._out, became + self._became
            await asyncio.sleep(1)
            return
        except Exception:  # one message of which this cannot be written down loses no other's
            log.exception("what became of messages is written down one by one", messages=len(became))
            self._out = out + self._out
            await self._one_by_one(became)
            return
        self._queue = sorted([*self._queue, *parcels], key=lambda p: (outbox.LANES.index(p.row.lane), p.row.id))

    async def _one_by_one(self, became: list[Keep]) -> None:
        for keep in became:
            try:
                async with self._app.db.write() as tx:
                    await keep(tx)
            except StorageError:
                self._became.append(keep)
            except Exception:
                log.exception("what became of a message could not be written down")

    async def _claimed(self, tx: Tx) -> list[Parcel]:
        """The most urgent messages; a full queue is no reason to leave a reply behind."""
        found: list[Parcel] = []
        if not self.is_elected() or not await leases.holds(tx, self._lease, self._app.owner, self._app.now()):
            return found
        while not self._stopped.is_set() and len(self._queue) + len(found) < AT_MOST:
            room = AHEAD - len(self._queue) - len(found)
            limit, least = (room, outbox.LANES[-1]) if room > 0 else (AHEAD, "reply")
            now = self._app.now()
            rows = await outbox.claim(tx, self._channel.name, self._app.owner, now, LEASE, limit, least)
            found += [parcel for row in rows if (parcel := await self._arranged(tx, row)) is not None]
            if len(rows) < limit or rows[-1].lane != "reply":
                break
        return found

    async def _arranged(self, tx: Tx, row: Outgoing) -> Parcel | None:
        done = self._partly.get(row.id, [])
        ends = tuple([id for key in row.payload.get("ends", ()) for id in (await outbox.shown(tx, row.chat, key))[-1:]])
        if replaced := row.payload.get("replaces"):
            return Parcel(row, tuple(await outbox.shown(tx, row.chat, replaced)), done=done)
        if done:
            return Parcel(row, ends=ends, done=done)
        if is_correction(row):
            shown = await outbox.shown(tx, row.chat, row.turn_key or "")
            if shown:
                return Parcel(row, tuple(shown))
            await outbox.fail(tx, row, "what it corrects is not shown", self._app.now())
            return None
        if row.lane != "result":
            return Parcel(row, ends=ends)
        found = await arranged(tx, row, self._app.now())
        return Parcel(row, found.replaces, found.along, found.cards, ends) if found is not None else None

    def _next(self) -> tuple[Parcel | None, float]:
        """The first message of the queue that may go now, or how many seconds until one may.

        One that has waited long here is left to be claimed again: its lease may end while it is being sent.
        """
        now, shortest = time.monotonic(), 60.0
        if not self.is_elected():
            return None, shortest
        self._queue = [parcel for parcel in self._queue if now - parcel.claimed < QUEUED_FOR]
        for place, parcel in enumerate(self._queue):
            wait = self._rate_limiter.wait(parcel.row.address, now, urgent=_is_urgent(parcel.row))
            if wait <= 0:
                return self._queue.pop(place), 0.0
            shortest = min(shortest, wait)
        return None, shortest

    # -- sending -----------------------------------------------------------------------------------------------------

    async def _send(self, parcel: Parcel) -> None:
        row, began = parcel.row, time.monotonic()
        self._partly.pop(row.id, None)
        try:
            self._still_elected()
            await self._channel.send(parcel, lambda: self._pace(row))
        except Superseded:
            log.warning("a message is left to whoever delivers now", message=row.id, chat=row.chat)
        except Unsendable as error:
            why = str(error)
            log.error("a message cannot be sent", message=row.id, chat=row.chat, why=why)
            SENT.labels(row.lane, "unsendable").inc()
            self._then(lambda tx: outbox.fail(tx, row, why, self._app.now()))
        except Gone as error:
            why = str(error)
            log.info("a chat is gone", chat=row.chat, why=why)
            SENT.labels(row.lane, "gone").inc()
            self._then(lambda tx: chats.gone(tx, row.chat, self._app.now(), why))
        except Moved as error:
            address = str(error)
            self._then(lambda tx: self._move(tx, row, address))
        except Slower as error:
            until = time.monotonic() + error.seconds
            self._rate_limiter.hold(row.address, until, time.monotonic())
            self._again(parcel, error.seconds, str(error), arrived=bool(parcel.done))
        except Unreached as error:
            self._hold_up(row.chat, began)
            self._again(parcel, RETRY.delay(row.attempts), str(error))
        except Exception as error:  # it may have arrived; a message that is sent for ever would be worse than one lost
            why = f"{type(error).__name__}: {error}"[:300]
            log.exception("a message was given up", message=row.id, chat=row.chat)
            self._then(lambda tx: outbox.fail(tx, row, why, self._app.now()))
        else:
            self._trouble = 0
            self._failing.clear()
            SENT.labels(row.lane, "sent").inc()
            self._out += [(one, parcel.shown_as(one)) for one in (row, *parcel.along)]
            self._woken.set()
        finally:
            self._sending.discard(row.id)

    def _still_elected(self) -> None:
        if not self.is_elected():
            raise Superseded

    def _hold_up(self, chat: int, began: float) -> None:
        """Holds up everything, longer each time, once the channel has failed again and again, for more than one chat."""
        now = time.monotonic()
        self._failing.add(chat)
        if len(self._failing) > 1 and began > self._troubled:
            self._trouble, self._troubled = self._trouble + 1, now
            if self._trouble > 2:
                self._rate_limiter.hold_all(now + min(0.5 * 2 ** (self._trouble - 2), 15))

    async def _pace(self, row: Outgoing) -> None:
        """Waits for the turn of a further part of the same message."""
        urgent = _is_urgent(row)
        while (wait := self._rate_limiter.wait(row.address, time.monotonic(), urgent=urgent)) > 0:  # noqa: ASYNC110 - a time, not an event
            await asyncio.sleep(wait)
        self._still_elected()
        self._rate_limiter.took(row.address, time.monotonic(), urgent=urgent)

    def _then(self, keep: Keep) -> None:
        self._became.append(keep)
        self._woken.set()

    def _again(self, parcel: Parcel, seconds: float, why: str, *, arrived: bool = True) -> None:
        row, now = parcel.row, self._app.now()
        if RETRY.is_exhausted(row.attempts, now - row.said_at):
            log.error("a message was given up", message=row.id, chat=row.chat, why=why)
            self._then(lambda tx: outbox.fail(tx, row, why, now))
            return
        log.warning("a message waits", message=row.id, chat=row.chat, seconds=seconds, why=why)
        SENT.labels(row.lane, "again").inc()
        if parcel.done:
            self._partly[row.id] = parcel.done
        until = now + timedelta(seconds=seconds)
        self._then(lambda tx: outbox.postpone(tx, row, until, why, arrived=arrived))

    async def _move(self, tx: Tx, row: Outgoing, address: str) -> None:
        """Says it again in the chat at the new address, which is often known before the old one is found empty."""
        now = self._app.now()
        if await outbox.fail(tx, row, f"the chat is at {address} now", now):
            old = await chats.get(tx, row.chat)
            new = await chats.ensure_group(tx, address, language=old.language, now=now)
            await outbox.say(tx, new.id, row.payload, row.lane, now, turn_key=row.turn_key)


def _is_urgent(row: Outgoing) -> bool:
    """Whether somebody waits for it."""
    return row.lane in ("reply", "result")
