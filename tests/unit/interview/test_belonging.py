"""What reads like more of the answer before: by the bank's words, and on labelled messages of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview.aside_evaluation import LabelledMessage, read_lines
from interview.belonging import reads_like_more
from questions.bank import load_bank

DATA = Path(__file__).parents[3] / "training" / "data" / "asides.jsonl"
BANK = load_bank([])
QUESTION = BANK.questions["attn-kv-cache"]
PROBE = next(probe for probe in QUESTION.probes if probe.id == "size-example")


@pytest.mark.parametrize(
    ("text", "is_more"),
    [
        ("Also, every layer stores the keys and values of earlier tokens", True),
        ("还有，每层都要存历史 token 的 key 和 value", True),
        (PROBE.reference.get("en"), False),
        (PROBE.reference.get("zh"), False),
        ("10 GiB", False),
        ("", False),
    ],
)
def test_by_its_words(text: str, is_more: bool) -> None:
    assert reads_like_more(text, (QUESTION, None), (QUESTION, PROBE.id)) is is_more


def shares(lines: list[LabelledMessage]) -> tuple[float, float]:
    """Of answers to follow-ups and of answers to questions: the share that reads like more of the question's answer."""
    follow, root = [], []
    for one in lines:
        if one.is_answer and one.probe:
            follow.append(reads_like_more(one.text, (one.question, None), (one.question, one.probe)))
        elif one.is_answer and one.question.probes:
            root.append(reads_like_more(one.text, (one.question, None), (one.question, one.question.probes[0].id)))
    return sum(follow) / len(follow), sum(root) / len(root)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_few_answers_to_follow_ups_are_asked_about_and_most_of_what_belongs_before(language: str) -> None:
    with DATA.open("rb") as data:
        lines = [one for one in read_lines(data, BANK.get) if one.language == language]
    wrongly, rightly = shares(lines)
    assert wrongly <= 0.03
    assert rightly >= 0.6  # many of the lines are a few words, some of them about something else
