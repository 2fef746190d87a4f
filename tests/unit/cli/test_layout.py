"""Lines broken to a terminal's width."""

from __future__ import annotations

import pytest

from cli.terminal.layout import breaks, hanging, laid_out, width
from questions.bank import load_bank
from questions.model import LANGUAGES

MAY_NOT_BEGIN = "，。！？；：、）》】」』”’…"
MAY_NOT_END = "（《【「『“‘"


def broken(text: str, columns: int) -> list[str]:
    return laid_out([(text, "")], columns).plain.split("\n")


@pytest.mark.parametrize("columns", [60, 40, 20])
def test_every_text_of_the_bank_fits_and_no_line_begins_with_a_closing_mark(columns: int) -> None:
    for question in list(load_bank().questions.values())[::4]:
        for text in (part.get(language) for part in (question.question, question.reference) for language in LANGUAGES):
            lines = broken(text, columns)
            assert all(width(line) <= columns for line in lines), lines
            assert not [line for line in lines if line.lstrip()[:1] in MAY_NOT_BEGIN and line.strip()], lines
            assert not [line for line in lines if line[-1:] in MAY_NOT_END and line], lines
            assert "".join("".join(lines).split()) == "".join(laid_out([(text, "")], None).plain.split())


def test_a_mark_takes_the_character_before_it_along() -> None:
    assert broken("显存随长度增长，而且很快。", 14) == ["显存随长度增", "长，而且很快。"]
    assert broken("他说“对”（也许）。", 6) == ["他说", "“对”", "（也", "许）。"]


def test_a_word_stays_whole_and_a_longer_one_than_a_line_is_broken() -> None:
    assert broken("把 attention_mask 传进去", 16) == ["把", "attention_mask", "传进去"]
    assert broken("see https://example.org/a/long/path now", 12) == [
        "see", "https://exam", "ple.org/a/lo", "ng/path now",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "columns", "indent"),
    [("1. ✓ 答到了", 40, 5), ("- an item", 40, 2), ("  · point", 40, 4), ("a text", 40, 0), ("          deep", 20, 0)],
)
def test_what_goes_on_stands_under_the_text_of_its_item(line: str, columns: int, indent: int) -> None:
    assert hanging(line, columns) == indent
    assert breaks(line + " word" * 20, columns, indent)


def test_markdown_is_rendered_and_formulas_stay_as_they_are() -> None:
    text = "要**左** padding：`tok.pad`，a*b*c 和 x_i_j\n- 一\n* 二\n```python\nx = a * b  # **kept**\n```\n完"
    made = laid_out([(text, "")], None)
    assert made.plain.split("\n") == [
        "要左 padding：tok.pad，a*b*c 和 x_i_j", "• 一", "• 二", "  x = a * b  # **kept**", "完",
    ]  # fmt: skip
    assert {made.plain[span.start : span.end] for span in made.spans if span.style == "bold"} == {"左"}


def test_a_fence_that_never_closes_hides_nothing() -> None:
    assert laid_out([("before\n```\nafter", "")], None).plain == "before\n```\nafter"
