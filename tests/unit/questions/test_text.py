"""Normalisation, clauses and words of both languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.text import (
    COMMON_WORDS,
    FILLER_CHARACTERS,
    FILLERS,
    FUNCTION_WORDS,
    clauses,
    content,
    han_share,
    latin_share,
    normalise,
    phrases,
    place,
    readable,
    sentences,
    telling_phrases,
)


def test_traditional_full_width_and_case_are_one() -> None:
    assert normalise("體積 ＫＶ Ｃache，") == normalise("体积 KV cache,")


def test_readable_keeps_newline_and_tab_and_drops_what_cannot_be_seen() -> None:
    assert readable("a\u200bb\u202e\x00\ud800c\n\td") == "abc\n\td"


def test_clauses_are_verbatim_and_short_pieces_join_a_neighbour() -> None:
    text = "KV Cache 缓存的是 K，V。是的，因为历史不变；Costs 1.5 MB, e.g. a lot. Done"
    found = clauses(text)
    assert all(clause in text for clause in found)
    assert found[0] == "KV Cache 缓存的是 K，V。"
    assert "Costs 1.5 MB, e.g." in found


def test_phrases_are_stemmed_words_and_pairs_of_characters() -> None:
    assert phrases(normalise("Caches cached 缓存的 3.5")) == {"cach", "缓存", "存的", "3.5"}


def test_content_leaves_function_words_out_and_keeps_names_with_digits_whole() -> None:
    assert content(normalise("the BF16 和 FP16 的范围")) == {"bf16", "fp16", "范", "围"}


def test_telling_phrases_leave_out_what_stands_in_any_text() -> None:
    plain = normalise("为什么 LoRA 能省显存？ How do you use LoRA?")
    assert telling_phrases(plain) == ["lora", "能省", "省显", "显存", "lora"]
    assert telling_phrases(normalise("怎么做的")) == []


def test_fillers_deny_and_count_nothing() -> None:
    assert {"here", "there", "too", "very"} == FILLERS - FUNCTION_WORDS
    assert FILLERS.isdisjoint({"not", "no", "only", "more", "less", "each", "per"})
    assert FUNCTION_WORDS | FILLERS < COMMON_WORDS
    assert FILLER_CHARACTERS.isdisjoint("不没只每再")


@pytest.mark.parametrize(
    ("text", "term", "at"),
    [
        ("About RAG", "rag", 6),
        ("Paragraphs", "rag", -1),
        ("記憶體 KV  Ｃache", "kv cache", 4),
        ("注意力", "意力", 1),
        ("anything", "", -1),
    ],
)
def test_a_latin_term_stands_as_a_whole_word_and_a_chinese_one_anywhere(text: str, term: str, at: int) -> None:
    assert place(text, term) == at


def test_shares_tell_the_language() -> None:
    assert han_share("缓存历史的 key 和 value") > 0.5 > latin_share("缓存历史的 key 和 value")
    assert latin_share("keys and values 16") > 0.7
    assert han_share("") == latin_share("…") == 0.0


@given(st.text(max_size=400))
def test_any_text_is_taken_apart(text: str) -> None:
    assert all(piece in text for piece in [*clauses(text), *sentences(text)])
    normalise(text), phrases(normalise(text)), content(normalise(text))
    assert readable(readable(text)) == readable(text)


def test_time_is_linear_in_length() -> None:
    def took(times: int) -> float:
        started = time.process_time()
        for text in (",", "a，b。", "数", "a ", "體\u200b"):
            clauses(text * times), phrases(normalise(text * times))
        return time.process_time() - started

    took(1_000)
    assert took(40_000) < 12 * max(took(10_000), 0.01)
