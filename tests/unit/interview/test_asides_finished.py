"""Whether a draft reads finished: by what it left open, never by its length or a missing full stop."""

from __future__ import annotations

import pytest

from interview.aside_features import Message
from interview.completeness import features, finished
from questions.bank import load_bank
from questions.model import Question
from tests.unit.interview.asking import ASKED


def open_question(id: str) -> Question:
    return load_bank([]).questions[id]


@pytest.mark.parametrize(
    ("id", "probe", "draft"),
    [
        ("attn-kv-cache", "size-example", "10 GiB"),
        ("attn-kv-cache", "bidirectional", "不能"),
        ("attn-kv-cache", "bidirectional", "no"),
        ("attn-kv-cache", None, "每层存历史的 k 和 v 新的一步只算一个 token 代价是显存随长度涨"),
        (
            "rag-basics",
            None,
            "retrieve passages for the question, put them in the prompt, let the model answer from them",
        ),
    ],
)
def test_a_whole_answer_is_finished_without_a_full_stop(id: str, probe: str | None, draft: str) -> None:
    assert finished(draft, open_question(id), probe)


@pytest.mark.parametrize(
    ("id", "probe", "draft"),
    [
        ("attn-kv-cache", None, "it stores the keys and values of every layer because the"),
        ("attn-kv-cache", None, "每层把历史的 key 和 value 存下来，因为"),
        ("rag-basics", None, "first you retrieve the passages, and then you"),
        ("rag-basics", None, "主要有三点："),
    ],
)
def test_a_draft_that_breaks_off_is_not_finished(id: str, probe: str | None, draft: str) -> None:
    assert not finished(draft, open_question(id), probe)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (
            "There are two reasons: first (because the",
            "bracket left open | first without second | several announced | joining word at the end"
            " | last clause without a subject | reason delivered",
        ),
        (
            "如果时间戳在前面，",
            "left open | condition without consequence | condition alone | words of points over 0 | reason delivered",
        ),
        (
            "because",
            "joining word at the end | condition without consequence | condition alone | last clause a cue alone"
            " | last clause without a subject | reason delivered | reason delivered in a few words",
        ),
        (
            "firstly the timestamp, then 2992",  # the second follows the first
            "last clause a cue alone | words of points over 0 | reason delivered | reason delivered in a few words",
        ),
        ("时间戳", "words of points over 0 | reason still to come"),
    ],
)
def test_the_readable_features_of_a_draft_whole(draft: str, expected: str) -> None:
    """Names are those that the weights were fitted with."""
    assert {name for name in features(Message.of(draft, ASKED)) if "[" not in name} == set(expected.split(" | "))
