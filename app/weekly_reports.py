"""Who gets a report unasked: everybody who answered that week, on Sunday evening; organisers, on Monday morning.

By the clock of the person's own zone and outside their quiet hours. That it was sent is noted in the transaction that says
it, so that it is said once, however many processes look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from app import group_progress, learner, progress
from app.context import AppContext
from app.group_progress import GroupFacts
from app.messages.stored import pack
from app.messages.values import ReportMessage
from app.progress import Facts
from interview.occurrence import UnknownZoneError, instant, local_day, quiet_end, zone_called
from questions.model import Language
from storage import chats, forecasts, groups, idempotency, outbox, people, report_queries
from storage.chats import Chat
from storage.people import Person

if TYPE_CHECKING:
    from storage.transaction import Tx

SUNDAY, MONDAY = 6, 0
EVENING, MORNING = time(19), time(9)
OPEN_FOR = timedelta(hours=17)  # until noon of the next day, for those whose evening is quiet
WEEK = timedelta(days=7)  # who came later than that gets the first report a week on
BUSY_FOR = timedelta(
    days=3
)  # nobody is interrupted in an interview that is going on; one left alone longer is no reason
AT_ONCE = 200  # people in one round


class ReportWriter(Protocol):
    """Puts figures in words, in the language they are for."""

    def weekly(self, facts: Facts) -> ReportMessage: ...

    def digest(self, found: Sequence[GroupFacts], language: Language, day: str) -> ReportMessage: ...


async def tell_due(app: AppContext, writer: ReportWriter) -> int:
    """Says every report whose hour has come and that was not said yet, up to a limit; how many."""
    return await _weekly(app, writer) + await _digests(app, writer)


# -- a person's week -------------------------------------------------------------------------------------------------


async def _weekly(app: AppContext, writer: ReportWriter) -> int:
    now = app.now()
    async with app.db.read() as tx:
        due = zones_due(await report_queries.zones(tx), now, SUNDAY, EVENING)
    return sum([await _told_in(app, writer, sunday, zones) for sunday, zones in due.items()])


def zones_due(zones: Iterable[str], now: datetime, weekday: int, at: time) -> dict[date, list[str]]:
    """The zones in which that hour of the week began at most 17 hours ago, by its local day."""
    due: dict[date, list[str]] = {}
    for name in zones:
        day = opened(_zone(name), now, weekday, at)
        if day is not None:
            due.setdefault(day, []).append(name)
    return due


def opened(zone: ZoneInfo, now: datetime, weekday: int, at: time) -> date | None:
    """The local day of that weekday whose hour has come and is not 17 hours ago; None at any other time."""
    today = local_day(now, zone)
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    begins = instant(day, at, zone)
    return day if begins is not None and begins <= now < begins + OPEN_FOR else None


def _zone(name: str) -> ZoneInfo:
    try:
        return zone_called(name)
    except UnknownZoneError:
        return zone_called("UTC")


async def _told_in(app: AppContext, writer: ReportWriter, sunday: date, zones: list[str]) -> int:
    name, now, told, after = f"weekly:{sunday}", app.now(), 0, 0
    while told < AT_ONCE:
        async with app.db.read() as tx:
            found = await report_queries.chats_to_tell(
                tx, zones, name, now - WEEK, now - BUSY_FOR, after=after, limit=AT_ONCE
            )
        for chat in found:
            told += await _tell(app, writer, chat, name)
        if len(found) < AT_ONCE:
            break
        after = found[-1].id
    return told


async def _tell(app: AppContext, writer: ReportWriter, chat: Chat, name: str) -> bool:
    """Says one person's week; False when it is quiet there, or was said already."""
    async with app.db.read() as tx:
        person = await people.get(tx, chat.person)
        if person is None or is_quiet(person, app.now()):
            return False
        facts = await progress.gather(tx, app.bank, person, app.now(), person.language)
    return await _once(app, chat, name, writer.weekly(facts), facts)


async def _once(app: AppContext, chat: Chat, name: str, told: ReportMessage, facts: Facts | None = None) -> bool:
    """Says it, and keeps what it predicts of a person, unless that was done already."""
    async with app.db.write() as tx:
        if not await idempotency.claim_once(tx, chat.id, name, app.now()):
            return False
        await outbox.say(tx, chat.id, pack(told), "report", app.now())
        if facts is not None and facts.steps is not None and facts.steps.forecast is not None:
            await forecasts.keep(tx, facts.person.id, facts.today, facts.steps.forecast, app.now())
    return True


def is_quiet(person: Person, now: datetime) -> bool:
    return quiet_until(person, now) is not None


def quiet_until(person: Person, now: datetime) -> datetime | None:
    """When a person's quiet hours that hold now end; None outside them."""
    quiet = person.preferences.quiet
    return quiet_end(quiet, learner.zone_of(person), now) if quiet else None


# -- an organiser's Monday -------------------------------------------------------------------------------------------


async def _digests(app: AppContext, writer: ReportWriter) -> int:
    told = 0
    for admin in app.settings.admins:
        async with app.db.read() as tx:
            person = await people.by_telegram(tx, admin)
            due = await _digest_for(tx, app, writer, person) if person else None
        if due is not None:
            told += await _once(app, *due)
    return told


async def _digest_for(
    tx: Tx, app: AppContext, writer: ReportWriter, person: Person
) -> tuple[Chat, str, ReportMessage] | None:
    """The digest an organiser is to get now, and where; None when it is not Monday morning, quiet, or there is no group."""
    now, zone = app.now(), learner.zone_of(person)
    monday = opened(zone, now, MONDAY, MORNING)
    private = next((c for c in await chats.of_person(tx, person.id) if c.channel == "telegram" and not c.gone), None)
    if monday is None or private is None or is_quiet(person, now):
        return None
    name = f"digest:{monday}"
    followed = [g for g in await groups.listed(tx) if g.members]
    if person.created_at > now - WEEK or await report_queries.is_busy(tx, private.id, now - BUSY_FOR):
        return None
    if not followed or await idempotency.is_claimed(tx, private.id, name):
        return None
    local = now.astimezone(zone)
    found = [await group_progress.gather(tx, app.bank, one, local, person.language) for one in followed]
    return private, name, writer.digest(found, person.language, monday.isoformat())
