"""How many points a person has learned, kept and transferred, what moved this week, and what is predicted for the day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app import learner
from interview.occurrence import local_day, occurrences
from interview.planning import chances
from interview.steps import BrierScore, PointStep, score, step_of
from storage import drills, forecasts
from storage.forecasts import DayForecast

if TYPE_CHECKING:
    from questions.bank import Bank
    from storage.database import Database
    from storage.people import Person
    from storage.transaction import Tx

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Steps:
    """Points on each step now; of them those that were lower a week ago. forecast: for the day of a plan."""

    learned: int
    kept: int
    transferred: int
    newly_kept: int
    newly_transferred: int
    forecast: DayForecast | None = None


async def of_person(tx: Tx, bank: Bank, person: Person, now: datetime) -> Steps:
    """A person's steps at an instant."""
    target = await learner.target(tx, person, now)

    def aim(question: str, probe: str) -> str | None:
        found = bank.get(question)
        return next((p.aims_at for p in found.probes if p.id == probe), None) if found else None

    told = await forecasts.told(tx, person.id, aim)
    after = {key: step_of(reviews, target) for key, reviews in told.items()}
    before = {key: step_of((r for r in reviews if r.at <= now - WEEK), target) for key, reviews in told.items()}
    newly = Counter(step for key, step in after.items() if step > before[key])
    counts = Counter(after.values())
    predicted = await _forecast(tx, bank, person, target, now) if target is not None else None
    return Steps(
        counts[PointStep.LEARNED],
        counts[PointStep.KEPT],
        counts[PointStep.TRANSFERRED],
        newly[PointStep.KEPT],
        newly[PointStep.TRANSFERRED],
        predicted,
    )


async def _forecast(tx: Tx, bank: Bank, person: Person, target: datetime, now: datetime) -> DayForecast | None:
    """The prediction for the day, if the person drills as they have set; None without points."""
    held = await learner.held(tx, bank, person.id)
    if not held:
        return None
    wishes, zone = person.preferences, learner.zone_of(person)
    rhythm = wishes.rhythm
    last = await drills.last_of(tx, person.id)
    coming = occurrences(rhythm, max(now, wishes.paused_until or now), target, last) if rhythm else ()
    questions = learner.askable(bank, person.language)
    leaning, _ = await learner.aim(tx, person, now)
    times = learner.urgent_topics(leaning)
    predicted = chances(held, questions, [one.at for one in coming], wishes.minutes, target, times)
    return DayForecast(local_day(target, zone), target, predicted)


async def predictions(db: Database, now: datetime) -> tuple[BrierScore | None, int]:
    """How good the predictions were for days that are over, and how many points were not asked then."""
    async with db.read() as tx:
        found, unseen = await forecasts.outcomes(tx, now)
    return score(found), unseen
