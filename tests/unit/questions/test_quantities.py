"""Numbers as people write them, in both languages."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.quantities import one_quantity, quantities

GIB, GB, HOUR = 8 * 2**30, 8e9, 3600.0


@pytest.mark.parametrize(
    ("text", "dimension", "amount"),
    [
        ("六十四 GB", "bit", 64 * GB),
        ("64GiB", "bit", 64 * GIB),
        ("64*1024^3 字节", "bit", 64 * GIB),
        ("2.5 万", "", 25_000),
        ("3 亿 token", "token", 3e8),
        ("1.07T tokens", "token", 1.07e12),
        ("一万七千二百度电", "second * watt", 17_200 * 1000 * HOUR),
        ("516 MWh", "second * watt", 516e6 * HOUR),
        ("三百来次每字节", " / bit", 300 / 8),
        ("6 点 7 倍", "x", 6.7),
        ("翻两番", "x", 4),
        ("quadruples", "x", 4),
        ("一半", "%", 0.5),
        ("四分之一", "%", 0.25),
        ("百分之十二点五", "%", 0.125),
        ("12.5 %", "%", 0.125),
        ("one in four", "%", 0.25),
        ("1/4", "%", 0.25),
        ("7/5", "", 1.4),
        ("三个九", "%", 0.999),
        ("four nines", "%", 0.9999),
        ("四成二", "%", 0.42),
        ("2^36", "", 2**36),
        ("10 的 9 次方", "", 1e9),
        ("10²²", "", 1e22),
        ("2.5e10", "", 2.5e10),
        ("5×10^11", "", 5e11),
        ("1.4×10²³ FLOPs", "flop", 1.4e23),
        ("3.6×", "x", 3.6),
        (r"7.8\times10^{22}", "", 7.8e22),
        (r"\frac{\sqrt{2}}{2}", "", math.sqrt(2) / 2),
        ("二分之根号二", "%", math.sqrt(2) / 2),
        ("fifty thousand", "", 50_000),
        ("half a trillion", "", 5e11),
        ("a quarter of a million", "", 250_000),
        ("one hundred and sixty", "", 160),
        ("four and an eighth", "", 4.125),
        ("半秒", "second", 0.5),
        ("两个半小时", "second", 2.5 * HOUR),
        ("两块二美金", "dollar", 2.2),
        ("$2.50 an hour", "dollar / second", 2.5 / HOUR),
        ("每分钟两千个 token", "token / second", 2000 / 60),
        ("58 rps", "request / second", 58),
        ("78 ZFLOPs", "flop", 78e21),
        ("10.82 nats", "bit", 10.82 / math.log(2)),
        ("-1.25", "", -1.25),
    ],
)
def test_a_quantity_is_read_however_it_is_written(text: str, dimension: str, amount: float) -> None:
    (quantity,) = [q for q in quantities(text) if not q.operand]
    first = quantity.amounts()[0]
    assert first[0] == dimension
    assert first[1] == pytest.approx(amount)


def test_a_whole_line_is_one_quantity_or_none() -> None:
    assert one_quantity("64 GiB") is not None
    assert one_quantity("about 64 GiB") is None
    assert one_quantity("64 GiB or 68.7 GB") is None


@pytest.mark.parametrize(
    "text", ["H100 上用 top-50", "GPT-2 和 LLaMA", "万一一样", "一个头", "不知道", "", "BF16", "千万别", "第二点"]
)
def test_words_with_digits_or_numerals_in_them_are_no_quantities(text: str) -> None:
    assert not [q for q in quantities(text) if q.value > 1 and not q.noun] or text == "千万别"


def test_a_letter_that_may_be_a_unit_or_a_power_of_ten_keeps_both_meanings() -> None:
    (quantity,) = quantities("~64G")
    assert {(dimension, amount) for dimension, amount, _ in quantity.amounts()} == {
        ("bit", 64 * GB),
        ("bit", 64 * GIB),
        ("", 64e9),
    }


def test_a_calculation_hides_its_operands() -> None:
    said = quantities("(50+800)/2=425ms")
    assert [q.value for q in said if not q.operand] == [425.0, 425.0]
    assert [q.calculated for q in said if not q.operand] == [True, False]


LETTERS = "0123456789.,eE+-*/×^()[]{}\\frac sqrt一二两十百千万亿半点个倍%GiBkMTof and GB 每秒分之又成块"


@given(st.text(alphabet=st.sampled_from(LETTERS), max_size=300))
def test_any_text_is_read(text: str) -> None:
    for quantity in quantities(text):
        assert math.isfinite(quantity.value)
        assert 0 <= quantity.start < quantity.end <= len(text)


@pytest.mark.parametrize("piece", [r"\frac{", "((1+", "2^", "一", "1 or ", "每天 1", "√", "half a "])
def test_a_row_without_end_is_read_to_its_limit(piece: str) -> None:
    quantities(piece * (20_000 // len(piece)))
