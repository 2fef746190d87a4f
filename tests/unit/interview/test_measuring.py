"""The test of ability: its arithmetic, its forms, and how it goes on; simulated people say whether it measures."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from benchmarks.ability_forms import FRESH, LEARNED, Person, Simulation, both_forms
from grader.grade import Verdict
from interview.ability import DIFFICULTY_VARIANCE, LEVEL_MEAN
from interview.events import Graded, HintAsked, Skipped, Started, Stopped, Unknown
from interview.marks import MarkSource
from interview.measuring import (
    AT_LEAST,
    AT_MOST,
    PRECISE,
    MarkedAnswer,
    difficulty_sd,
    form_of,
    measured,
    nearest,
    result_of,
    weight,
)
from interview.model import AbilityForm, Interview, Mode, Phase, Ramp, TurnState
from interview.step import step
from questions.bank import load_bank
from questions.model import Kind, Question, authored_difficulty
from testing.rows import grade

SURE = difficulty_sd(50)


def test_without_answers_nothing_but_the_prior_is_told() -> None:
    found = measured([])
    assert (found.mean, found.n) == (pytest.approx(LEVEL_MEAN, abs=0.01), 0)
    assert found.sd == pytest.approx(2, abs=0.02) and found.high - found.low == pytest.approx(2 * 1.645 * 2, abs=0.05)


def test_better_answers_and_harder_questions_mean_more_ability() -> None:
    by_mark = [measured([MarkedAnswer(mark, 0, SURE)] * 4).mean for mark in (0, 2.5, 5, 7.5, 10)]
    by_difficulty = [measured([MarkedAnswer(5, difficulty, SURE)] * 4).mean for difficulty in (-2, 0, 2)]
    assert all(a < b for a, b in pairwise(by_mark)) and all(a < b for a, b in pairwise(by_difficulty))
    assert by_mark[2] == pytest.approx(LEVEL_MEAN, abs=0.01)
    assert by_mark[0] + by_mark[4] == pytest.approx(2 * LEVEL_MEAN, abs=0.01)


def test_a_question_at_even_odds_tells_most_and_one_of_known_difficulty_more() -> None:
    even, off, far = (measured([MarkedAnswer(10 / (1 + 2.718281828 ** (0.4 * d)), d, SURE)] * 9).sd for d in (0, 3, 5))
    assert even < off < far
    assert weight(0) > weight(difficulty_sd(20)) > weight(difficulty_sd(0))
    assert difficulty_sd(0) ** 2 == pytest.approx(DIFFICULTY_VARIANCE)


@cache
def packaged() -> tuple[Question, ...]:
    return tuple(load_bank(()).questions.values())


def questions() -> list[Question]:
    return [q for q in packaged() if q.kind is not Kind.OPEN]


def test_forms_of_one_person_share_no_question_and_have_the_same_topics_and_levels() -> None:
    for person in range(5):
        first, second = form_of(packaged(), person, 0), form_of(packaged(), person, 1)
        assert not {q.id for q in first} & {q.id for q in second} and abs(len(first) - len(second)) <= 60
        assert all(q.kind is not Kind.OPEN and not q.hands_on for q in first)
        strata = [{(q.topic, q.level): 0 for q in form} for form in (first, second)]
        many = [key for key in strata[0] if key in strata[1]]
        assert len(many) >= 0.8 * len(strata[0])
    backwards = tuple(reversed(packaged()))
    assert form_of(packaged(), 1, 0) == form_of(backwards, 1, 0) == form_of(packaged(), 1, 2)
    assert form_of(packaged(), 1, 0) != form_of(packaged(), 2, 0)


def test_the_next_question_is_of_a_topic_asked_least_and_nearest_to_even_odds() -> None:
    known = {q.id: (authored_difficulty(q.level), 1.2) for q in questions()}
    chosen = nearest(questions(), known, 8.0, [])
    assert chosen.level == 5
    assert nearest(questions(), known, 8.0, [chosen.topic]).topic != chosen.topic


# -- an interview that is a test ------------------------------------------------------------------------------------


def test_of(person: int = 1, mode: Mode = Mode.EXAM) -> Interview:
    form = form_of(packaged(), person, 0)
    plan = AbilityForm(0, {q.id: (authored_difficulty(q.level), SURE) for q in form})
    begun = Interview("t", person, "en", (), mode=mode, depth=0, ramp=Ramp(3, AT_MOST, free=form, test=plan))
    return step(begun, Started())[0]


test_of.__test__ = False  # type: ignore[attr-defined]  # makes a test of ability, and is none of this suite's


def answered(interview: Interview, verdict: Verdict, *, judge: bool = True) -> Interview:
    from interview.events import Answered

    turn = interview.current
    assert turn is not None
    points = interview.items[turn.item].question.key_points
    said = step(interview, Answered(turn.number, "an answer"))[0]
    return step(said, Graded(turn.number, 1, 1, grade(points, *[verdict] * len(points), judge=judge)))[0]


def held(verdict: Verdict, **options: bool) -> Interview:
    interview = test_of()
    while interview.phase is Phase.ASKING:
        interview = answered(interview, verdict, **options)
    return interview


def test_it_climbs_for_whoever_knows_everything_and_falls_for_whoever_knows_nothing() -> None:
    levels = {v: [item.question.level for item in held(v).items] for v in (Verdict.COVERED, Verdict.MISSING)}
    assert levels[Verdict.COVERED][0] == levels[Verdict.MISSING][0] == 3
    assert min(levels[Verdict.COVERED][3:]) == 5 and max(levels[Verdict.MISSING][3:]) == 1


def test_it_asks_every_question_once_without_follow_ups_and_ends() -> None:
    interview = held(Verdict.PARTIAL)
    asked = [item.question.id for item in interview.items]
    assert len(set(asked)) == len(asked) == len(interview.turns) <= AT_MOST
    assert interview.phase is Phase.FINISHED and interview.planned == len(asked)
    found = result_of(interview)
    assert found is not None and found[1] is MarkSource.JUDGE
    assert found[0].sd <= PRECISE and found[0].low < found[0].mean < found[0].high


def test_estimates_give_no_ability_and_do_not_steer() -> None:
    interview = held(Verdict.COVERED, judge=False)
    assert result_of(interview) is None and len(interview.items) == AT_MOST
    assert {item.question.level for item in interview.items} == {3}


def test_a_few_answers_give_no_ability_and_what_is_passed_over_is_worth_nothing() -> None:
    interview = test_of()
    for _ in range(AT_LEAST - 1):
        interview = answered(interview, Verdict.COVERED)
    assert result_of(step(interview, Stopped())[0]) is None
    passed = interview
    for _ in range(3):
        assert passed.current is not None
        passed = step(passed, Skipped(passed.current.number))[0]
    more = interview
    for _ in range(3):
        more = answered(more, Verdict.COVERED)
    low, high = result_of(step(passed, Stopped())[0]), result_of(step(more, Stopped())[0])
    assert low is not None and high is not None and low[0].mean < high[0].mean - 1


def test_not_knowing_brings_no_hint_and_counts() -> None:
    begun = test_of(mode=Mode.COACH)
    assert begun.current is not None
    after, _ = step(begun, Unknown(begun.current.number, "I don't know"))
    assert after.turns[0].state is TurnState.UNKNOWN and not after.turns[0].hints
    assert step(begun, HintAsked(begun.current.number))[0] == begun


def test_an_ordinary_interview_has_no_ability() -> None:
    interview = held(Verdict.COVERED)
    assert interview.ramp is not None
    assert result_of(replace(interview, ramp=replace(interview.ramp, test=None))) is None


# -- simulated people ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", [FRESH, LEARNED])
def test_simulated_people_are_measured_as_well_as_is_told(world: object) -> None:
    assert world in (FRESH, LEARNED)
    found = both_forms(Simulation(questions(), world, 1), 120)  # type: ignore[arg-type]  # one of the two worlds
    assert found.sd <= 0.68 and abs(found.error - found.sd) < 0.1 and 0.85 <= found.held <= 0.95
    assert found.shared == 0 and abs(found.differ) < 0.25


def test_even_odds_need_fewer_questions_than_a_draw_at_random() -> None:
    sim = Simulation(questions(), LEARNED, 3)
    people = [Person(n, 5 + random.Random(n).choice((-3, 3))) for n in range(20)]
    lengths = [sum(len(sim.test(p, 0, adaptive=adaptive, at_most=60)[1]) for p in people) for adaptive in (True, False)]
    assert lengths[0] < 0.9 * lengths[1]
