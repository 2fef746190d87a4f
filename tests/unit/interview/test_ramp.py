"""The ramp: the easiest question first, then as hard as the answers were good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.ability import Ability
from interview.events import Answered, Event, Graded, Skipped, Started, Unknown
from interview.model import Interview, Item, Phase, Ramp
from interview.probing import next_probe
from interview.ramp import Seniority, start_level, wanted_level
from interview.step import step
from questions.model import Kind, Lines, Question
from tests.unit.grader.build import judged, not_known
from tests.unit.interview.build import POINTS, guess, question

STRONG, MIDDLING, WEAK = "CCM", "CMM", "MMM"  # shares 5/6, 1/2, 0
NO_HINTS = Lines()


def of_level(level: int, topic: str = "rag", name: str = "") -> Question:
    """A question without hints or probes."""
    return replace(question(name or f"{topic}{level}", (), topic, NO_HINTS), level=level)


def climbing(*free: Question, start: int = 1, count: int = 3, owed: tuple[Question, ...] = ()) -> Interview:
    planned = Interview("i", 1, "en", (), depth=0, ramp=Ramp(start, count, owed, free))
    return step(planned, Started())[0]


def goes_on(interview: Interview, said: str) -> Interview:
    """The interview after an answer to the open question with these verdicts; "?": not known, "-": skipped."""
    turn = interview.turns[-1]
    grade = not_known(POINTS) if said == "?" else judged(POINTS, said if said != "-" else "MMM")
    answered: Event = {"?": Unknown(turn.number), "-": Skipped(turn.number)}.get(said, Answered(turn.number, "x"))
    after, _ = step(interview, answered)
    return after if said == "-" else step(after, Graded(turn.number, 1, 1, grade))[0]


def levels(interview: Interview) -> list[int]:
    return [item.question.level for item in interview.items]


LADDER = tuple(
    of_level(level, topic, f"{topic}{level}{n}") for level in range(1, 6) for n in range(3) for topic in ("rag",)
)


@pytest.mark.parametrize(
    ("start", "answers", "climbed"),
    [
        (1, [MIDDLING] * 4, [1, 2, 3, 3, 3]),
        (1, [STRONG], [1, 3]),
        (2, [STRONG, STRONG, STRONG, STRONG], [2, 3, 4, 5, 5]),
        (2, [WEAK, WEAK], [2, 2, 1]),
        (3, [WEAK, WEAK, WEAK, WEAK], [3, 3, 2, 1, 1]),
        (3, ["?", "-"], [3, 3, 2]),
        (2, [WEAK, STRONG, WEAK], [2, 2, 3, 3]),
        (1, [STRONG, WEAK], [1, 3, 2]),
        (3, [MIDDLING, WEAK, WEAK, STRONG], [3, 4, 4, 3, 4]),
    ],
)
def test_levels_follow_the_answers(start: int, answers: list[str], climbed: list[int]) -> None:
    interview = climbing(*LADDER, start=start, count=10)
    for said in answers:
        interview = goes_on(interview, said)
    assert levels(interview) == climbed


def test_an_interview_ends_after_its_number_of_questions_or_when_nothing_is_left() -> None:
    interview = climbing(of_level(1), of_level(2), count=3)
    assert interview.planned == 2
    for _ in range(2):
        interview = goes_on(interview, MIDDLING)
    assert (interview.phase, levels(interview), interview.planned) == (Phase.FINISHED, [1, 2], 2)
    longer = climbing(*LADDER, count=2)
    assert longer.planned == 2
    for _ in range(2):
        longer = goes_on(longer, MIDDLING)
    assert (longer.phase, len(longer.items), longer.planned) == (Phase.FINISHED, 2, 2)
    assert longer.ramp == Ramp(1, 2)


def test_what_is_owed_comes_before_the_end_and_the_easiest_question_still_first() -> None:
    due = (of_level(4, "moe"), of_level(5, "agents"))
    interview = climbing(*LADDER, owed=due, count=3)
    for said in (WEAK, WEAK):
        interview = goes_on(interview, said)
    assert levels(interview) == [1, 4, 5]
    assert levels(climbing(of_level(1), owed=due, count=2)) == [4]


def test_the_nearest_level_stands_in_and_topics_take_turns() -> None:
    assert levels(climbing(of_level(5), of_level(3), of_level(4))) == [3]
    assert levels(climbing(of_level(3), of_level(1), start=2)) == [1]
    interview = climbing(of_level(1, "rag"), of_level(2, "rag"), of_level(2, "moe"))
    assert [item.question.topic for item in goes_on(interview, MIDDLING).items] == ["rag", "moe"]


def test_the_same_events_choose_the_same_questions() -> None:
    once, again = climbing(*LADDER, count=5), climbing(*LADDER, count=5)
    for said in (MIDDLING, STRONG, WEAK, WEAK, MIDDLING):
        once, again = goes_on(once, said), goes_on(again, said)
    assert once == again
    assert once.phase is Phase.FINISHED


def test_a_late_grade_changes_no_question_that_was_asked() -> None:
    interview = goes_on(climbing(*LADDER), MIDDLING)
    regraded, _ = step(interview, Graded(1, 1, 2, judged(POINTS, "MMM")))
    assert regraded.items == interview.items


def test_a_story_of_one_s_own_is_asked_about_however_well_it_is_told() -> None:
    told = replace(question(), level=1, kind=Kind.OPEN)
    interview = goes_on(replace(climbing(told, count=1), depth=3), STRONG)
    assert interview.turns[-1].probe is not None


def test_a_strong_answer_on_level_1_needs_no_probe_but_in_a_drill() -> None:
    asked = replace(question(), level=1)
    interview = step(Interview("i", 1, "en", (), ramp=Ramp(1, 3, (), (asked, of_level(2)))), Started())[0]
    after = goes_on(interview, STRONG)
    assert [turn.probe for turn in after.turns] == [None, None]
    assert [turn.probe for turn in goes_on(interview, "CMC").turns] == [None, "b1"], "2/3 is not strong"
    drill = replace(after, items=(Item(asked),), turns=after.turns[:1], ramp=None)
    assert next_probe(drill, 0) is not None


@pytest.mark.parametrize(
    ("grade", "level"),
    [
        (guess(1.0, 1.0, 1.0, score=9.0), 3),
        (guess(1.0, 1.0, 1.0, score=9.0, suspected="b"), 2),
        (guess(0.5, 0.5, 0.0, score=4.0), 2),
        (guess(0.3, 0.0, 0.0, score=1.0), 1),
    ],
)
def test_an_estimate_leads_too_but_takes_more_to_be_weak(grade: object, level: int) -> None:
    interview = climbing(*LADDER)
    graded = replace(interview.turns[0], revision=1, generation=1, grade=grade)  # type: ignore[arg-type]  # any grade
    said = replace(interview, turns=(graded,))
    assert said.ramp is not None
    assert wanted_level(said, said.ramp) == level


def test_after_a_hint_no_answer_is_strong() -> None:
    interview = climbing(*LADDER)
    hinted = replace(interview, turns=(replace(interview.turns[0], hints=("a",)),))
    assert levels(goes_on(hinted, "CCC")) == [1, 2]


@pytest.mark.parametrize(
    ("seniority", "known", "level"),
    [
        (None, None, 1),
        (Seniority.UNTOLD, None, 1),
        (Seniority.STARTING, None, 1),
        (Seniority.WORKING, None, 2),
        (Seniority.SENIOR, None, 3),
        (None, Ability(9.9, 1, 4), 1),
        (None, Ability(9.9, 1, 5), 2),
        (Seniority.SENIOR, Ability(9.9, 1, 30), 3),
        (Seniority.SENIOR, Ability(4.0, 1, 30), 1),
        (Seniority.WORKING, Ability(7.6, 1, 30), 2),
    ],
)
def test_where_an_interview_begins(seniority: Seniority | None, known: Ability | None, level: int) -> None:
    assert start_level(seniority, known) == level
