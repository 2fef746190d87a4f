from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from math import sqrt

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.ability import (
    ENOUGH,
    HALF_LIFE,
    LEVEL_MEAN,
    LEVEL_VARIANCE,
    NOISE_VARIANCE,
    TOPIC_VARIANCE,
    Ability,
    DatedMark,
    DifficultyEvidence,
    abilities,
    learned_difficulty,
)
from questions import draw
from questions.model import MARKS_PER_LEVEL, authored_difficulty

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SURE = Ability(7.0, 0.5, 30)


def marks(topic: str, *values: float, days_ago: float = 0, difficulty: float = 0) -> list[DatedMark]:
    return [DatedMark(topic, value, NOW - timedelta(days=days_ago), difficulty) for value in values]


def test_nobody_has_been_heard_yet() -> None:
    found = abilities([], NOW)
    assert found.topics == {}
    assert found.level == Ability(LEVEL_MEAN, sqrt(LEVEL_VARIANCE), 0)
    assert found.of("attention") == Ability(LEVEL_MEAN, sqrt(LEVEL_VARIANCE + TOPIC_VARIANCE), 0)


def test_one_answer_by_hand() -> None:
    """With one topic the marginal prior of its ability is N(μ₀, s₀² + τ²), and the posterior is the textbook one."""
    found = abilities(marks("rag", 8), NOW).topics["rag"]
    prior = LEVEL_VARIANCE + TOPIC_VARIANCE
    precision = 1 / prior + 1 / NOISE_VARIANCE
    assert found.mean == pytest.approx((LEVEL_MEAN / prior + 8 / NOISE_VARIANCE) / precision)
    assert found.sd == pytest.approx(sqrt(1 / precision))
    assert found.n == 1


def test_three_topics_against_the_joint_normal() -> None:
    """The closed form agrees with conditioning the joint normal of level, abilities and marks."""
    heard = {"a": [8.0, 9.0, 7.5], "b": [3.0], "c": [5.0, 6.0]}
    found = abilities([m for t, values in heard.items() for m in marks(t, *values)], NOW)
    rows = [(n, value) for n, values in enumerate(heard.values()) for value in values]
    prior = numpy.full((4, 4), LEVEL_VARIANCE) + numpy.diag([0.0] + [TOPIC_VARIANCE] * 3)
    seen = numpy.array([[float(column == n + 1) for column in range(4)] for n, _ in rows])
    gain = prior @ seen.T @ numpy.linalg.inv(seen @ prior @ seen.T + NOISE_VARIANCE * numpy.eye(len(rows)))
    mean = LEVEL_MEAN + gain @ (numpy.array([value for _, value in rows]) - LEVEL_MEAN)
    sd = numpy.sqrt(numpy.diag(prior - gain @ seen @ prior))
    ours = [found.level, *(found.topics[t] for t in heard)]
    assert [a.mean for a in ours] == pytest.approx(list(mean))
    assert [a.sd for a in ours] == pytest.approx(list(sd))


def test_seven_answers_are_told_within_about_one_mark() -> None:
    found = abilities(marks("attention", 7, 6, 8, 7, 5, 8, 7.5), NOW).topics["attention"]
    assert f"{found.mean:.1f} ± {found.sd:.1f}, n = {found.n}" == "6.7 ± 0.8, n = 7"


def test_a_topic_never_asked_leans_on_the_others() -> None:
    good, poor = (abilities(marks("rag", *[value] * 8), NOW).of("moe") for value in (9, 2))
    assert good.mean > 6.5 > 4 > poor.mean
    assert good.n == 0 and good.sd > abilities(marks("rag", *[9] * 8), NOW).of("rag").sd


def test_hard_questions_count_for_more() -> None:
    plain, hard = (abilities(marks("rag", 6, 6, 6, difficulty=d), NOW).of("rag") for d in (0, 1.6))
    assert hard.mean > plain.mean and hard.sd == plain.sd


def test_old_marks_fade() -> None:
    fresh = abilities(marks("rag", 9) + marks("rag", 3, days_ago=HALF_LIFE * 4), NOW).of("rag")
    stale = abilities(marks("rag", 3) + marks("rag", 9, days_ago=HALF_LIFE * 4), NOW).of("rag")
    assert fresh.mean > 6 > stale.mean
    long_ago = abilities(marks("rag", 9, 9, 9, days_ago=3650), NOW)
    assert long_ago.of("rag").mean == pytest.approx(LEVEL_MEAN, abs=0.01) and long_ago.level.n == 3
    assert abilities(marks("rag", 9, days_ago=-5), NOW).of("rag") == abilities(marks("rag", 9), NOW).of("rag")


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 10)), max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_ability_is_a_mark_and_more_answers_make_it_surer(listed: list[tuple[str, float]]) -> None:
    heard = [m for topic, value in listed for m in marks(topic, value)]
    found = abilities(heard, NOW)
    more = abilities([*heard, *marks("a", 5.0)], NOW)
    for ability in (found.level, *found.topics.values(), found.of("never")):
        assert 0 <= ability.mean <= 10 and 0 < ability.sd <= sqrt(LEVEL_VARIANCE + TOPIC_VARIANCE)
    assert more.of("a").sd < found.of("a").sd
    assert sum(a.n for a in found.topics.values()) == found.level.n == len(listed)


def test_ten_thousand_answers() -> None:
    found = abilities(marks("rag", *(n % 11 for n in range(10_000))), NOW).of("rag")
    assert found.n == 10_000 and found.sd < 0.05


def test_a_true_ability_is_inside_two_deviations_about_as_often_as_it_says() -> None:
    dice = random.Random(7)
    inside = 0
    for _ in range(400):
        truth = {t: dice.gauss(level, TOPIC_VARIANCE**0.5) for level in [dice.gauss(5, 1.0)] for t in "abc"}
        heard = [m for t in truth for m in marks(t, *(dice.gauss(truth[t], NOISE_VARIANCE**0.5) for _ in range(5)))]
        found = abilities(heard, NOW).topics["a"]
        inside += abs(found.mean - truth["a"]) < 2 * found.sd
    assert 0.9 < inside / 400 < 0.99


def test_the_draw_speaks_in_the_same_units() -> None:
    assert abilities([], NOW).level.mean == draw.UNKNOWN_ABILITY
    assert draw.expected(SURE.mean, authored_difficulty(5)) == pytest.approx(0.54)


def test_difficulty_is_the_levels_own_until_enough_people_answered() -> None:
    assert [authored_difficulty(level) for level in (1, 3, 5)] == [-2 * MARKS_PER_LEVEL, 0, 2 * MARKS_PER_LEVEL]
    poor = DifficultyEvidence(2.0, SURE)
    assert learned_difficulty(2, [poor] * (ENOUGH - 1)) == authored_difficulty(2)
    assert learned_difficulty(2, [poor] * ENOUGH) > 1


def test_difficulty_is_learned_from_what_was_expected_of_people() -> None:
    as_expected = [
        DifficultyEvidence(a.mean, a) for a in (SURE, Ability(3, 0.5, 9), Ability(5, 0.5, 9)) for _ in range(40)
    ]
    assert learned_difficulty(3, as_expected) == pytest.approx(0, abs=0.01)
    harder = [DifficultyEvidence(e.mark - 2, e.ability) for e in as_expected]
    assert learned_difficulty(1, harder) == pytest.approx(2, abs=0.15)


def test_an_unsure_ability_teaches_less() -> None:
    sure, unsure = (learned_difficulty(3, [DifficultyEvidence(2, Ability(7, sd, 3))] * 6) for sd in (0.3, 2.5))
    assert 0 < unsure < sure < 5


# -- figures worked out by hand --------------------------------------------------------------------------------------


def test_the_assumed_figures() -> None:
    """Marks out of ten and their squares; every posterior below is worked out from these."""
    assert (LEVEL_MEAN, LEVEL_VARIANCE, TOPIC_VARIANCE) == (5.0, 4.0, 2.25)
    assert pytest.approx(4.84) == NOISE_VARIANCE
    assert (MARKS_PER_LEVEL, HALF_LIFE, ENOUGH) == (0.8, 60.0, 5)


def test_one_answer_in_figures() -> None:
    """Prior variance 4 + 2.25 = 6.25; precision 0.16 + 0.2066 = 0.3666; mean (5·0.16 + 8·0.2066)/0.3666, sd 1/√0.3666."""
    found = abilities(marks("rag", 8), NOW)
    assert (round(found.of("rag").mean, 3), round(found.of("rag").sd, 3)) == (6.691, 1.652)
    # the level: 1/4 + 1/(4.84 + 2.25) = 0.391; (5/4 + 8/7.09)/0.391 = 6.082
    assert (round(found.level.mean, 3), round(found.level.sd, 3), found.level.n) == (6.082, 1.599, 1)
    # a topic never asked: the level's mean, variance 2.557 + 2.25
    assert (round(found.of("moe").mean, 3), round(found.of("moe").sd, 3), found.of("moe").n) == (6.082, 2.193, 0)


def test_a_mark_loses_half_its_weight_in_sixty_days() -> None:
    """Weights 1 and ½: mean (9 + 3/2)/1.5 = 7, variance 4.84/1.5 = 3.227; both marks count as answers."""
    aged = abilities(marks("rag", 9) + marks("rag", 3, days_ago=60), NOW)
    # level: 1/4 + 1/5.477 = 0.4326; (1.25 + 7/5.477)/0.4326 = 5.844; topic: (7/3.227 + 5.844/2.25)/(0.3099 + 0.4444)
    assert round(aged.level.mean, 3) == 5.844
    assert (round(aged.of("rag").mean, 3), aged.of("rag").n) == (6.319, 2)


def test_difficulty_is_added_back() -> None:
    assert abilities(marks("rag", 6, difficulty=2.0), NOW) == abilities(marks("rag", 8), NOW)


@pytest.mark.parametrize(("mark", "mean"), [(100.0, 10.0), (-100.0, 0.0)])
def test_an_ability_is_a_mark(mark: float, mean: float) -> None:
    found = abilities(marks("rag", mark), NOW)
    assert (found.of("rag").mean, found.level.mean) == (mean, mean)


def test_a_learned_difficulty_in_figures() -> None:
    """Five people of 7 ± 0.5 marked 2: each weighs 1/(4.84 + 0.25) = 0.1965 and missed 5; prior −0.8 with 1/1.44 = 0.6944."""
    learned = learned_difficulty(2, [DifficultyEvidence(2.0, SURE)] * 5)
    assert round(learned, 3) == 2.598  # (−0.8·0.6944 + 5·5·0.1965)/(0.6944 + 0.9823)
    assert learned_difficulty(2, [DifficultyEvidence(2.0, SURE)] * 4) == pytest.approx(-0.8)
