"""Marks, memory and reports: what a question leaves behind, never mixed between sources, quick for people with a long history."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from grader.grade import Verdict
from interview.events import Graded, Skipped, Stopped, Ticked
from interview.marks import MarkSource, marks, points
from interview.memory import fold
from interview.model import Tick
from interview.review import Rated, Rating
from storage import group_progress, groups, interviews, limits, plans, progress, report_queries, reviews
from storage.database import Database
from storage.tables import interviews as interview_rows
from storage.tables import items, point_marks, question_marks, revisions, turns
from testing.query_plans import Watch, unindexed
from testing.rows import EMPTY, NOW, answered, begun, grade, happened, kept, packaged, reviewed, someone, whole

DAY = timedelta(days=1)

# -- rows ------------------------------------------------------------------------------------------------------------


async def test_rows_say_what_the_engine_says(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await answered(tx, await begun(tx, chat), Verdict.MISSING, Verdict.COVERED, quote="lost here")
        row = (await tx.execute(select(question_marks))).one()
        found = {r.point: r for r in await tx.execute(select(point_marks))}
    marked = marks(interview, 0)
    assert (row.first, row.after, row.source) == (marked.unprompted, marked.after, "judge")
    assert (row.question, row.revision) == (packaged()[0].id, packaged()[0].revision)
    for mark in points(interview, 0):
        one = found[mark.point]
        assert (one.unprompted, one.after, one.verdict) == (mark.unprompted, mark.after, mark.verdict.value)
        assert (one.source, one.hinted, one.probed) == (mark.source.value, mark.hinted, mark.probed)
        assert (one.quote, one.why) == ("lost here", "why")


async def test_a_regrade_rewrites_the_rows_and_keeps_their_time(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await answered(tx, await begun(tx, chat), Verdict.MISSING)
        better = grade(interview.items[0].question.key_points, Verdict.COVERED)
        interview = await happened(tx, interview, Graded(1, 1, 2, better), NOW + DAY)
        await kept(tx, interview, 0, NOW + DAY)
        row = (await tx.execute(select(question_marks))).one()
    assert (row.first, row.at) == (10.0, NOW)


async def test_ticks_are_kept_beside_the_judge(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await answered(tx, await begun(tx, chat), Verdict.PARTIAL, judge=False)
        ticks = tuple(Tick(p.id, 1.0) for p in interview.items[0].question.key_points)
        interview = await happened(tx, interview, Ticked(1, ticks))
        await kept(tx, interview, 0)
        ticked = (await tx.execute(select(question_marks))).one()
        verdict = grade(interview.items[0].question.key_points, Verdict.PARTIAL)
        interview = await happened(tx, interview, Graded(1, 1, 2, verdict))
        await kept(tx, interview, 0)
        judged = (await tx.execute(select(question_marks))).one()
        against = await progress.self_against_judge(tx, chat.person)
    assert (ticked.first, ticked.self_first, ticked.source) == (10.0, 10.0, "self")
    assert (judged.first, judged.self_first, judged.source) == (5.0, 10.0, "judge")
    assert [(one.said, one.judged, one.points) for one in against] == [(1.0, 0.5, len(ticks))]


# -- memory ----------------------------------------------------------------------------------------------------------


async def test_a_card_is_a_fold_over_its_reviews(db: Database) -> None:
    first, second = (Rated(rating, MarkSource.JUDGE) for rating in (Rating.GOOD, Rating.AGAIN))
    async with db.write() as tx:
        chat = await someone(tx)
        for id in ("a", "b"):
            await happened(tx, await begun(tx, chat, id), Stopped())
        await reviews.record(tx, chat.person, "q", "a", {"p": first, "r": first}, NOW)
        await reviews.record(tx, chat.person, "q", "b", {"p": second}, NOW + 3 * DAY)
        history = await reviewed(tx, chat.person, "p")
        (card,) = await reviews.of_questions(tx, chat.person, [("q", "p")])
        assert [review.rating for review in history] == [Rating.GOOD, Rating.AGAIN]
        assert card.card == fold(history)
        assert (card.card.reviews, card.card.lapses) == (2, 1)


async def test_a_regrade_refolds_and_can_withdraw_a_review(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await begun(tx, chat, "a")
        rated = {"p": Rated(Rating.AGAIN, MarkSource.JUDGE), "r": Rated(Rating.GOOD, MarkSource.SELF)}
        await reviews.record(tx, chat.person, "q", "a", rated, NOW)
        await reviews.record(tx, chat.person, "q", "a", {"p": Rated(Rating.GOOD, MarkSource.JUDGE)}, NOW + DAY)
        (review,) = await reviewed(tx, chat.person, "p")
        assert (review.rating, review.at) == (Rating.GOOD, NOW)
        (left,) = (await reviews.cards_of(tx, [chat.person]))[chat.person]
        assert (left.point, left.card) == ("p", fold([review]))
        await reviews.record(tx, chat.person, "q", "a", {}, NOW + DAY)
        assert (await reviews.cards_of(tx, [chat.person]))[chat.person] == []
        assert await reviewed(tx, chat.person, "p") == []


async def test_due_cards_come_soonest_first(db: Database) -> None:
    async with db.write() as tx:
        chat, other = await someone(tx), await someone(tx, "other")
        await begun(tx, chat, "a")
        await begun(tx, other, "b")
        rated = {"weak": Rated(Rating.AGAIN, MarkSource.JUDGE), "known": Rated(Rating.GOOD, MarkSource.JUDGE)}
        await reviews.record(tx, chat.person, "q", "a", rated, NOW)
        await reviews.record(tx, other.person, "q", "b", rated, NOW)
        far = NOW + 400 * DAY
        assert [one.point for one in (await reviews.cards_of(tx, [chat.person], far))[chat.person]] == ["weak", "known"]
        soon = (await reviews.cards_of(tx, [chat.person]))[chat.person][0].card.due
        assert [one.point for one in (await reviews.cards_of(tx, [chat.person], soon))[chat.person]] == ["weak"]
        assert (await reviews.cards_of(tx, [chat.person], NOW))[chat.person] == []


# -- reports ---------------------------------------------------------------------------------------------------------


async def test_sources_are_never_mixed(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await whole(tx, chat, "judged", Verdict.COVERED)
        await whole(tx, chat, "estimated", Verdict.MISSING, judge=False, now=NOW + DAY)
        person = chat.person
        assert await progress.counts_by_source(tx, person) == {MarkSource.JUDGE: 1, MarkSource.ESTIMATE: 1}
        assert [(one.first, one.source) for one in await report_queries.marked(tx, person)] == [
            (10.0, MarkSource.JUDGE)
        ]
        assert await progress.weakest(tx, person, MarkSource.JUDGE) == []
        assert len(await progress.weakest(tx, person, MarkSource.ESTIMATE)) == len(packaged()[0].key_points)


async def test_a_topic_has_a_mean_and_its_error(db: Database) -> None:
    """Marks 10, 5, 0: mean 5, standard deviation 5, error 5/√3; of one mark there is no error."""
    async with db.write() as tx:
        chat, other = await someone(tx), await someone(tx, "other")
        three, one = await groups.ensure(tx, "three", NOW), await groups.ensure(tx, "one", NOW)
        await groups.join(tx, three, chat.person, NOW)
        await groups.join(tx, one, other.person, NOW)
        for day, verdict in enumerate((Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING)):
            await whole(tx, chat, f"i{day}", verdict, now=NOW + day * DAY)
        await whole(tx, other, "once", Verdict.COVERED)
        (standing,) = await group_progress.topics(tx, three, MarkSource.JUDGE)
        (once,) = await group_progress.topics(tx, one, MarkSource.JUDGE)
        assert await group_progress.topics(tx, one, MarkSource.SELF) == []
    assert (standing.topic, standing.questions, standing.mean) == (packaged()[0].topic, 3, 5.0)
    assert standing.error == pytest.approx(5 / 3**0.5)
    assert standing.last_at == NOW + 2 * DAY
    assert (once.questions, once.mean, once.error) == (1, 10.0, None)


async def test_the_weakest_points_stand_by_their_latest_mark(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await whole(tx, chat, "once", Verdict.MISSING)
        await whole(tx, chat, "again", Verdict.PARTIAL, now=NOW + DAY)
        found = await progress.weakest(tx, chat.person, MarkSource.JUDGE, limit=2)
    asked = packaged()[0]
    assert len(found) == 2
    assert found[0].weight == max(p.weight for p in asked.key_points)
    one = found[0]
    assert (one.question, one.verdict, one.unprompted, one.quote) == (asked.id, "partial", 0.5, "the sentence")
    assert (one.times, one.lost, one.at) == (2, 1, NOW + DAY)


async def test_days_are_the_persons_own(db: Database) -> None:
    """17:30 UTC is the next day in Shanghai."""
    evening = NOW.replace(hour=17)
    async with db.write() as tx:
        chat = await someone(tx)
        await whole(tx, chat, "a", Verdict.COVERED, now=evening)
        assert await progress.active_days(tx, chat.person, ZoneInfo("UTC")) == {date(2026, 11, 24): 1}
        assert await progress.active_days(tx, chat.person, ZoneInfo("Asia/Shanghai")) == {date(2026, 11, 25): 1}
        assert await progress.active_days(tx, chat.person, ZoneInfo("UTC"), since=evening + DAY) == {}
        totals = await progress.totals(tx, chat.person)
        nothing = await progress.totals(tx, 99)
    assert (totals.interviews, totals.answers, totals.first_at, totals.last_at) == (1, 1, evening, evening)
    assert (nothing.interviews, nothing.answers, nothing.first_at) == (0, 0, None)


@pytest.mark.parametrize(
    ("days", "length"),
    [([], 0), ([24], 1), ([23], 1), ([22], 0), ([22, 23, 24], 3), ([21, 23, 24], 2), ([20, 21, 23], 1), ([25, 24], 1)],
)
def test_a_streak_ends_today_or_yesterday(days: list[int], length: int) -> None:
    assert progress.streak([date(2026, 11, day) for day in days], date(2026, 11, 24)) == length


async def test_limits_count_what_is_there(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await whole(tx, chat, "old", Verdict.COVERED)
        await whole(tx, chat, "new", Verdict.COVERED, now=NOW + DAY)
        await whole(tx, chat, "estimated", Verdict.COVERED, judge=False, now=NOW + DAY)
        assert await limits.answers_since(tx, chat.person, NOW) == 3
        assert await limits.answers_since(tx, chat.person, NOW + DAY) == 2
        assert await limits.judged_since(tx, chat.person, NOW) == 2
        assert await limits.judged_since(tx, chat.person, NOW + DAY) == 1
        assert await limits.judged_since(tx, chat.person, NOW + 2 * DAY) == 0


# -- the bank and groups ---------------------------------------------------------------------------------------------


async def test_a_plan_is_one_day(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        assert await plans.day_of(tx, chat.person) is None
        await plans.make(tx, chat.person, date(2026, 12, 24), NOW)
        await plans.make(tx, chat.person, date(2026, 12, 20), NOW)
        assert await plans.day_of(tx, chat.person) == date(2026, 12, 20)
        assert await plans.drop(tx, chat.person)
        assert not await plans.drop(tx, chat.person)


async def test_skipped_questions_leave_no_mark(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx)
        await happened(tx, await begun(tx, chat), Skipped(1))
        (one,) = [p for p in await interviews.past(tx, chat.person) if p.question_id == packaged()[0].id]
        assert one.mark is None
        assert await interviews.load(tx, "i1", EMPTY) is not None


# -- a long history --------------------------------------------------------------------------------------------------


ANSWERS, POINTS = 10_000, 5


async def _long_history(db: Database) -> int:
    """A person with 10,000 answers to 2,000 questions, as rows."""
    async with db.write() as tx:
        chat = await someone(tx)
        at = [NOW - timedelta(hours=n) for n in range(ANSWERS)]
        names = [f"q{n}" for n in range(2000)]
        kept_rows = [{"question": q, "revision": "r", "content": {}, "kept_at": NOW} for q in names]
        await tx.execute(insert(revisions), kept_rows)
        head = {"chat": chat.id, "person": chat.person, "kind": "interview", "language": "zh", "mode": "coach"}
        head |= {"depth": 3, "phase": "finished"}
        await tx.execute(
            insert(interview_rows),
            [head | {"id": f"i{n}", "started_at": t, "touched_at": t} for n, t in enumerate(at)],
        )
        asked = [(f"i{n}", names[n % 2000], t) for n, t in enumerate(at)]
        await tx.execute(
            insert(items),
            [{"interview": i, "place": 0, "question": q, "revision": "r", "asked_at": t} for i, q, t in asked],
        )
        turn = {"number": 1, "item": 0, "reason": "drawn", "state": "answered", "hints": [], "answer": "words" * 40}
        turn |= {"revision": 1, "generation": 1, "failed": False, "ticks": []}
        await tx.execute(insert(turns), [turn | {"interview": i, "asked_at": t, "answered_at": t} for i, _, t in asked])
        mark = {"item": 0, "person": chat.person, "revision": "r", "level": 3, "kind": "interview", "source": "judge"}
        await tx.execute(
            insert(question_marks),
            [
                mark | {"interview": i, "question": q, "topic": f"t{n % 12}", "first": n % 11, "after": 10, "at": t}
                for n, (i, q, t) in enumerate(asked)
            ],
        )
        point = {"item": 0, "person": chat.person, "weight": 1, "verdict": "missing", "first_source": "judge"}
        point |= {"source": "judge", "hinted": False, "probed": False, "quote": "", "why": ""}
        await tx.execute(
            insert(point_marks),
            [
                point
                | {"interview": i, "question": q, "topic": f"t{n % 12}", "at": t, "point": f"p{k}"}
                | {"unprompted": (n + k) % 3 / 2, "after": 1.0}
                for n, (i, q, t) in enumerate(asked)
                for k in range(POINTS)
            ],
        )
        return chat.person


async def test_a_report_of_ten_thousand_answers_asks_as_often_as_one_of_ten(db: Database) -> None:
    person, watch = await _long_history(db), Watch()
    with watch.on(db):
        async with db.read() as tx:
            await progress.totals(tx, person)
            await progress.counts_by_source(tx, person)
            marked = await report_queries.marked(tx, person)
            weak = await progress.weakest(tx, person, MarkSource.JUDGE)
            days = await progress.active_days(tx, person, ZoneInfo("Asia/Shanghai"))
            await progress.self_against_judge(tx, person)
            await report_queries.due(tx, person)
            await report_queries.assigned(tx, person=person)
    assert (len(marked), len(weak), sum(days.values())) == (ANSWERS, 10, ANSWERS)
    assert watch.times <= 12
    assert await unindexed(db, watch) == []
