"""What an organiser asks people to work through, and how they hear of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from app.messages.groups import AssignmentTold
from app.messages.stored import pack
from app.messages.values import Notice
from app.weekly_reports import quiet_until
from storage import chats, groups, outbox
from storage.groups import Group
from storage.people import Access, Person

if TYPE_CHECKING:
    from storage.transaction import Tx


async def assign(
    tx: Tx,
    topic: str,
    day: date,
    now: datetime,
    *,
    group: Group | None = None,
    person: Person | None = None,
) -> tuple[int, int]:
    """Assigns a topic to a group or to one person; the assignment's number and how many people are told."""
    number = await groups.assign(
        tx, topic, day, now, group=group.id if group else None, person=person.id if person else None
    )
    asked = await groups.members(tx, group.id) if group else [person] if person else []
    told = sum([await _tell(tx, one, topic, day, group.name if group else "", now) for one in asked])
    return number, told


async def _tell(tx: Tx, person: Person, topic: str, day: date, group: str, now: datetime) -> bool:
    """Says it in the person's latest chat, after their quiet hours; False when they cannot be reached or are blocked."""
    chat = next((chat for chat in await chats.of_person(tx, person.id) if not chat.gone), None)
    if chat is None or person.access is Access.BLOCKED:
        return False
    told = Notice(AssignmentTold(topic, day, group), person.language)
    await outbox.say(tx, chat.id, pack(told), "report", now, not_before=quiet_until(person, now))
    return True
