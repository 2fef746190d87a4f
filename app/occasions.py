"""The day of an interview, unasked: one page the evening before, one question the day after; each is said once.

By the clock of the person's own zone and outside their quiet hours, as the weekly reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app import learner, progress
from app.context import AppContext
from app.messages.debriefs import DebriefOpened, EvePage, EvePoint
from app.messages.stored import pack
from app.messages.values import Notice
from app.weekly_reports import is_quiet
from interview.marks import MarkSource
from interview.occurrence import instant, local_day
from interview.slots import figures
from questions.bank import Bank
from questions.text import sentences
from storage import chats, idempotency, outbox, people, plans, projects
from storage import progress as marks
from storage.people import Access, Person

if TYPE_CHECKING:
    from storage.transaction import Tx

EVENING, EARLIEST = time(20), time(17)  # of the day before; a drill's own time where that is in the evening
MORNING = time(10)  # of the day after
DAY = timedelta(days=1)
POINTS, FORMULAS, NUMBERS = 10, 5, 8
LINE_AT_MOST = 120  # characters
_FORMULA = re.compile(r"[^。；;，,\n]{1,200}[=≈][^。；;\n]{3,200}")
_MATHS = re.compile(r"[×·/√^²³*+−-]\s?\w")


async def tell_due(app: AppContext) -> int:
    """Says every page and question whose hour has come; how many."""
    now = app.now()
    async with app.db.read() as tx:
        near = await plans.around(tx, now.date() - 2 * DAY, now.date() + 2 * DAY)
    return sum([await _tell(app, person, day, now) for person, day in near])


async def _tell(app: AppContext, number: int, day: date, now: datetime) -> bool:
    async with app.db.write() as tx:
        person = await people.get(tx, number)
        if person is None or person.access is Access.BLOCKED or is_quiet(person, now):
            return False
        wanted = due(person, day, now)
        chat = next((c for c in await chats.of_person(tx, number) if c.channel == "telegram" and not c.gone), None)
        if wanted is None or chat is None or not await idempotency.claim_once(tx, chat.id, f"{wanted}:{day}", now):
            return False
        said = await page(tx, app.bank, person, day) if wanted == "eve" else DebriefOpened(day)
        await outbox.say(tx, chat.id, pack(Notice(said, person.language)), "report", now)
        return True


def due(person: Person, day: date, now: datetime) -> str | None:
    """Whether the evening before ("eve") or the day after ("debrief") an interview has come for a person; None for neither."""
    zone = learner.zone_of(person)
    today = local_day(now, zone)
    at = person.preferences.drill_at
    evening = at if at is not None and at >= EARLIEST else EVENING
    if person.preferences.quiet is not None and person.preferences.quiet.holds(evening):
        evening = EARLIEST  # before the quiet hours begin: no drill comes that day
    for name, on, begins in (("eve", day - DAY, evening), ("debrief", day + DAY, MORNING)):
        if today == on and (start := instant(on, begins, zone)) is not None and start <= now:
            return name
    return None


# -- the page --------------------------------------------------------------------------------------------------------


async def page(tx: Tx, bank: Bank, person: Person, day: date) -> EvePage:
    """The weakest points by verdicts, then by own ticks; formulas of their questions; numbers of the person's projects."""
    found = [
        weak
        for source in (MarkSource.JUDGE, MarkSource.SELF)
        for one in await marks.weakest(tx, person.id, source, limit=2 * POINTS)
        if (weak := progress.weakness(one, bank, person.language)) is not None
    ]
    weakest = list({(one.question, one.point): one for one in reversed(found)}.values())[::-1][:POINTS]
    points = tuple(EvePoint(one.topic, one.text, one.quote[:LINE_AT_MOST]) for one in weakest)
    asked = dict.fromkeys(one.question for one in weakest)
    texts = [bank.questions[id].reference.get(person.language) for id in asked if id in bank.questions]
    formulas = list(dict.fromkeys(one for text in texts for one in formulas_in(text)))[:FORMULAS]
    told = [project.text for project in await projects.of_person(tx, person.id)]
    numbers = list(dict.fromkeys(one for text in told for one in numbers_in(text)))[:NUMBERS]
    return EvePage(day, points, tuple(formulas), tuple(numbers))


def formulas_in(text: str) -> Iterator[str]:
    """The clauses of a text that say how a quantity is computed."""
    for found in (formula for sentence in sentences(text) for formula in _FORMULA.finditer(sentence)):
        if _MATHS.search(found[0]) and len(found[0].strip()) <= LINE_AT_MOST:
            yield found[0].strip(" .")


def numbers_in(text: str) -> Iterator[str]:
    """The clauses of a telling that hold a figure with its unit, as the person wrote them."""
    for sentence in sentences(text):
        for clause in re.split(r"(?<=[，；;])|(?<=,)(?=\s)", sentence):
            if any(figures(clause)) and len(clause.strip()) <= LINE_AT_MOST:
                yield clause.strip(" ，；;,。.")
