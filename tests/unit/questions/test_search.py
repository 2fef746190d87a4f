"""Questions by what they speak of: most of what somebody searches for must stand in one."""

from __future__ import annotations

import pytest

from questions.bank import load_bank

BANK = load_bank()


@pytest.mark.parametrize("words", ["pizza toppings", "<svg onload=prompt(1)> zzqq vvkk", "x" * 3000, "", "  "])
def test_nonsense_finds_nothing(words: str) -> None:
    assert BANK.about(words, 12) == []


@pytest.mark.parametrize(
    ("words", "id"),
    [("KV cache", "attn-kv-cache"), ("flash attention 为什么快", "attn-flash"), ("what is lora", "ft-what-is-lora")],
)
def test_what_a_question_speaks_of_finds_it_first(words: str, id: str) -> None:
    assert BANK.about(words, 12)[0].id == id


def test_shares_are_of_the_words_that_stand_there() -> None:
    assert BANK.finder.shares("KV cache")["attn-kv-cache"] == pytest.approx(1)
    assert BANK.finder.shares("KV cache qqqq")["attn-kv-cache"] < 0.9
