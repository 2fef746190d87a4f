"""`/plan DATE`: what drills can still do until the day of an interview, said honestly, and how reviews lean towards it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from app import learner
from app.apply import notify
from app.context import AppContext
from app.days import day_in_words
from app.messages.plans import (
    NoPlan,
    PlanDropped,
    PlanEmpty,
    PlanNotice,
    PlanOutlook,
    PlanPast,
    PlanPoint,
    PlanPoints,
    PlanRefusal,
    PlanToday,
    PlanTooFar,
    PlanUsage,
)
from app.messages.values import Notice
from interview.occurrence import Rhythm, local_day, occurrences
from interview.planning import Held, outlook
from questions.bank import Bank
from questions.model import Language
from storage import chats, drills, people, plans
from storage.people import Person

if TYPE_CHECKING:
    from storage.transaction import Tx

SHOWN = 6  # points of each list
FARTHEST = 731  # days
EVENING = time(20)  # when drills would be, for somebody who has none yet
OFF = ("off", "none", "关", "取消")


async def command(app: AppContext, chat: int, said: str) -> bool:
    """`/plan` with a day or off; without anything it says how the plan stands. False for a day it cannot take."""
    async with app.db.read() as tx:
        person = await people.get(tx, await chats.person_of(tx, chat))
    if person is None:
        return True
    today, wish = local_day(app.now(), learner.zone_of(person)), said.strip()
    day = await asyncio.to_thread(day_in_words, wish, today)  # the library's first word of English is slow
    async with app.db.write() as tx:
        told = await _settle(tx, person, wish, day, today, app.now())
        if told is not None:
            await notify(tx, app, chat, Notice(told, person.language))
            return not isinstance(told, PlanRefusal)
    stands = await standing(app, person.id)
    if stands is not None:
        async with app.db.write() as tx:
            await notify(tx, app, chat, Notice(stands, person.language))
    return True


async def _settle(tx: Tx, person: Person, said: str, day: date | None, today: date, now: datetime) -> PlanNotice | None:
    """Makes or drops the plan; None when there is one now whose outlook is to be said."""
    if said.casefold() in OFF:
        await plans.drop(tx, person.id)
        return PlanDropped()
    if not said:
        planned = await plans.day_of(tx, person.id)
        return None if planned is not None and planned > today else NoPlan()
    if day is None:
        return PlanUsage()
    if day == today:
        return PlanToday()
    if not 0 < (day - today).days <= FARTHEST:
        return PlanPast(day) if day < today else PlanTooFar(day)
    await plans.make(tx, person.id, day, now)
    return None


async def standing(app: AppContext, person: int) -> PlanEmpty | PlanOutlook | None:
    """How far the drills until the planned day get; None without a plan. Thought through outside any transaction."""
    now, bank = app.now(), app.bank
    async with app.db.read() as tx:
        somebody = await people.get(tx, person)
        target = await learner.target(tx, somebody, now) if somebody else None
        if somebody is None or target is None:
            return None
        held, last = await learner.held(tx, bank, person), await drills.last_of(tx, person)
        leaning, _ = await learner.aim(tx, somebody, now)
    wishes, zone = somebody.preferences, learner.zone_of(somebody)
    day = local_day(target, zone)
    days = (day - local_day(now, zone)).days
    if not held:
        return PlanEmpty(day, days)
    rhythm = replace(wishes.rhythm or Rhythm(EVENING, zone.key), zone=zone.key)
    upcoming = occurrences(rhythm, max(now, wishes.paused_until or now), target, last)
    questions = learner.askable(bank, somebody.language)
    at = [one.at for one in upcoming]
    found = await asyncio.to_thread(
        outlook, held, questions, at, wishes.minutes, target, learner.urgent_topics(leaning)
    )
    return PlanOutlook(
        day=day,
        days=days,
        drills=found.drills,
        minutes=wishes.minutes,
        heavy=found.heavy,
        fits=found.fits,
        enough=found.minutes,
        assumed=wishes.rhythm is None,
        unsure=_points(found.open, bank, somebody.language),
        left_out=_points(found.left_out, bank, somebody.language),
        dropped=_points(found.drop, bank, somebody.language),
    )


def _points(points: Sequence[Held], bank: Bank, language: Language) -> PlanPoints:
    """How many there are, and the first few in words."""
    questions = [(bank.questions[held.question], held.point) for held in points[:SHOWN]]
    shown = (PlanPoint(question.topic, question.key_point(point).text.get(language)) for question, point in questions)
    return PlanPoints(len(points), tuple(shown))
