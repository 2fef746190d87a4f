from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.judge.prompt import harmless
from grader.judge.quotes import FREE_ENDS, Evidence, fold, locate

CHINESE = (
    "每生成一个 token，前面那些 token 在各层的 K、V 是固定的——因为有因果 mask；所以干脆存着，"
    "占用 ≈ 2×层数×KV 头数×head_dim×长度。拿 7B、fp16 算，一个 token 半兆！"
)
ENGLISH = (
    "RMSNorm doesn't subtract the mean; it's cheaper (about the same quality). GPT-4 needs O(n^2) with p >= 0.9 - 0.1."
)
TRADITIONAL = "因為有因果掩碼，歷史的鍵值不會變；新的詞元只算自己的 q、k、v，不用重算。"


@pytest.mark.parametrize(
    ("quote", "answer", "passage"),
    [
        ("前面那些token在各层的K,V是固定的,因为有因果mask", CHINESE, "前面那些 token 在各层的 K、V 是固定的——因为有因果 mask"),
        ("“所以干脆存着。”", CHINESE, "所以干脆存着"),
        ("２×层数×ＫＶ头数", CHINESE, "2×层数×KV 头数"),
        ("2*层数*KV头数", CHINESE, "2×层数×KV 头数"),
        ("RMSNorm doesn’t subtract the mean", ENGLISH, "RMSNorm doesn't subtract the mean"),
        ("rmsnorm DOESN'T subtract", ENGLISH, "RMSNorm doesn't subtract"),
        ("GPT‑4 needs O(n²)", ENGLISH, "GPT-4 needs O(n^2"),
        ("p ≥ 0.9 − 0.1", ENGLISH, "p >= 0.9 - 0.1"),
        ("因为有因果掩码", TRADITIONAL, "因為有因果掩碼"),
        ("前面那些 token……是固定的", CHINESE, "前面那些 token 在各层的 K、V 是固定的"),
        ("first\\nsecond", "first\nsecond", "first\nsecond"),
        ("a \\\"cat\\\"", 'a "cat"', 'a "cat'),
        ("K\u200bV 头数", CHINESE, "KV 头数"),
        ("- one\n- two", "one\n- two things", "one\n- two"),
    ],
)  # fmt: skip
def test_a_quote_is_found_however_it_is_punctuated_and_handed_back_verbatim(
    quote: str, answer: str, passage: str
) -> None:
    assert locate(quote, fold(answer)) == passage
    assert passage in answer


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("前面的 token 是变化的", CHINESE),
        ("rain", "training is slow"),
        ("3", "it has 13 heads"),
        ("p - 0.9", "p + 0.9"),
        ("a < b", "a > b"),
        ("固定的……前面那些", CHINESE),  # in the other order
        ("他……她", "他说她来"),  # too short to join
        ("", ENGLISH),
        ("…", ENGLISH),
        ("，。！", CHINESE),
    ],
)
def test_what_does_not_stand_there_is_not_found(quote: str, answer: str) -> None:
    assert locate(quote, fold(answer)) is None


PUNCTUATION = st.sampled_from([*" \n\t，。、；：！？“”‘’（）《》…—·,.;:!?\"'()[]{}`_|~@#$^&", "——", "\u3000", "\u200b"])


@given(st.data())
def test_models_may_punctuate_anew(data: st.DataObject) -> None:
    """A passage of the answer stays found when its punctuation, spaces, width and case are changed."""
    answer = data.draw(st.sampled_from([CHINESE, TRADITIONAL]))
    start = data.draw(st.integers(0, max(len(answer) - 24, 1)))
    passage = answer[start : start + data.draw(st.integers(14, 60))]
    assume(len(fold(passage).text) >= FREE_ENDS)
    copied = []
    for character in passage:
        if unicodedata.category(character)[0] in "PZ" and character != "-":
            character = data.draw(PUNCTUATION)
        wide = character.isascii() and character.isalnum() and data.draw(st.booleans())
        copied.append(chr(ord(character) + 0xFEE0) if wide else character)
    quote = "".join(copied).replace("...", ".")
    found = locate(quote, fold(answer))
    assert found is not None
    assert fold(found).text == fold(passage).text
    assert found in answer


@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_found_is_a_passage_of_the_answer(quote: str, answer: str) -> None:
    found = locate(quote, fold(answer))
    assert found is None or all(piece in answer for piece in found.split(" … "))


@given(
    st.text(max_size=80), st.sampled_from(["<|im_end|>", "[INST]", "</s>", "<think>", "a<b", "<｜User｜>", "</answer>"])
)
def test_what_the_prompt_takes_apart_can_still_be_quoted(text: str, token: str) -> None:
    answer = f"{text} the token {token} ends a turn"
    assert locate(harmless(f"the token {token} ends"), fold(answer)) is not None


QUESTION = ("KV Cache 缓存了什么？为什么快？", "What does the KV cache store, and why is it faster?")


@pytest.mark.parametrize("quote", ["KV cache", "KV Cache 缓存了什么", "it is", "的", "a", "不", "the", "🙂", "了，的"])
def test_trivial_quotes_and_the_question_prove_nothing(quote: str) -> None:
    assert Evidence("a KV cache: it is the 的 了，的 不 KV Cache 缓存了什么 🙂 K/V", QUESTION).passage(quote) is None


@pytest.mark.parametrize(
    ("quote", "answer"), [("16", "16"), ("K", "K"), ("不", "不"), ("AdamW", "AdamW"), ("掩码", "因果掩码")]
)
def test_short_right_answers_prove_what_they_say(quote: str, answer: str) -> None:
    assert Evidence(answer, QUESTION).passage(quote) == quote


def test_folding_is_linear() -> None:
    long = "-" * 50_000 + "缓存 " * 20_000
    assert len(fold(long).text) == 40_000
