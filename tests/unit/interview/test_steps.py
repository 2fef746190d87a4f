"""Steps of a point, and how predictions are scored: each rule with the review that takes it and the one that just does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview.marks import MarkSource
from interview.memory import Review, fold
from interview.planning import Held, chances
from interview.review import Rating
from interview.steps import ForecastOutcome, PointStep, Told, score, step_of
from testing.quarter import Person, quarter_outcomes

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
AGAIN, HARD, GOOD = Rating.AGAIN, Rating.HARD, Rating.GOOD


def after(*reviews: tuple[float, Rating, str], target: float | None = None) -> PointStep:
    told = [Told(START + timedelta(days=day), rating, prompt) for day, rating, prompt in reviews]
    return step_of(reversed(told), START + timedelta(days=target) if target is not None else None)


def test_a_point_that_was_earned_is_learned_and_one_that_was_not_is_nothing() -> None:
    assert after() is after((0, AGAIN, "")) is PointStep.NONE
    assert after((0, HARD, "")) is after((0, GOOD, "")) is PointStep.LEARNED


def test_it_is_kept_on_a_later_day_and_not_on_the_same_one() -> None:
    assert after((0, GOOD, ""), (0.3, GOOD, "")) is PointStep.LEARNED
    assert after((0, GOOD, ""), (0.7, GOOD, "")) is after((0, AGAIN, ""), (3, GOOD, "")) is PointStep.KEPT
    assert after((0, GOOD, ""), (3, HARD, "")) is PointStep.LEARNED


def test_another_wording_counts_after_a_week_and_sooner_shortly_before_the_interview() -> None:
    assert after((0, GOOD, ""), (7, GOOD, "why")) is PointStep.TRANSFERRED
    assert after((0, GOOD, ""), (6, GOOD, "why")) is PointStep.KEPT
    assert after((0, GOOD, ""), (7, GOOD, "")) is PointStep.KEPT
    assert after((0, GOOD, ""), (3, GOOD, "why"), target=24) is PointStep.TRANSFERRED
    assert after((0, GOOD, ""), (3, GOOD, "why"), target=25) is PointStep.KEPT
    assert after((0, GOOD, ""), (3, GOOD, "why"), target=2) is PointStep.KEPT


def test_what_is_forgotten_is_learned_again_and_half_of_it_takes_no_step_back() -> None:
    whole = ((0.0, GOOD, ""), (7.0, GOOD, "why"))
    assert after(*whole, (20, AGAIN, "")) is PointStep.LEARNED
    assert after(*whole, (20, HARD, "")) is PointStep.TRANSFERRED


def test_predictions_are_scored_by_their_squared_error_and_laid_out_in_bins() -> None:
    assert score([]) is None
    found = score([ForecastOutcome(0.8, True), ForecastOutcome(0.6, False)])
    assert found is not None and found.brier == pytest.approx((0.04 + 0.36) / 2) and found.base == pytest.approx(0.25)
    many = score([ForecastOutcome(n / 100, n % 2 == 0) for n in range(100)])
    assert many is not None and [one.n for one in many.bins] == [20] * 5
    assert [one.chance for one in many.bins] == pytest.approx([0.095, 0.295, 0.495, 0.695, 0.895])
    assert {one.stood for one in many.bins} == {0.5}


def test_a_chance_is_the_recall_when_the_last_stretch_begins_and_grows_with_drills() -> None:
    card = fold([Review(START, GOOD, MarkSource.JUDGE)])
    assert card is not None
    import random

    from testing.quarter import bank

    questions = bank(1, random.Random(1))
    held = [Held("q0", "p0", 3, card)]
    target = START + timedelta(days=30)
    none = chances(held, questions, [], 15, target)[("q0", "p0")]
    some = chances(held, questions, [START + timedelta(days=d) for d in range(1, 30)], 15, target)[("q0", "p0")]
    assert 0 < none < some < 1


def test_predictions_for_simulated_people_come_true_as_often_as_is_said() -> None:
    found = score([one for seed in range(3) for one in quarter_outcomes(Person(days=60, seed=seed), 40)])
    assert found is not None and found.n > 100
    predicted = sum(one.n * one.chance for one in found.bins) / found.n
    stood = sum(one.n * one.stood for one in found.bins) / found.n
    assert abs(predicted - stood) < 0.1
