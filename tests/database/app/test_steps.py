"""Steps and predictions as the database keeps them: from the reviews, kept with the weekly report, scored after the day."""

from __future__ import annotations

from datetime import timedelta

from app import steps
from interview.marks import MarkSource
from interview.review import Rated, Rating
from storage import forecasts, people, plans, reviews
from storage.chats import Chat
from storage.database import Database
from storage.forecasts import DayForecast
from storage.transaction import Tx
from testing.context import bank
from testing.rows import NOW, begun, someone

QUESTION = "rag-reranking"
DAY = timedelta(days=1)


async def reviewed(tx: Tx, chat: Chat, interview: str, rating: Rating, day: float) -> None:
    await begun(tx, chat, interview, kind="quiz")  # of which several are open at once
    point = bank().questions[QUESTION].key_points[0].id
    rated = {point: Rated(rating, MarkSource.JUDGE)}
    await reviews.record(tx, chat.person, QUESTION, interview, rated, NOW + day * DAY)


async def test_what_moved_this_week_is_told_and_the_day_is_predicted(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await reviewed(tx, chat, "i1", Rating.GOOD, 0)
        await reviewed(tx, chat, "i2", Rating.GOOD, 8)
        await plans.make(tx, chat.person, (NOW + 40 * DAY).date(), NOW)
        me = await people.get(tx, chat.person)
        assert me is not None
        found = await steps.of_person(tx, bank(), me, NOW + 9 * DAY)
        assert (found.learned, found.kept, found.transferred, found.newly_kept) == (0, 1, 0, 1)
        assert found.forecast is not None and 0 < next(iter(found.forecast.chances.values())) < 1
        later = await steps.of_person(tx, bank(), me, NOW + 16 * DAY)
        assert (later.kept, later.newly_kept) == (1, 0)


async def test_a_prediction_is_scored_by_the_first_review_of_the_last_days(db: Database) -> None:
    point, target = bank().questions[QUESTION].key_points[0].id, NOW + 30 * DAY
    chances = {(QUESTION, point): 0.75, (QUESTION, "never-asked"): 0.5}
    async with db.write() as tx:
        chat = await someone(tx)
        for made, chance in ((0, 0.1), (7, 0.75), (29, 0.9)):
            made_at = NOW + made * DAY
            kept = DayForecast(target.date(), target, chances | {(QUESTION, point): chance})
            await forecasts.keep(tx, chat.person, made_at.date(), kept, made_at)
        await reviewed(tx, chat, "i1", Rating.AGAIN, 20)
        await reviewed(tx, chat, "i2", Rating.GOOD, 28)
        await reviewed(tx, chat, "i3", Rating.AGAIN, 29)
    assert await steps.predictions(db, target) == (None, 0)
    found, unseen = await steps.predictions(db, target + 2 * DAY)
    assert found is not None and unseen == 1
    assert (found.n, found.brier) == (1, 0.0625)
