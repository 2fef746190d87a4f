from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.marks import MarkSource
from interview.memory import LONGEST, NIGHT, RETENTION, MemoryCard, Review, due, fold, is_due, recall, reviewed
from interview.review import Rating

START = datetime(2026, 1, 1, 1, tzinfo=UTC)
AGAIN, HARD, GOOD = Rating.AGAIN, Rating.HARD, Rating.GOOD
histories = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 60 * 24 * 60)), min_size=1, max_size=12)


def review(days: float, rating: Rating, source: MarkSource = MarkSource.JUDGE) -> Review:
    return Review(START + timedelta(days=days), rating, source, f"i{days}")


def card_after(*ratings: Rating) -> tuple[MemoryCard, list[int]]:
    """The card after these ratings, each given on the day it was due, and the intervals that came of them."""
    reviews: list[Review] = []
    intervals, day = [], 0
    for rating in ratings:
        reviews.append(review(day, rating))
        card = fold(reviews)
        assert card is not None
        intervals.append((card.due - card.last).days)
        day += intervals[-1]
    return card, intervals


@pytest.mark.parametrize(
    ("ratings", "intervals"),
    [
        ((GOOD, GOOD, GOOD, GOOD, GOOD), [2, 11, 46, 163, 365]),
        ((HARD, GOOD, GOOD, GOOD), [1, 5, 17, 50]),
        ((AGAIN, GOOD, GOOD, GOOD), [1, 2, 6, 17]),
        ((GOOD, GOOD, AGAIN, GOOD, GOOD), [2, 11, 2, 5, 12]),
        ((AGAIN, AGAIN, AGAIN, AGAIN), [1, 1, 1, 1]),
        ((GOOD, HARD, HARD, HARD), [2, 8, 19, 36]),
    ],
)
def test_golden_intervals_of_fsrs_6_3(ratings: tuple[Rating, ...], intervals: list[int]) -> None:
    assert card_after(*ratings)[1] == intervals


def test_golden_card_of_fsrs_6_3() -> None:
    card, _ = card_after(GOOD, GOOD, AGAIN, GOOD)
    assert card.stability == pytest.approx(4.8763, abs=1e-4)
    assert card.difficulty == pytest.approx(7.3801, abs=1e-4)
    assert (card.reviews, card.lapses, card.source) == (4, 1, MarkSource.JUDGE)


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 200)), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_whole_days_give_what_the_package_gives(history: list[tuple[Rating, int]]) -> None:
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)
    theirs, at, ours = fsrs.Card(card_id=1), START, None
    for rating, days in history:
        at += timedelta(days=days)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(int(rating)), at)
        ours = reviewed(ours, Review(at, rating, MarkSource.JUDGE))
        assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)
        assert ours.due == theirs.due == due(ours)
        later = at + timedelta(days=9)
        assert recall(ours, later) == pytest.approx(scheduler.get_card_retrievability(theirs, later))


@given(histories, st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_card_is_a_fold_whatever_order_reviews_arrive_in(history: list[tuple[Rating, int]], dice: object) -> None:
    reviews = [Review(START + timedelta(minutes=m), r, MarkSource.JUDGE, str(n)) for n, (r, m) in enumerate(history)]
    shuffled = list(reviews)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    card = fold(reviews)
    assert fold(shuffled) == card
    assert card is not None
    assert 1 <= card.difficulty <= 10 and card.stability > 0
    assert timedelta(days=1) <= card.due - card.last <= timedelta(days=LONGEST)
    assert card.last == max(r.at for r in reviews) and card.reviews == len(reviews)


def test_a_changed_grade_changes_what_came_after_it() -> None:
    reviews = [review(0, AGAIN), review(1, GOOD), review(4, GOOD)]
    appealed = [replace(reviews[0], rating=GOOD), *reviews[1:]]
    before, after = fold(reviews), fold(appealed)
    assert before is not None and after is not None
    assert after.stability > before.stability and after.due > before.due
    assert (before.lapses, after.lapses) == (1, 0)
    assert fold(reviews[1:]) != before  # taken back
    assert fold([]) is None


def test_a_drill_at_nine_that_is_opened_at_half_past_eight_is_another_days_review() -> None:
    first = fold([review(0, AGAIN)])
    assert first is not None
    early, exact = review(1 - 0.5 / 24, GOOD), review(1, GOOD)
    assert is_due(first, early.at)
    assert reviewed(first, early).stability == reviewed(first, exact).stability
    assert reviewed(first, review(0.2, GOOD)).stability != reviewed(first, exact).stability
    assert not is_due(first, first.due - NIGHT - timedelta(minutes=1))


def test_forgotten_points_come_back_sooner_than_known_ones() -> None:
    order = [fold([review(0, rating)]) for rating in (AGAIN, HARD, GOOD)]
    assert all(a and b and a.due <= b.due and a.stability < b.stability for a, b in pairwise(order))


def test_recall_falls_and_reaches_ninety_percent_after_its_stability() -> None:
    card = replace(card_after(GOOD, GOOD)[0], stability=11.0)
    levels = [recall(card, card.last + timedelta(days=d)) for d in (0, 1, 5, 11, 40, 400)]
    assert levels[0] == 1 and levels == sorted(levels, reverse=True)
    assert levels[3] == pytest.approx(RETENTION)
    assert recall(card, card.last - timedelta(days=3)) == 1  # a clock that went back


def test_more_retention_means_sooner() -> None:
    card, _ = card_after(GOOD, GOOD, GOOD)
    dues = [due(card, wanted) for wanted in (0.8, 0.9, 0.95, 0.97, 0.9999)]
    assert dues == sorted(dues, reverse=True)
    assert dues[1] == card.due
    assert dues[-1] == card.last + timedelta(days=1)


def test_one_self_rating_marks_the_card() -> None:
    card = fold([review(0, GOOD, MarkSource.SELF), review(2, GOOD)])
    assert card is not None and card.source is MarkSource.SELF
    judged = fold([review(0, GOOD), review(2, GOOD)])
    assert judged is not None and judged.source is MarkSource.JUDGE
    assert (card.stability, card.due) == (judged.stability, judged.due)


@pytest.mark.parametrize("source", [MarkSource.ESTIMATE, MarkSource.NONE])
def test_an_estimate_is_no_review(source: MarkSource) -> None:
    with pytest.raises(ValueError, match="no review"):
        fold([review(0, GOOD, source)])


def test_ten_thousand_reviews_fold() -> None:
    card = fold(Review(START + timedelta(hours=n), Rating(n % 3 + 1), MarkSource.JUDGE, str(n)) for n in range(10_000))
    assert card is not None and card.reviews == 10_000 and card.stability > 0


# -- figures worked out by hand --------------------------------------------------------------------------------------


def a_card(stability: float = 10.0) -> MemoryCard:
    return MemoryCard(stability, 5.0, START, START + timedelta(days=10), reviews=1, lapses=0, source=MarkSource.JUDGE)


def test_the_figures_of_the_schedule() -> None:
    assert (0.9, 365, timedelta(hours=8)) == (RETENTION, LONGEST, NIGHT)


@pytest.mark.parametrize(
    ("retention", "days"),
    [
        (0.9, 10),  # stability is the days until recall is 90 %
        (0.97, 2),  # 10/F·(0.97^(−1/0.1542) − 1), F = 0.9^(−1/0.1542) − 1 = 0.980: 2.2
        (0.8, 33),
        (0.9999, 1),  # never the same day
        (0.3, 365),  # never later than a year
    ],
)
def test_due_in_days(retention: float, days: int) -> None:
    assert due(a_card(), retention) == START + timedelta(days=days)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-100, 1.0),  # a clock that went back
        (0, 1.0),
        (15, 1.0),
        (16, 0.986),  # sixteen hours are a day: 1.098^−0.1542
        (240, 0.9),
        (231, 0.907),  # nine days and fifteen hours are nine days: 1.8823^−0.1542
        (232, 0.9),
    ],
)
def test_recall_by_whole_days(hours: float, expected: float) -> None:
    assert round(recall(a_card(), START + timedelta(hours=hours)), 3) == expected


@pytest.mark.parametrize(("hours", "is_it"), [(231.9, False), (232, True), (240, True), (2400, True)])
def test_a_point_is_due_from_eight_hours_before(hours: float, is_it: bool) -> None:
    assert is_due(a_card(), START + timedelta(hours=hours)) is is_it


def test_more_retention_makes_it_due_earlier() -> None:
    assert is_due(a_card(), START + timedelta(days=2), 0.97)
    assert not is_due(a_card(), START + timedelta(days=1), 0.97)


def test_what_a_card_counts() -> None:
    reviews = [review(0, AGAIN), review(1, GOOD), review(3, AGAIN), review(4, HARD)]
    card = fold(reviews)
    assert card is not None
    assert (card.reviews, card.lapses, card.last, card.source) == (4, 2, reviews[-1].at, MarkSource.JUDGE)
    first = fold(reviews[1:2])
    assert first is not None and (first.reviews, first.lapses) == (1, 0)


def test_reviews_of_one_instant_are_folded_in_the_order_of_their_interviews() -> None:
    one, other = (Review(START, rating, MarkSource.JUDGE, name) for rating, name in ((AGAIN, "a"), (GOOD, "b")))
    assert fold([one, other]) == fold([other, one]) == reviewed(reviewed(None, one), other)


def test_a_review_s_instant_is_kept_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    card = reviewed(None, Review(START.astimezone(shanghai), GOOD, MarkSource.SELF))
    assert (card.last, card.source) == (START, MarkSource.SELF)
    assert card.last.tzinfo is UTC
    assert reviewed(card, review(5, GOOD)).source is MarkSource.SELF, "a self-rating stays among its reviews"
    assert reviewed(reviewed(None, review(0, GOOD)), review(5, GOOD, MarkSource.SELF)).source is MarkSource.SELF
