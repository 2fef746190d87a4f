"""What is drawn: due first, then what failed, then new questions that are neither too easy nor too hard."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.ability import LEVEL_MEAN
from interview.events import Started
from interview.model import Interview, Ramp
from interview.ramp import start_level
from interview.step import step
from questions.bank import Bank, load_bank
from questions.draw import UNKNOWN_ABILITY, DueQuestion, Past, Wanted, candidates, draw, expected
from questions.model import Kind, Language, Text, authored_difficulty
from testing.questions import question

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TOPICS = ("rag", "moe", "agents")
PLAIN = question()


def many(n: int, topics: tuple[str, ...] = TOPICS, **changed: object) -> Bank:
    """n questions over the topics and levels in turn."""
    made = (
        replace(
            PLAIN,
            id=f"q{i:03}",
            topic=topics[i % len(topics)],
            level=i // len(topics) % 5 + 1,
            **changed,  # type: ignore[arg-type]  # fields of any type
        )
        for i in range(n)
    )
    return Bank({one.id: one for one in made})


def drawn(
    bank: Bank, wanted: Wanted, past: tuple[Past, ...] = (), due: tuple[DueQuestion, ...] = (), seed: int = 1
) -> list[str]:
    return [one.id for one in draw(bank, wanted, past, due, {}, {}, NOW, seed)]


BANK = many(60)
some_past = st.lists(
    st.builds(
        Past,
        st.sampled_from([*BANK.questions, "gone"]),
        st.floats(0, 20).map(lambda days: NOW - days * DAY),
        st.none() | st.floats(0, 10),
    ),
    max_size=60,
)
some_due = st.lists(
    st.builds(DueQuestion, st.sampled_from([*BANK.questions, "gone"]), st.just(("p",)), st.floats(0, 9)), max_size=8
)
wishes = st.builds(
    Wanted,
    st.sampled_from(["zh", "en"]),
    st.sampled_from([(), ("rag",), ("rag", "moe"), ("nothing",)]),
    st.none() | st.integers(1, 5),
    st.integers(0, 8),
)


@given(wishes, some_past, some_due, st.integers())
@settings(max_examples=200, deadline=None)
def test_a_draw_is_what_was_asked_for(wanted: Wanted, past: list[Past], due: list[DueQuestion], seed: int) -> None:
    found = draw(BANK, wanted, past, due, {"rag": 8.0}, {"q001": 2.0}, NOW, seed)
    assert found == draw(BANK, wanted, list(reversed(past)), due, {"rag": 8.0}, {"q001": 2.0}, NOW, seed) or _tied(past)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids) <= wanted.count
    last = {one.question_id: one for one in sorted(past, key=lambda one: one.at)}
    for one in found:
        assert one.topic in (wanted.topics or TOPICS)
        assert wanted.level in (None, one.level)
        asked = last.get(one.id)
        assert asked is None or asked.at <= NOW - 3 * DAY or (asked.mark is not None and asked.mark < 5) or _tied(past)
    fits = [
        q
        for q in BANK.questions.values()
        if (not wanted.topics or q.topic in wanted.topics) and wanted.level in (None, q.level)
    ]
    resting = {id for id, one in last.items() if one.at > NOW - 3 * DAY and not (one.mark is not None and one.mark < 5)}
    assert len(found) == min(wanted.count, sum(q.id not in resting for q in fits)) or _tied(past)


def _tied(past: list[Past]) -> bool:
    """Whether a question was asked twice at the same instant: which mark is the last is then open."""
    return max(Counter((one.question_id, one.at) for one in past).values(), default=0) > 1


def test_due_ones_come_first_the_most_urgent_before_the_others() -> None:
    due = (DueQuestion("q004", ("p",), 1.0), DueQuestion("q050", ("p",), 9.0), DueQuestion("q010", ("p",), 5.0))
    assert drawn(BANK, Wanted("zh", count=2), due=due) == ["q050", "q010"]
    assert drawn(BANK, Wanted("zh", count=4), due=due)[:3] == ["q050", "q010", "q004"]


def test_a_story_of_one_s_own_may_be_told_again_at_once() -> None:
    stories = many(1, ("project",), kind=Kind.OPEN)
    past = (Past("q000", NOW - DAY / 24, 9.0),)
    assert drawn(stories, Wanted("zh", ("project",), count=1), past) == ["q000"]
    assert drawn(many(1), Wanted("zh", count=1), past) == []


def test_what_was_asked_lately_rests_unless_it_failed() -> None:
    bank = many(3)
    past = (Past("q000", NOW - DAY, 9.0), Past("q001", NOW - DAY, 4.9), Past("q002", NOW - 2 * DAY, None))
    assert drawn(bank, Wanted("zh"), past) == ["q001"]
    assert drawn(bank, Wanted("zh"), past, due=(DueQuestion("q000", ("p",), 1.0),)) == ["q001"]
    later = (*past, Past("q001", NOW - DAY / 2, 8.0))
    assert drawn(bank, Wanted("zh"), later) == []


def test_what_failed_comes_back_but_not_at_once_and_not_alone() -> None:
    failed = tuple(Past(f"q{n:03}", NOW - 4 * DAY - n * DAY, 1.0) for n in range(6))
    found = drawn(BANK, Wanted("zh", count=4), failed)
    assert found[:2] == ["q005", "q004"]
    assert not {f"q{n:03}" for n in range(6)} & set(found[2:])
    fresh = (Past("q000", NOW - timedelta(minutes=5), 0.0),)
    assert "q000" not in drawn(BANK, Wanted("zh", count=5), fresh)


def test_new_questions_come_from_every_topic_in_turn() -> None:
    for seed in range(20):
        topics = Counter(BANK.questions[id].topic for id in drawn(BANK, Wanted("zh", count=6), seed=seed))
        assert topics == {"rag": 2, "moe": 2, "agents": 2}
    asked = tuple(Past(f"q{n:03}", NOW - 9 * DAY, 8.0) for n in range(0, 9, 3))
    assert BANK.questions["q000"].topic == "rag"
    assert "rag" not in {BANK.questions[id].topic for id in drawn(BANK, Wanted("zh", count=2), asked)}


def _levels(mark: float) -> float:
    bank = many(300, ("rag",))
    found = [draw(bank, Wanted("zh", count=3), (), (), {"rag": mark}, {}, NOW, seed) for seed in range(60)]
    return statistics.mean(one.level for hand in found for one in hand)


def test_who_knows_more_is_asked_harder_questions() -> None:
    assert _levels(3.0) < _levels(6.0) < _levels(9.0)
    assert _levels(3.0) < 2
    assert _levels(9.0) > 4


def test_new_questions_are_drawn_near_three_quarters_of_success() -> None:
    bank = many(300, ("rag",))
    difficulty = {id: (n % 100 - 50) / 8 for n, id in enumerate(bank.questions)}
    for mark in (3.0, 5.0, 7.0, 9.0):
        hands = [draw(bank, Wanted("zh", count=3), (), (), {"rag": mark}, difficulty, NOW, seed) for seed in range(60)]
        success = [expected(mark, difficulty[one.id]) for hand in hands for one in hand]
        assert statistics.mean(success) == pytest.approx(0.75, abs=0.06)


def test_a_question_is_asked_in_its_own_language_only() -> None:
    chinese = replace(PLAIN, question=Text("只有中文？"))
    bank = Bank({"zh-only": replace(chinese, id="zh-only"), "both": replace(PLAIN, id="both")})
    assert drawn(bank, Wanted("en"), due=(DueQuestion("zh-only", ("p",), 1.0),)) == ["both"]
    assert sorted(drawn(bank, Wanted("zh"))) == ["both", "zh-only"]


def test_seeds_decide_and_chance_is_spread() -> None:
    assert drawn(BANK, Wanted("zh"), seed=5) == drawn(BANK, Wanted("zh"), seed=5)
    assert len({tuple(drawn(BANK, Wanted("zh"), seed=seed)) for seed in range(30)}) > 20


def test_when_nothing_is_new_the_oldest_comes_first() -> None:
    bank = many(4)
    past = tuple(Past(f"q{n:03}", NOW - (10 - n) * DAY, 9.0) for n in range(4))
    assert drawn(bank, Wanted("zh", count=3), past) == ["q000", "q001", "q002"]


def test_an_empty_bank_draws_nothing() -> None:
    assert drawn(Bank({}), Wanted("zh")) == []


def test_a_retired_question_is_drawn_no_more() -> None:
    bank = many(3).with_edits((), ["q001"])
    assert sorted(drawn(bank, Wanted("zh"), due=(DueQuestion("q001", ("p",), 5.0),))) == ["q000", "q002"]


def test_somebody_unknown_is_expected_to_be_like_anybody() -> None:
    assert UNKNOWN_ABILITY == LEVEL_MEAN
    assert expected(UNKNOWN_ABILITY, authored_difficulty(3)) == 0.5


# -- an interview that climbs ----------------------------------------------------------------------------------------


@given(wishes, some_past, some_due, st.integers())
@settings(max_examples=100, deadline=None)
def test_candidates_are_enough_for_the_whole_interview(
    wanted: Wanted, past: list[Past], due: list[DueQuestion], seed: int
) -> None:
    found = candidates(BANK, wanted, past, due, {}, {}, NOW, seed)
    listed = found.owed + found.free
    assert len({one.id for one in listed}) == len(listed)
    drawn_once = draw(BANK, wanted, past, due, {}, {}, NOW, seed)
    assert len(listed) >= len(drawn_once)
    assert all(wanted.level in (None, one.level) for one in listed)
    assert all(not wanted.topics or one.topic in wanted.topics for one in listed)
    assert len(found.owed) < max(2, wanted.count)


def test_every_level_has_candidates_of_several_topics() -> None:
    found = candidates(many(300), Wanted("en", count=3), [], [], {}, {}, NOW, 1)
    assert Counter(one.level for one in found.free) == dict.fromkeys(range(1, 6), 3)
    for level in range(1, 6):
        assert {one.topic for one in found.free if one.level == level} == set(TOPICS)


def test_what_is_due_is_owed_but_for_the_first_place() -> None:
    due = [DueQuestion(f"q{n:03}", ("p",), 9.0 - n) for n in range(5)]
    found = candidates(BANK, Wanted("en", count=3), [], due, {}, {}, NOW, 1)
    assert [one.id for one in found.owed] == ["q000", "q001"]
    assert found.free[0].id == "q002"
    assert [one.id for one in candidates(BANK, Wanted("en", count=1), [], due, {}, {}, NOW, 1).owed] == ["q000"]


def test_a_seed_gives_the_same_candidates() -> None:
    first, again, other = (candidates(BANK, Wanted("en", count=5), [], [], {}, {}, NOW, seed) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("language", ["zh", "en"])
def test_newcomers_begin_with_an_easy_question_of_the_packaged_bank(language: Language) -> None:
    bank = load_bank()
    for seed in range(10):
        for level, most in ((None, 2), (1, 1)):
            found = candidates(bank, Wanted(language, (), level, 3), [], [], {}, {}, NOW, seed)
            planned = Interview(
                "i", 1, language, (), ramp=Ramp(level or start_level(None, None), 3, found.owed, found.free)
            )
            begun, _ = step(planned, Started())
            assert begun.items[0].question.level <= most


@pytest.mark.parametrize("wanted", [Wanted("zh", count=60), Wanted("zh", count=60, hands_on=True)])
def test_nobody_is_asked_for_their_project_unasked(wanted: Wanted) -> None:
    told = replace(BANK.questions["q000"], kind=Kind.OPEN)
    bank = BANK.with_edits([told])
    due = (DueQuestion("q000", ("p",), 1.0),)
    assert "q000" not in drawn(bank, wanted, due=due)
    assert "q000" in drawn(bank, replace(wanted, open=True), due=due)
    assert "q000" in drawn(bank, replace(wanted, topics=(told.topic,)))


def test_what_a_failed_question_builds_on_is_asked_before_it() -> None:
    hard = replace(BANK.questions["q012"], builds_on=("q001", "q004"))
    bank = BANK.with_edits([hard])
    failed = Past("q012", NOW - DAY, 2.0)
    assert drawn(bank, Wanted("zh", count=6), (failed,))[:3] == ["q001", "q004", "q012"]
    known = Past("q001", NOW - 9 * DAY, 9.0)
    assert drawn(bank, Wanted("zh", count=6), (failed, known))[:2] == ["q004", "q012"]
    assert "q001" not in drawn(bank, Wanted("zh", count=2), (replace(failed, mark=8.0), known))
