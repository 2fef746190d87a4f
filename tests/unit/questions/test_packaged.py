"""The packaged bank is without faults and asks every item of the notes it began with, over enough topics, levels and kinds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

from questions.bank import PACKAGED, load_bank
from questions.levels import length
from questions.lint import COVERED, check_bank
from questions.model import LANGUAGES, Kind
from questions.problem import Severity
from questions.topics import TOPICS
from questions.wording import questions_in

BANK = load_bank()
QUESTIONS = tuple(BANK.questions.values())


def test_every_packaged_question_is_good() -> None:
    assert [str(problem) for problem in check_bank(BANK) if problem.severity is Severity.ERROR] == []


def test_every_item_of_the_notes_is_asked() -> None:
    covered = {item for question in QUESTIONS for item in question.covers}
    assert len(COVERED) == 99
    assert sorted(COVERED - covered) == []
    assert sorted(covered - COVERED) == []


def test_there_are_enough_questions_of_every_sort() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert len(QUESTIONS) >= 160
    assert len({question.topic for question in QUESTIONS}) >= 14
    assert kinds[Kind.COMPARISON] + kinds[Kind.TRADE_OFF] >= 25
    assert min(kinds[kind] for kind in (Kind.DEBUGGING, Kind.DESIGN, Kind.CODE)) >= 15
    assert {question.level for question in QUESTIONS} == {1, 2, 3, 4, 5}


def test_every_topic_has_first_questions_that_fit_a_phone() -> None:
    """At least three of level 1 or 2 in every topic of knowledge: one ask, two or three points."""
    first = Counter(
        question.topic
        for question in QUESTIONS
        if question.level <= 2
        and len(question.key_points) <= 3
        and all(questions_in(getattr(question.question, language), language) == 1 for language in LANGUAGES)
    )
    assert sum(first.values()) >= 60
    assert min(first[topic.id] for topic in TOPICS if topic.direction is not None) >= 3


def test_topics_about_the_person_hold_open_questions_and_no_others() -> None:
    personal = {topic.id for topic in TOPICS if topic.direction is None}
    assert personal == {"introduction", "motivation", "project", "design-talk", "questions-back"}
    assert {question.topic for question in QUESTIONS if question.kind is Kind.OPEN} == personal
    assert {question.kind for question in QUESTIONS if question.topic in personal} == {Kind.OPEN}


def test_every_criterion_of_a_project_is_probed_from_four_sides() -> None:
    projects = [question for question in QUESTIONS if question.topic == "project"]
    criteria = ["goal", "baseline", "own", "data", "metric", "tradeoff", "failure", "next"]
    assert len(projects) == 3
    for question in projects:
        assert [point.id for point in question.key_points] == criteria
        for point in criteria:
            aimed = [probe for probe in question.all_probes() if probe.aims_at == point]
            assert len(aimed) >= 4, (question.id, point)
            assert len({probe.purpose for probe in aimed}) >= 3, (question.id, point)
            assert any(not probe.needs for probe in aimed), (question.id, point)


def test_a_higher_level_holds_more() -> None:
    for language in LANGUAGES:
        lengths = [
            median(
                length(getattr(question.reference, language), language)
                for question in QUESTIONS
                if question.level == level and question.kind is not Kind.OPEN
            )
            for level in range(1, 6)
        ]
        assert lengths == sorted(set(lengths))


def test_every_question_has_both_languages() -> None:
    assert [question.id for question in QUESTIONS if len(question.languages) < 2] == []


def test_files_of_the_packaged_bank_stand_where_they_belong() -> None:
    for id, origin in BANK.origins.items():
        assert Path(origin) == PACKAGED / BANK.questions[id].topic / f"{id}.yaml"
