"""How a message is read: its clauses, the subject taken out of its words, quotations, and what makes it close to what is open."""

from __future__ import annotations

import pytest

from interview.aside_features import Message, clauses, features, masked
from interview.asked import plain, subject_words
from interview.cues import cues, patterns
from tests.unit.interview.asking import ASKED


def read(text: str, *before: str) -> dict[str, float]:
    return features(Message.of(text, ASKED, before))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("first quotas, then retries. ok?", ("first quotas,", " then retries.", " ok?")),
        ("先限流，再重试。好吗？", ("先限流,", "再重试。", "好吗?")),
        ("先限流 再重试", ("先限流 ", "再重试")),
        ("3.5 and 1,000", ("3.5 and 1,000",)),
        ("one\ntwo", ("one\n", "two")),
        ("wait... no", ("wait...", " no")),
        ("", ("",)),
        ("🤷", ("🤷",)),
    ],
)
def test_clauses_end_at_signs_lines_and_blanks_between_han(text: str, found: tuple[str, ...]) -> None:
    assert clauses(plain(text)) == found


def test_words_of_the_subject_are_replaced_by_where_they_come_from() -> None:
    assert masked("move the cache timestamp 2992 or 7", ASKED) == [
        "<point>", "the", "<asked>", "<point>", "<point number>", "or", "<number>",
    ]  # fmt: skip
    assert masked("把时间戳挪走", ASKED) == ["把", "<point>", "挪", "走"]


def test_a_word_that_the_question_said_is_no_point_of_the_answer() -> None:
    assert subject_words("cache hit") <= ASKED.stem
    assert not ASKED.stem & ASKED.points
    assert "any word of points" not in read("the cache hit rate")
    assert read("the timestamp")["any word of points"] == 1


def test_words_of_talk_belong_to_no_subject() -> None:
    assert subject_words(plain("Can you please give me a hint about this question")) == frozenset(
        {"about"[:6]} - {"about"}
    )
    assert subject_words(plain("能不能给我说一下")) == frozenset()


def test_what_stands_in_quotation_marks_is_no_cue() -> None:
    assert "hint" not in read("时间戳放前面，“给我提示”这种话不算")
    assert "hint" in read("时间戳放前面，给我提示")
    assert read("“时间戳”")["any word of points"] == 1, "a message that is nothing but a quotation is read"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("could you repeat that", "repeat"),
        (plain("換一題簡單的吧"), "easier"),
        ("凭什么判我错", "dispute"),
        ("hold on a sec", "wait"),
        ("公布答案", "reveal"),
        ("i have no clue", "idk"),
    ],
)
def test_a_turn_of_phrase_is_a_cue(text: str, cue: str) -> None:
    assert cue in set(cues(text))


def test_every_cue_has_patterns() -> None:
    assert all(pattern.pattern for pattern in patterns().values())
    assert len(patterns()) == 24


def test_the_shape_of_what_was_asked_counts() -> None:
    assert "reason" in ASKED.wants
    assert read("because the timestamp comes first")["wanted reason"] == 1
    assert read("timestamp first")["reason left out"] == 1


def test_what_was_said_before_counts() -> None:
    assert "after others" not in read("移到末尾")
    found = read("移到末尾", "时间戳在前面")
    assert found["after others"] == found["after words of points"] == 1


def test_a_question_at_the_end_is_told_from_one_at_the_start() -> None:
    assert "asks at the end only" in read("move the timestamp, right?")
    assert "asks at the end only" not in read("right?")
    assert "asks at the start only" in read("why? the timestamp moves")
    assert "tells, then asks" in read("move the timestamp, right?")


WHOLE: list[tuple[str, tuple[str, ...], str]] = [
    # a message, what was said before it, and every readable feature that is not 0, with its value where that is not 1
    (
        "Move the timestamp to the end, because the cache reads the front first; is that ok?",
        (),
        "longer than 2 | longer than 4 | longer than 8 | longer than 16 | clauses"  # 17 tokens; 3 clauses of 3
        " | words of points | any word of points | two words of points"  # move, timestamp, front
        " | words of the question = 0.333 | other words = 0.2"  # cache; reads
        " | question mark | ends as a question"
        " | because | clarify | stop | first stop | last clarify | two cues"
        " | clarify asked | clarify with points | stop asked | stop with points"
        " | free share = 0.438 | free words over 0 | free words over 3 | free clauses over 0"  # 7 of 16 words
        " | free clauses with points = 0.5 | clauses with cues | wanted reason"
        " | asks at the end only | tells, then asks | tells at length, then asks",  # 13 words before the question
    ),
    (
        "你好，能给个提示吗？",
        ("时间戳在前面",),
        "longer than 2 | longer than 4 | clauses = 0.667 | other words = 0.2"
        " | question mark | ends as a question | Chinese"
        " | chat | particle | you | request | hint | yes or no"
        " | first chat | first you | last hint | last yes or no | last request | last particle"
        " | chat asked | chat to you | chat after others | chat and little else"
        " | request asked | request to you | request after others | request and little else"
        " | hint asked | hint to you | hint after others | hint and little else"
        " | two cues | three cues | clauses with cues"
        " | unwanted yes or no | short unwanted yes or no | reason left out"
        " | asks at the end only | after others | after words of points",
    ),
    (
        'x = f(2)\n"it said so" 5%',
        (),
        "longer than 2 | longer than 4 | longer than 8 | clauses = 0.667"
        " | words of the question = 0.333 | other words = 0.2 | a number of its own"  # 5; 2
        " | operator | code | several lines | quotes | no cue for an aside"
        " | plain statement | plain statement in a few words | plain statement of a subject"
        " | free share | free words over 0 | free words over 3 | free clauses over 0 | free clauses over 1"
        " | first clause free | last clause free"
        " | unwanted number | short unwanted number | reason left out",
    ),
]


@pytest.mark.parametrize(("text", "before", "expected"), WHOLE, ids=[text[:12] for text, _, _ in WHOLE])
def test_the_readable_features_of_a_message_whole(text: str, before: tuple[str, ...], expected: str) -> None:
    """Names are those that the weights were fitted with."""
    named = (feature.partition(" = ") for feature in expected.split(" | "))
    found = {name: round(value, 3) for name, value in read(text, *before).items() if "[" not in name}
    assert found == {name: float(value or 1) for name, _, value in named}
