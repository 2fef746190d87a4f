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
    """At least three of level 1 or 2 in every topic: one ask, two or three points."""
    first = Counter(
        question.topic
        for question in QUESTIONS
        if question.level <= 2
        and len(question.key_points) <= 3
        and all(questions_in(getattr(question.question, language), language) == 1 for language in LANGUAGES)
    )
    assert sum(first.values()) >= 60
    assert min(first[topic.id] for topic in TOPICS) >= 3


def test_a_higher_level_holds_more() -> None:
    for language in LANGUAGES:
        lengths = [
            median(
                length(getattr(question.reference, language), language)
                for question in QUESTIONS
                if question.level == level
            )
            for level in range(1, 6)
        ]
        assert lengths == sorted(set(lengths))


def test_every_question_has_both_languages() -> None:
    assert [question.id for question in QUESTIONS if len(question.languages) < 2] == []


def test_files_of_the_packaged_bank_stand_where_they_belong() -> None:
    for id, origin in BANK.origins.items():
        assert Path(origin) == PACKAGED / BANK.questions[id].topic / f"{id}.yaml"
