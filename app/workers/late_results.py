"""Results that come after the interview went on: edited in place, or told later, several at a time, outside quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.learner import zone_of
from app.messages.interview import GradeMessage
from app.messages.stored import read
from interview.occurrence import quiet_end
from storage import chats, outbox, people
from storage.outbox import Outgoing

if TYPE_CHECKING:
    from storage.transaction import Tx
EDITABLE = timedelta(minutes=1)  # after the estimate was shown
GATHER = timedelta(seconds=8)  # in which other late results join a digest


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a result goes out. replaces: the messages whose place it takes. along: late results that it tells of, too.

    cards: the messages that show these results, each to be corrected where it stands.
    """

    replaces: tuple[int, ...] = ()
    along: tuple[Outgoing, ...] = ()
    cards: tuple[tuple[Outgoing, int], ...] = ()


async def arranged(tx: Tx, row: Outgoing, now: datetime) -> Arrangement | None:
    """How a message of the result lane goes out now; None when it was put off."""
    if not _is_late(row):
        return Arrangement()
    shown = await outbox.shown(tx, row.chat, row.turn_key or "", since=now - EDITABLE)
    if shown:
        return Arrangement(tuple(shown))
    until = await _quiet_until(tx, row, now) or row.said_at + GATHER
    if until > now:
        await outbox.defer(tx, row, until)
        return None
    others = [other for other in await outbox.of_chat(tx, row.chat) if _is_late(other) and other.id != row.id]
    found = [(late, await outbox.shown(tx, row.chat, late.turn_key or "")) for late in (row, *others)]
    return Arrangement((), tuple(others), tuple((late, ids[0]) for late, ids in found if len(ids) == 1))


def is_correction(row: Outgoing) -> bool:
    """Something that only takes the place of what was shown before, without news of its own."""
    return row.lane == "reply" and row.turn_key is not None and bool(row.payload["message"].get("replaces"))


def _is_late(row: Outgoing) -> bool:
    """A verdict in place of something that was shown before."""
    card = read(row.payload) if row.lane == "result" else None
    return card is not None and isinstance(card.message, GradeMessage) and card.message.replaces


async def _quiet_until(tx: Tx, row: Outgoing, now: datetime) -> datetime | None:
    person = await people.get(tx, (await chats.get(tx, row.chat)).person)
    if person is None or person.preferences.quiet is None:
        return None
    return quiet_end(person.preferences.quiet, zone_of(person), now)
