"""Days in Chinese words: 下周五, 三周后, 月底, 12月21号, 下个月5号, 两周后的周三. A small grammar, without a clock.

No library tried reads 下周五, 三周后 or 月底. A week begins on Monday: 周五 is the next one from today on, 下周五 the one of
the coming week.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER = r"(?:\d{1,4}|[零〇一二三四五六七八九十两百]{1,5})"
WEEKDAYS = {name: day for day, names in enumerate("一1 二2 三3 四4 五5 六6 日天7".split()) for name in names}
WEEK, ON = r"(?:个?星期|个?礼拜|周)", r"(?:周|星期|礼拜)"
DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "今晚": 0}
DAYS |= {"明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3}
FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "国庆节": (10, 1)}
FEASTS |= {"圣诞": (12, 25), "圣诞节": (12, 25)}
PARTS = {"初": 1, "上旬": 5, "中": 15, "中旬": 15, "下旬": 25}  # of a month
FILLERS = re.compile(
    r"我的?|他们|公司|面试|时间|日期|暂|定在|定于|安排在|预计|应该|可能|大概|大约|差不多|估计|就?是|就在|在|还有|还剩|再过|过|到|吧|左右|前后|上午|下午|晚上"
    r"|(?<![\s,，。.!！~～:：、的])[\s,，。.!！~～:：、的]++$|^[\s,，。!！:：]+"
)


def chinese_day(said: str, today: date) -> date | None:
    """The day that a text names; None where it names none or one that no calendar has. Past days come back as they are."""
    text = _plain(said)
    try:
        return next((day for rule, read in RULES if (m := rule.fullmatch(text)) and (day := read(m, today))), None)
    except (ValueError, OverflowError):
        return None


def _plain(said: str) -> str:
    """Without blanks, the words around a date, and a 的 inside it."""
    text, before = re.sub(r"\s+", "", said), ""
    while text != before:
        before, text = text, FILLERS.sub("", text)
    return text.replace("以后", "后").replace("之后", "后").replace("的", "").replace("號", "号")


def number(said: str) -> int:
    """12, 十二, 二十一, 两, 一百二十; ValueError for anything else."""
    if said.isdigit():
        return int(said)
    hundreds, _, rest = said.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if not all(part in DIGITS for part in (hundreds, tens, ones.lstrip("零") or "零") if part):
        raise ValueError(said)
    whole = 100 * DIGITS[hundreds or "零"] + 10 * (DIGITS[tens] if tens else int(bool(ten)))
    return whole + DIGITS[ones.lstrip("零") or "零"]


# -- rules -----------------------------------------------------------------------------------------------------------


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, the last of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _last(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _in_days(m: re.Match[str], today: date) -> date:
    return today + timedelta(days=number(m[1]))


def _in_weeks(m: re.Match[str], today: date) -> date:
    """N weeks on, or a weekday of that week."""
    day = today + timedelta(weeks=number(m[1]))
    return _of_week(day, m[2]) if m[2] else day


def _in_months(m: re.Match[str], today: date) -> date:
    return _months_on(today, number(m[1])) + timedelta(days=15 if m[2] else 0)


def _of_week(day: date, weekday: str) -> date:
    return day - timedelta(days=day.weekday()) + timedelta(days=WEEKDAYS[weekday])


def _weekday(m: re.Match[str], today: date) -> date:
    """周五 from today on, 这周五 of this week, 下周五 of the next, 下下周五 of the one after."""
    if not m[1]:
        return today + timedelta(days=(WEEKDAYS[m[2]] - today.weekday()) % 7)
    return _of_week(today, m[2]) + timedelta(weeks=m[1].count("下") - m[1].count("上"))


def _weekend(m: re.Match[str], today: date) -> date:
    saturday = _of_week(today, "六") + timedelta(weeks=(m[1] or "").count("下"))
    return saturday if saturday >= today or m[1] else saturday + timedelta(weeks=1)


def _next_week(m: re.Match[str], today: date) -> date:
    return _of_week(today, "一") + timedelta(weeks=m[1].count("下"))


def _part_of_month(m: re.Match[str], today: date) -> date:
    """月底, 下个月初, 明年三月中旬; without a month of this one, or of the next when it is over."""
    first = _month(m[1], m[2], today)
    wanted = _part_of(first, m[3])
    return wanted if m[1] or m[2] or wanted > today else _part_of(_months_on(first, 1), m[3])


def _part_of(first: date, part: str) -> date:
    return _last(first) if part in ("底", "末") else first.replace(day=PARTS[part])


def _month(year: str | None, month: str | None, today: date) -> date:
    """The first day of the month meant: 下个, 本, 3 (the next March), with 今年 or 明年 before it."""
    this = today.replace(day=1)
    if month is None or re.fullmatch(r"这个?|本|当", month):
        return this
    if month.startswith("下"):
        return _months_on(this, month.count("下"))
    wanted = this.replace(month=number(month))
    if year:
        return wanted.replace(year=_year(year, today))
    return wanted if wanted >= this else wanted.replace(year=this.year + 1)


def _year(said: str, today: date) -> int:
    named = {"今年": 0, "明年": 1, "后年": 2, "去年": -1}
    if said in named:
        return today.year + named[said]
    year = int("".join(str(DIGITS.get(digit, digit)) for digit in said.removesuffix("年")))
    return year + 2000 if year < 100 else year


def _day_of_month(m: re.Match[str], today: date) -> date | None:
    """12月21号, 明年三月五日, 下个月5号, 21号; without a year the next such day."""
    year, month, day = m[1], m[2], number(m[3])
    if year or (month and not month[0].isdigit() and month[0] not in DIGITS and month[0] != "十"):
        return _month(year, month, today).replace(day=day)
    if month is None:
        return _first_from(today, (_on(_months_on(today.replace(day=1), n), day) for n in range(12)))
    return _first_from(today, (_on(date(today.year + n, number(month), 1), day) for n in range(9)))


def _first_from(today: date, days: Iterable[date | None]) -> date | None:
    return next((day for day in days if day is not None and day >= today), None)


def _on(first: date, day: int) -> date | None:
    """That day of a month; None when it has none."""
    return first.replace(day=day) if 1 <= day <= monthrange(first.year, first.month)[1] else None


def _feast(m: re.Match[str], today: date) -> date:
    day = today.replace(day=1, month=FEASTS[m[2]][0]).replace(day=FEASTS[m[2]][1])
    if m[1]:
        return day.replace(year=_year(m[1], today))
    return day if day >= today else day.replace(year=day.year + 1)


YEAR = r"(?:(今年|明年|后年|去年|\d{4}年|\d{2}年|[零〇一二三四五六七八九]{4}年)?)"
MONTH = rf"(?:(这个?|本|当|下{{1,3}}个?|{NUMBER})月)?"
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"({'|'.join(sorted(DAYS, key=len, reverse=True))})", lambda m, today: today + timedelta(days=DAYS[m[1]])),
        (rf"{YEAR}({'|'.join(sorted(FEASTS, key=len, reverse=True))})", _feast),
        (rf"({NUMBER})[天日]后?", _in_days),
        (rf"({NUMBER}){WEEK}后?(?:{ON}([一二三四五六日天1-7]))?", _in_weeks),
        (rf"({NUMBER})个(半)?月后?", _in_months),
        (r"(半)个月后?", lambda _, today: today + timedelta(days=15)),
        (r"半年后?", lambda _, today: _months_on(today, 6)),
        (rf"({NUMBER})年后", lambda m, today: _months_on(today, 12 * number(m[1]))),
        (rf"(这个?|本|下{{1,3}}个?|上个?)?{ON}([一二三四五六日天1-7])", _weekday),
        (r"(这个?|本|下{1,3}个?)?周末", _weekend),
        (rf"(下{{1,3}})个?{ON}", _next_week),
        (r"下个?月", lambda _, today: _months_on(today, 1)),
        (rf"{YEAR}{MONTH}月?(?<=月)([初中底末]|[上中下]旬)", _part_of_month),
        (r"()()月([初中底末]|[上中下]旬)", _part_of_month),
        (r"年[底末]", lambda _, today: date(today.year, 12, 31)),
        (r"(?:明年)?年初|明年初", lambda _, today: date(today.year + 1, 1, 1)),
        (rf"{YEAR}{MONTH}({NUMBER})[号日]?", _day_of_month),
    )
)
