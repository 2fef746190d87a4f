"""Whether a draft reads finished: by what it left open, never by its length or a missing full stop."""

from __future__ import annotations

import pytest

from interview.completeness import finished
from questions.bank import load_bank
from questions.model import Question


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
