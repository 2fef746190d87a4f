"""Reviews of a person's points with what asked for them, and what was predicted of the points for a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from interview.planning import LAST_STRETCH, Key
from interview.review import Rating
from interview.steps import DAY, ForecastOutcome, Told
from storage.dialects import insert
from storage.tables import forecasts, items, reviews
from storage.transaction import Tx

Aim = Callable[[str, str], str | None]  # the point that a question's probe is aimed at; None for one that is gone


@dataclass(frozen=True, slots=True)
class DayForecast:
    """What is predicted of a person's points for the day of an interview that begins at `target`."""

    day: date
    target: datetime
    chances: Mapping[Key, float]


async def told(tx: Tx, person: int, aim: Aim) -> dict[Key, list[Told]]:
    """Every review of a person's points, by point."""
    here = and_(items.c.interview == reviews.c.interview, items.c.question == reviews.c.question)
    columns = (reviews.c.question, reviews.c.point, reviews.c.interview, reviews.c.at, reviews.c.rating, items.c.probe)
    query = select(*columns).select_from(reviews.outerjoin(items, here)).where(reviews.c.person == person)
    found: dict[Key, dict[str, Told]] = {}
    for row in await tx.execute(query):
        prompt = row.probe if row.probe and aim(row.question, row.probe) == row.point else ""
        by_interview = found.setdefault((row.question, row.point), {})
        if prompt or row.interview not in by_interview:
            by_interview[row.interview] = Told(row.at, Rating(row.rating), prompt)
    return {key: list(by_interview.values()) for key, by_interview in found.items()}


async def keep(tx: Tx, person: int, made_on: date, forecast: DayForecast, now: datetime) -> None:
    """Keeps a prediction; one a day, the first."""
    chances = [[*key, round(chance, 4)] for key, chance in forecast.chances.items()]
    row = {"person": person, "made_on": made_on, "made_at": now, "day": forecast.day, "target": forecast.target}
    await tx.execute(insert(tx, forecasts).values(row | {"chances": chances}).on_conflict_do_nothing())


async def outcomes(tx: Tx, now: datetime) -> tuple[list[ForecastOutcome], int]:
    """What came of the predictions for days that are over, and how many points were not asked then.

    What happened is the first review from 72 hours before the day until its end; of several predictions for a day the
    last one from before that counts.
    """
    rows = (await tx.execute(select(forecasts).where(forecasts.c.target < now - DAY))).all()
    rows = [row for row in rows if row.made_at < row.target - LAST_STRETCH]
    last = {(row.person, row.day): row for row in sorted(rows, key=lambda row: row.made_at)}
    found: list[ForecastOutcome] = []
    unseen = 0
    for row in last.values():
        first = await _first_ratings(tx, row.person, row.target - LAST_STRETCH, row.target + DAY)
        for question, point, chance in row.chances:
            rating = first.get((question, point))
            if rating is None:
                unseen += 1
            else:
                found.append(ForecastOutcome(chance, rating > Rating.HARD))
    return found, unseen


async def _first_ratings(tx: Tx, person: int, since: datetime, until: datetime) -> dict[Key, Rating]:
    theirs = select(reviews).where(reviews.c.person == person, reviews.c.at >= since, reviews.c.at < until)
    rows = (await tx.execute(theirs.order_by(reviews.c.at.desc()))).all()
    return {(row.question, row.point): Rating(row.rating) for row in rows}
