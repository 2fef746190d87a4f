"""Results that come after the interview went on: edited in place, or told later, several at a time, outside quiet hours."""

from __future__ import annotations

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
Arrangement = tuple[tuple[int, ...], tuple[Outgoing, ...]]  # the messages to edit, the results that go along


async def arranged(tx: Tx, row: Outgoing, now: datetime) -> Arrangement | None:
    """How a message of the result lane goes out now; None when it was put off."""
    if not _is_late(row):
        return (), ()
    shown = await outbox.shown(tx, row.chat, row.turn_key or "", since=now - EDITABLE)
    if shown:
        return tuple(shown), ()
    until = await _quiet_until(tx, row, now) or row.said_at + GATHER
    if until > now:
        await outbox.defer(tx, row, until)
        return None
    others = await outbox.of_chat(tx, row.chat)
    return (), tuple(other for other in others if _is_late(other) and other.id != row.id)


def _is_late(row: Outgoing) -> bool:
    """A verdict in place of something that was shown before."""
    card = read(row.payload) if row.lane == "result" else None
    return card is not None and isinstance(card.message, GradeMessage) and card.message.replaces


async def _quiet_until(tx: Tx, row: Outgoing, now: datetime) -> datetime | None:
    person = await people.get(tx, (await chats.get(tx, row.chat)).person)
    if person is None or person.preferences.quiet is None:
        return None
    return quiet_end(person.preferences.quiet, zone_of(person), now)
