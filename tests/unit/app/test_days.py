"""Days in words: every expression with the day it names, seen from Monday, 30 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.days import SAID_AT_MOST, day_in_words
from app.days_zh import chinese_day, number

TODAY = date(2026, 11, 30)

CHINESE = """
今天 11-30 | 今晚 11-30 | 明天 12-01 | 明日 12-01 | 后天 12-02 | 大后天 12-03 | 昨天 11-29 | 前天 11-28
3天后 12-03 | 三天之后 12-03 | 十天后 12-10 | 二十一天后 12-21 | 一百天以后 2027-03-10 | 再过5天 12-05
还有五天 12-05 | 3周后 12-21 | 三周后 12-21 | 两周后 12-14 | 两个星期后 12-14 | 2个礼拜以后 12-14 | 还有两周 12-14
大概3周后吧 12-21 | 两周后的周三 12-16 | 三周后周五 12-25 | 半个月后 12-15 | 一个月后 12-30 | 三个月后 2027-02-28
一个半月后 2027-01-14 | 半年后 2027-05-30 | 一年后 2027-11-30 | 周五 12-04 | 星期五 12-04 | 礼拜天 12-06
周一 11-30 | 这周五 12-04 | 本周日 12-06 | 上周五 11-27 | 下周五 12-11 | 下星期一 12-07 | 下个星期天 12-13
下下周三 12-16 | 下周 12-07 | 周末 12-05 | 这周末 12-05 | 下周末 12-12 | 下周五下午 12-11 | 月底 12-31
这个月底 11-30 | 下个月底 12-31 | 下下个月底 2027-01-31 | 月初 12-01 | 月中 12-15 | 下月初 12-01 | 12月中旬 12-15
1月底 2027-01-31 | 明年三月中旬 2027-03-15 | 十二月下旬 12-25 | 年底 12-31 | 明年初 2027-01-01 | 12月21日 12-21
12月21号 12-21 | 12 月 21 日 12-21 | 十二月二十一号 12-21 | 12月21 12-21 | 1月5号 2027-01-05
十月三十一日 2027-10-31 | 11月29日 2027-11-29 | 2月29日 2028-02-29 | 明年3月1日 2027-03-01 | 今年3月1日 2026-03-01
2027年1月2日 2027-01-02 | 27年1月2日 2027-01-02 | 二〇二七年一月二日 2027-01-02 | 去年5月3日 2025-05-03
下个月5号 12-05 | 下月五日 12-05 | 本月30号 11-30 | 21号 12-21 | 二十号 12-20 | 30号 11-30 | 29日 12-29
31号 12-31 | 元旦 2027-01-01 | 圣诞节 12-25 | 国庆 2027-10-01 | 明年五一 2027-05-01 | 面试在12月21号 12-21
我的面试是下周五 12-11 | 定在12月21日上午 12-21 | 差不多月底吧 12-31
"""
FIGURES = """
2026-12-21 12-21 | 2026/12/21 12-21 | 2026.12.21 12-21 | 20261221 12-21 | 12/21 12-21 | 12-21 12-21 | 12.21 12-21
１２／２１ 12-21 | 21/12 12-21 | 1/5 2027-01-05 | 11/30 11-30 | 11/29 2027-11-29 | 2/29 2028-02-29
2025-01-01 2025-01-01
"""
ENGLISH = """
today 11-30 | tomorrow 12-01 | day after tomorrow 12-02 | yesterday 11-29 | Dec 21 12-21 | December 21 12-21
21 Dec 12-21 | Dec 21st 12-21 | 21st December 12-21 | Dec 21, 2026 12-21 | Jan 5 2027-01-05 | Nov 29 2027-11-29
Friday 12-04 | this Friday 12-04 | mon 11-30 | next Friday 12-11 | next tue 12-08 | Friday next week 12-11
in 3 weeks 12-21 | in three weeks 12-21 | in 10 days 12-10 | two weeks 12-14 | in two months 2027-01-30
three weeks from now 12-21 | a week from today 12-07 | a week from Friday 12-11 | next week 12-07 | the 21st 12-21
on the 2nd 12-02 | end of the month 12-31 | end of next month 12-31 | 3 weeks ago 11-09
My interview is on Dec 21 12-21 | it's in 3 weeks, I think 12-21 | around Dec 21 12-21
"""
NONE = (
    "", " ", "3", "24", "soon", "12月", "12月32日", "2月30日", "明年2月29日", "13/45", "9999-99-99", "2026-12-24-01",
    "2026-02-30", "Feb 30", "December", "may", "attention is all you need", "不知道", "还没定", "注意力机制有三个头", "随便",
    "八点", "几天后", "下次", "周八", "9999年后", "x" * 200,
)  # fmt: skip


def table(text: str) -> list[tuple[str, date]]:
    """Rows of "words day"; a day without a year is of 2026."""
    rows = [row.strip().rpartition(" ") for line in text.strip().splitlines() for row in line.split("|")]
    return [(said, date.fromisoformat(day if len(day) > 5 else f"2026-{day}")) for said, _, day in rows]


@pytest.mark.parametrize(("said", "day"), table(CHINESE) + table(FIGURES) + table(ENGLISH))
def test_words_name_a_day(said: str, day: date) -> None:
    assert day_in_words(said, TODAY) == day


@pytest.mark.parametrize("said", NONE)
def test_words_that_name_no_day(said: str) -> None:
    assert day_in_words(said, TODAY) is None


def test_the_table_of_chinese_is_long_enough() -> None:
    assert len(table(CHINESE)) >= 60


@pytest.mark.parametrize(
    ("today", "said", "day"),
    [
        (date(2027, 1, 31), "一个月后", date(2027, 2, 28)), (date(2027, 1, 31), "31号", date(2027, 1, 31)),
        (date(2027, 1, 10), "月底", date(2027, 1, 31)), (date(2026, 12, 6), "周末", date(2026, 12, 12)),
        (date(2026, 12, 6), "下周一", date(2026, 12, 7)), (date(2026, 12, 31), "元旦", date(2027, 1, 1)),
        (date(2026, 12, 31), "1月1日", date(2027, 1, 1)), (date(2026, 12, 6), "next Monday", date(2026, 12, 7)),
    ],
)  # fmt: skip
def test_other_days_to_look_from(today: date, said: str, day: date) -> None:
    assert day_in_words(said, today) == day


@pytest.mark.parametrize(
    ("said", "value"), [("12", 12), ("十", 10), ("二十", 20), ("两", 2), ("一百零五", 105), ("三十一", 31)]
)
def test_numbers(said: str, value: int) -> None:
    assert number(said) == value


@given(
    st.text(
        alphabet="一二三四五六七八九十百两零年月日号周星期个半下这上明后天底初中旬之以的0123456789 ",
        max_size=SAID_AT_MOST,
    )
)
def test_no_text_is_too_much_for_the_grammar(said: str) -> None:
    found = chinese_day(said, TODAY)
    assert found is None or isinstance(found, date)
