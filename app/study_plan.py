"""`/plan DATE`: what drills can still do until the day of an interview, said honestly, and how reviews lean towards it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from app import learner
from app.apply import notify
from app.context import AppContext
from app.messages.values import Notice, notice
from interview.occurrence import Rhythm, local_day, occurrences
from interview.planning import Held, outlook
from questions.bank import Bank
from questions.model import Language
from storage import chats, drills, people, plans
from storage.people import Person
from texts import catalogue, topic_name

if TYPE_CHECKING:
    from storage.transaction import Tx

SHOWN = 6  # points of each list
FARTHEST = 731  # days
EVENING = time(20)  # when drills would be, for somebody who has none yet
REFUSED = ("plan_usage", "plan_past", "plan_far")  # what is said to a day that none can plan for
OFF = ("off", "none", "关", "取消")


def as_day(said: str, today: date) -> date | None:
    """2026-12-24, 2026/12/24, 2026年12月24日, or without the year the next such day; None for anything else."""
    plain = unicodedata.normalize("NFKC", said).strip()
    found = re.fullmatch(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", plain)
    if not found:
        return None
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        return day.replace(year=day.year + 1) if not found[1] and day < today else day
    except ValueError:
        return None


async def command(app: AppContext, chat: int, said: str) -> bool:
    """`/plan` with a date or off; without anything it says how the plan stands. False for a day it cannot take."""
    async with app.db.write() as tx:
        person = await people.get(tx, await chats.person_of(tx, chat))
        if person is None:
            return True
        message = await _settle(tx, person, said.strip(), app.now())
        if message is not None:
            await notify(tx, app, chat, message)
            return message["name"] not in REFUSED
    message = await standing(app, person.id)
    if message is not None:
        async with app.db.write() as tx:
            await notify(tx, app, chat, message)
    return True


async def _settle(tx: Tx, person: Person, said: str, now: datetime) -> Notice | None:
    """Makes or drops the plan; None when there is one now whose outlook is to be said."""
    today = local_day(now, learner.zone_of(person))
    if said.casefold() in OFF:
        await plans.drop(tx, person.id)
        return notice("plan_off", person.language, "drills")
    if not said:
        planned = await plans.day_of(tx, person.id)
        return None if planned is not None and planned > today else notice("plan_none", person.language, "drills")
    day = as_day(said, today)
    if day is None:
        return notice("plan_usage", person.language, "drills")
    if day == today:
        return notice("plan_today", person.language, "drills")
    if not 0 < (day - today).days <= FARTHEST:
        return notice("plan_past" if day < today else "plan_far", person.language, "drills", day=day.isoformat())
    await plans.make(tx, person.id, day, now)
    return None


async def standing(app: AppContext, person: int) -> Notice | None:
    """How far the drills until the planned day get; None without a plan. Thought through outside any transaction."""
    now, bank = app.now(), app.bank
    async with app.db.read() as tx:
        somebody = await people.get(tx, person)
        target = await learner.target(tx, somebody, now) if somebody else None
        if somebody is None or target is None:
            return None
        held, last = await learner.held(tx, bank, person), await drills.last_of(tx, person)
    wishes, zone = somebody.preferences, learner.zone_of(somebody)
    days = (local_day(target, zone) - local_day(now, zone)).days
    if not held:
        return notice("plan_empty", somebody.language, "drills", day=f"{local_day(target, zone)}", days=days)
    rhythm = replace(wishes.rhythm or Rhythm(EVENING, zone.key), zone=zone.key)
    upcoming = occurrences(rhythm, max(now, wishes.paused_until or now), target, last)
    questions = learner.askable(bank, somebody.language)
    found = await asyncio.to_thread(outlook, held, questions, [o.at for o in upcoming], wishes.minutes, target)
    return notice(
        "plan", somebody.language, "drills",
        day=f"{local_day(target, zone)}", days=days, drills=found.drills, minutes=wishes.minutes, heavy=found.heavy,
        fits=found.fits, enough=found.minutes, assumed=wishes.rhythm is None, open_count=len(found.open),
        open_points=_listed(found.open, bank, somebody.language), left_out=_listed(found.left_out, bank, somebody.language),
        drop_count=len(found.drop), drop_points=_listed(found.drop, bank, somebody.language),
    )  # fmt: skip


def _listed(points: Sequence[Held], bank: Bank, language: Language) -> str:
    """The first few points in words, one a line, and how many more there are."""
    lines = []
    for held in points[:SHOWN]:
        question = bank.questions[held.question]
        lines.append(f"· {topic_name(question.topic, language)}: {question.key_point(held.point).text.get(language)}")
    rest = len(points) - SHOWN
    return "\n".join(lines + ([catalogue(language).drills.more(rest)] if rest > 0 else []))
