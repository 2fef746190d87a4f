from __future__ import annotations

import random

import pytest

from bot.html import escaped, folded, prose
from bot.split import plain, split, units
from testing.botapi import parse_html


def test_short_html_is_left_alone() -> None:
    assert split("<b>第 1/3 题</b>") == ["<b>第 1/3 题</b>"]


def test_every_part_parses_and_nothing_is_lost() -> None:
    dice = random.Random(7)
    words = ["KV cache", "注意力", "😀", "<x>", "&", "𝔘", "e\u0301", "👩‍👩‍👧‍👦", "\n\n", "\n", "。", ". ", "，"]
    for _ in range(60):
        body = escaped("".join(dice.choice(words) for _ in range(dice.randrange(50, 4000))))
        html = f'<b>标题</b>\n{folded("<i>" + body + "</i>")}\n<pre><code class="language-python">{body}</code></pre>'
        parts = split(html, 1000)
        assert all(units(parse_html(part)) <= 1000 for part in parts)
        assert "".join(map(plain, parts)).split() == plain(html).split()


def test_a_paragraph_break_is_preferred_to_a_sentence_and_a_word() -> None:
    text = "a" * 60 + "\n\n" + "b. " * 10 + "c" * 40
    assert [plain(p).strip() for p in split(text, 100)] == ["a" * 60, ("b. " * 10 + "c" * 40)]


def test_one_word_without_breaks_is_cut_at_the_limit() -> None:
    assert [len(p) for p in split("x" * 10_000)] == [4096, 4096, 1808]


def test_astral_characters_count_twice_as_the_server_counts_them() -> None:
    parts = split("😀" * 5000)
    assert [units(p) for p in parts] == [4096, 4096, 1808]


@pytest.mark.parametrize("joined", ["e\u0301", "👍🏽", "❤️"])
def test_a_character_is_never_torn_from_what_belongs_to_it(joined: str) -> None:
    for part in split("x" + joined * 4000, 501):
        assert part.removeprefix("x").replace(joined, "") == ""


def test_code_goes_on_as_code() -> None:
    first, second = split(prose("```python\n" + "x = 1\n" * 900 + "```"))
    assert first.endswith("x = 1\n</code></pre>")
    assert second.startswith('<pre><code class="language-python">x = 1')


def test_prose_keeps_code_and_escapes_the_rest() -> None:
    assert prose("a `x<y` & <b>\n```\nif a<b:\n```\nend") == (
        "a <code>x&lt;y</code> &amp; &lt;b&gt;\n<pre><code>if a&lt;b:</code></pre>\nend"
    )
