"""Questions found by the words that somebody remembers."""

from __future__ import annotations

import pytest

from app.search import about
from questions.bank import Bank
from questions.handson.banked import with_tasks
from testing.context import bank

WITH_TASKS = with_tasks(bank())


@pytest.mark.parametrize("words", ["hand-rmsnorm", " HAND-RMSNORM "])
def test_an_id_is_one_question(words: str) -> None:
    assert [question.id for question in about(WITH_TASKS, words, "en")] == ["hand-rmsnorm"]


def test_whoever_wants_to_talk_is_not_asked_to_write_code() -> None:
    found = about(WITH_TASKS, "RMSNorm", "zh")
    assert found
    assert not any(question.hands_on for question in found)


def test_tasks_come_where_nothing_else_does() -> None:
    tasks = Bank({id: question for id, question in WITH_TASKS.questions.items() if question.hands_on})
    assert "hand-rmsnorm" in [question.id for question in about(tasks, "RMSNorm", "en")]


def test_nothing_is_found_for_nothing_known() -> None:
    assert about(WITH_TASKS, "qqqq", "en") == []
