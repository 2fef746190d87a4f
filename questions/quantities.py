"""Quantities in free text, Chinese and English: numerals, units, fractions, powers and small calculations.

`quantities("64*1024^3 字节，也就是 64 GiB")` finds what a number amounts to in base units, however it is written. Linear in the
length of the text; nothing here knows a question.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Final

from questions.numerals import (
    EN,
    EN_FACTOR,
    EN_PART,
    EN_SCALE,
    ZH_DIGIT,
    ZH_FACTOR,
    ZH_HALF,
    ZH_NUMERALS,
    ZH_SCALE,
    zh_integer,
)
from questions.text import HAN, simplified
from questions.units import BARE, Unit, aliases, longest_han, per

LONGEST: Final = 12_000  # characters that are read
HUGE: Final = 300  # largest power of ten
DEPTH: Final = 6  # brackets within brackets

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SAME_LENGTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？（）"} | {
    ord("（"): ord("("), ord("）"): ord(")"), ord("−"): ord("-"), ord("，"): ord("，"), ord("～"): ord("~"), ord("〜"): ord("~"),
}  # fmt: skip
_TOKEN = re.compile(
    rf"""(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d{{1,3}}(?![\w.]))?|(?<![\w.])\.\d+)
    |(?P<numeral>[{ZH_NUMERALS}]+)
    |(?P<superscript>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<latex>\\(?:times|cdot|div|frac|dfrac|sqrt|approx|sim|%|text|mathrm|left|right|,|;|\ ))
    |(?P<word>[A-Za-zµμ]++(?:['’][a-z]++)?(?:(?:_[A-Za-z_]*+)?\d\w*+|-\d++(?![%.]))?)
    |(?P<operator>\*\*|[-+*/×·÷^√=≈~<>→]|[xX](?=\s?\d))
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])
    |(?P<han>[{HAN}])
    |(?P<other>\S)""",
    re.VERBOSE,
)
_TIMES = {"*", "×", "·", "x", "X", "\\times", "\\cdot", "乘", "乘以", "times"}
_OVER = {"/", "÷", "\\div", "除以", "over"}
_MEASURE = "个条次张块步层道遍种类位组份台"
_SUFFIX = {
    **dict.fromkeys(("k", "K"), 1e3), **dict.fromkeys(("w", "W"), 1e4), **dict.fromkeys(("M", "m", "mil", "mn"), 1e6),
    **dict.fromkeys(("B", "b", "bn"), 1e9), **dict.fromkeys(("T", "t"), 1e12),
}  # fmt: skip
_AMBIGUOUS = {"K", "k", "M", "B", "b", "T", "G", "g", "P", "w", "W", "t", "m"}  # a power of ten, or a unit
_VAGUE_AFTER = "多来余几"
_EACH_BEFORE = re.compile(
    "(?:每|平均每|一)(?:个|条|张|块)? ?(天|小时|分钟|秒|字节|参数|token|样本|请求|专家|[项题条张步层人头卡次块行份])"
    r"(?:[^，。；,;=≈\d]{0,6})$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text with what it may mean.

    start, end: where it stands, unit included. value: the number without its unit. units: its meanings, BARE without one.
    calculated: the value of a calculation that the text leaves open ("7/5"). operand: stands within a calculation.
    each: said of one of several things ("per request"). vague: "a good 12", "二十多": no less, and somewhat more.
    noun: what is counted, as far as it stands there.
    """

    start: int
    end: int
    value: float
    units: tuple[Unit, ...] = (BARE,)
    calculated: bool = False
    operand: bool = False
    each: bool = False
    vague: bool = False
    noun: str = ""

    @property
    def bare(self) -> bool:
        """Whether it has no unit of any kind."""
        return self.units == (BARE,)

    def amounts(self) -> list[tuple[str, float, bool]]:
        """Dimension, value in base units and whether the prefix is binary, for each meaning."""
        return [(unit.dimension, self.value * unit.factor, unit.binary) for unit in self.units]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text in their order. Never raises."""
    plain = simplified(text[:LONGEST]).translate(_SAME_LENGTH)
    if "\\" in plain:
        plain = plain.replace("$", " ")  # the signs around a formula
    return [_said_of_each(plain, quantity) for quantity in _Reader(plain).read()]


def _said_of_each(text: str, quantity: Quantity) -> Quantity:
    """The quantity as a rate where the words before it say so ("每分钟两千个 token")."""
    before = _EACH_BEFORE.search(text[max(0, quantity.start - 16) : quantity.start])
    if before is None or quantity.operand or any(" / " in unit.dimension for unit in quantity.units):
        return quantity
    divisor = aliases().get(before[1])
    if divisor is None:
        return replace(quantity, each=True)
    return replace(quantity, units=tuple(per(unit, divisor[0]) for unit in quantity.units))


def one_quantity(text: str) -> Quantity | None:
    """The quantity that a whole line is, as in "64 GiB" or "4x"; None for any other text."""
    found = [q for q in quantities(text) if not q.operand]
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text.rstrip()))
    return found[0] if whole else None


class _Reader:
    """Reads the tokens of a text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_Token(str(m.lastgroup), m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        self.depth = 0

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        at = 0
        while at < len(self.tokens):
            read = self._calculation(at)
            if read is None:
                at += 1
                continue
            quantity, operands, after = read
            found += [*operands, quantity]
            at = max(after, at + 1)
        return sorted((q for q in found if math.isfinite(q.value)), key=lambda q: (q.start, q.end))

    def _at(self, i: int) -> _Token | None:
        return self.tokens[i] if 0 <= i < len(self.tokens) else None

    def _is(self, i: int, *texts: str) -> bool:
        token = self._at(i)
        return token is not None and token.text in texts

    def _han(self, i: int, word: str) -> bool:
        """Whether the characters of `word` stand at token `i`, without blanks."""
        token = self._at(i)
        return token is not None and self.text.startswith(word, token.start)

    def _past(self, i: int, end: int) -> int:
        """The first token from `i` on that begins at `end` or later."""
        while (token := self._at(i)) is not None and token.start < end:
            i += 1
        return i

    # -- calculations ----------------------------------------------------------------------------------------------

    def _calculation(self, i: int) -> tuple[Quantity, list[Quantity], int] | None:
        """A number, or a calculation of several; with its operands and the token after it."""
        first = self._factor(i)
        if first is None:
            return None
        value, after, operands = first
        terms, simple = [0.0], isinstance(value, Quantity)
        total = value.value if isinstance(value, Quantity) else value
        ratio = False
        while True:
            operator, j = self._operator(after)
            right = self._factor(j) if operator else None
            if right is None:
                break
            if operator == "-" and not self._subtracts(after, j):
                break
            operand, after, more = right
            ratio = simple and operator == "/"
            simple = False
            operands += more
            number = operand.value if isinstance(operand, Quantity) else operand
            if operator in "+-":
                terms.append(total)
                total = number if operator == "+" else -number
            else:
                total = total * number if operator == "*" else (total / number if number else math.nan)
        if simple and isinstance(value, Quantity):
            return value, [], after
        start, end = self.tokens[i].start, self.tokens[after - 1].end
        whole = Quantity(start, end, sum(terms) + total, self._unit_of(operands), calculated=True)
        if whole.bare and ratio and 0 < whole.value < 1:
            whole = replace(whole, units=(Unit("%", 1.0),))
        if len(operands) == 2 and self._scientific(operands):
            whole = replace(whole, calculated=False, units=operands[-1].units)
        return whole, [replace(q, operand=True) for q in operands], after

    def _scientific(self, operands: list[Quantity]) -> bool:
        """Whether a product is a number times a power of ten."""
        return bool(re.fullmatch(r"10\s*(?:\^|\*\*)?\s*\{?.*", self.text[operands[1].start : operands[1].start + 3]))

    @staticmethod
    def _unit_of(operands: list[Quantity]) -> tuple[Unit, ...]:
        """The unit of a calculation: that of its operands if just one of them has one."""
        with_unit = [q.units for q in operands if not q.bare]
        return with_unit[0] if len(with_unit) == 1 else (BARE,)

    def _operator(self, i: int) -> tuple[str, int]:
        """The operator at token `i` ("" for none) and the token after it."""
        token = self._at(i)
        if token is None:
            return "", i
        for word in ("乘以", "乘上", "乘", "除以"):
            if self._han(i, word):
                return ("/" if word == "除以" else "*"), self._past(i, token.start + len(word))
        if token.text in ("+", "-"):
            return token.text, i + 1
        if token.text in _TIMES:
            return "*", i + 1
        if token.text in _OVER:
            return "/", i + 1
        if token.text == "divided" and self._is(i + 1, "by"):
            return "/", i + 2
        return "", i

    def _subtracts(self, operator: int, right: int) -> bool:
        """Whether a minus sign subtracts: it stands between blanks, or within brackets; else it is a range."""
        sign, number = self.tokens[operator], self.tokens[right]
        return self.depth > 0 or (self.text[sign.start - 1 : sign.start].isspace() and number.start > sign.end)

    def _factor(self, i: int) -> tuple[Quantity | float, int, list[Quantity]] | None:
        """A number with its power, a bracket or a root; with the token after it and the numbers within."""
        base = self._atom(i)
        if base is None:
            return None
        value, after, operands = base
        token = self._at(after)
        exponent: float | None = None
        if token and token.kind == "superscript":
            exponent, after = float(token.text.translate(_SUPERSCRIPTS) or 1), after + 1
        elif token and token.text in ("^", "**"):
            raised = self._signed(after + 1)
            if raised is not None:
                exponent, after = raised
        elif token and (self._han(after, "的平方") or self._han(after, "平方")):
            exponent, after = 2.0, self._past(after, token.start + (3 if self._han(after, "的") else 2))
        elif token and self._han(after, "的") and (power := self._power_in_words(after)):
            exponent, after = power
        elif token and token.text == "squared":
            exponent, after = 2.0, after + 1
        if exponent is None:
            return value, after, operands
        number = value.value if isinstance(value, Quantity) else value
        start = self.tokens[i].start
        raised_value = _power(number, exponent)
        after, units, each, noun, end = self._unit(after, self.tokens[after - 1].end)
        return (
            Quantity(start, end, raised_value, units, each=each, noun=noun),
            after,
            [Quantity(start, end, raised_value, units, each=each, noun=noun)],
        )

    def _power_in_words(self, i: int) -> tuple[float, int] | None:
        """ "的 36 次方" at token `i`."""
        number = self._number(i + 1)
        if number is None:
            return None
        value, after = number
        return (value, self._past(after, self.tokens[after].start + 2)) if self._han(after, "次方") else None

    def _signed(self, i: int) -> tuple[float, int] | None:
        """An exponent: a number with a sign, in braces or not."""
        braces = self._is(i, "{", "(")
        i += braces
        sign = -1.0 if self._is(i, "-") else 1.0
        i += self._is(i, "-", "+")
        number = self._number(i)
        if number is None:
            return None
        value, after = number
        return sign * value, after + (braces and self._is(after, "}", ")"))

    def _atom(self, i: int) -> tuple[Quantity | float, int, list[Quantity]] | None:
        token = self._at(i)
        if token is None:
            return None
        if token.kind == "open":
            return self._bracket(i)
        if token.text in ("√", "\\sqrt", "sqrt") or self._han(i, "根号"):
            after = self._past(i, token.start + 2) if token.kind == "han" else i + 1
            return self._root(token, after)
        if token.text in ("\\frac", "\\dfrac"):
            return self._latex_fraction(i)
        negative = token.text == "-" and self._may_be_sign(i)
        plain = self._plain(i + negative)
        if plain is None:
            return None
        quantity, after = plain
        if negative:
            quantity = replace(quantity, start=token.start, value=-quantity.value)
        return quantity, after, [quantity]

    def _root(self, sign: _Token, i: int) -> tuple[Quantity, int, list[Quantity]] | None:
        """The square root of the number or the bracket at token `i`."""
        operands: list[Quantity] = []
        if self._is(i, "(", "{"):
            bracket = self._bracket(i)
            if bracket is None:
                return None
            value, after, operands = bracket
        elif (number := self._number(i)) is not None:
            value, after = number
        else:
            return None
        root = Quantity(sign.start, self.tokens[after - 1].end, math.sqrt(value) if value >= 0 else math.nan)
        return root, after, [*operands, root]

    def _may_be_sign(self, i: int) -> bool:
        before, sign, after = self._at(i - 1), self.tokens[i], self._at(i + 1)
        stands_free = before is None or before.kind in ("open", "operator", "han", "other") or before.end < sign.start
        return stands_free and after is not None and after.start == sign.end and after.kind == "number"

    def _bracket(self, i: int) -> tuple[float, int, list[Quantity]] | None:
        if self.depth == DEPTH:
            return None
        self.depth += 1
        inner = self._calculation(i + 1)
        self.depth -= 1
        if inner is None:
            return None
        quantity, operands, after = inner
        closing = self._at(after)
        if closing is None or closing.kind != "close":
            return None
        return quantity.value, after + 1, [*operands, quantity]

    def _latex_fraction(self, i: int) -> tuple[float, int, list[Quantity]] | None:
        above = self._bracket(i + 1) if self._is(i + 1, "{") else None
        below = self._bracket(above[1]) if above and self._is(above[1], "{") else None
        if above is None or below is None or not below[0]:
            return None
        return above[0] / below[0], below[1], [*above[2], *below[2]]

    # -- numbers ---------------------------------------------------------------------------------------------------

    def _plain(self, i: int) -> tuple[Quantity, int] | None:
        """A number with its unit."""
        token = self.tokens[i] if i < len(self.tokens) else None
        if token is None:
            return None
        for word, factor in ZH_FACTOR.items():
            if self._han(i, word):
                kind = "%" if word in ZH_HALF else "x"
                return Quantity(token.start, token.start + len(word), factor, (Unit(kind, 1.0),)), self._past(
                    i, token.start + len(word)
                )
        if token.kind == "word" and (factor_en := EN_FACTOR.get(token.text.lower())):
            return Quantity(token.start, token.end, float(factor_en), (Unit("x", 1.0),)), i + 1
        if token.text in ("$", "¥", "￥"):
            return self._money(i)
        if token.text == "半" and (halved := self._unit_name(i + 1 + self._is(i + 1, *_MEASURE), self._end_of_half(i))):
            units, after, end = halved
            return Quantity(token.start, end, 0.5, units), after
        fraction = self._nines(i) or self._fraction(i)
        if fraction is not None:
            return fraction
        number = self._number(i)
        if number is None:
            return None
        value, after = self._mixed(*number)
        vague = False
        if (mark := self._at(after)) is not None and mark.text in tuple(_VAGUE_AFTER) and self._vague(after + 1, mark):
            vague, after = True, after + 1
            if (scale := self._at(after)) is not None and scale.kind == "numeral" and scale.text in ZH_SCALE:
                value, after = value * ZH_SCALE[scale.text], after + 1
        end = self.tokens[after - 1].end
        after, units, each, noun, end = self._unit(after, end)
        j = after + self._is(after, "块")
        tenth = self._at(j)
        if tenth is not None and tenth.text in ZH_DIGIT and (j > after or self.text[end - 1] == "成"):
            value, after, end = value + ZH_DIGIT[tenth.text] / 10, j + 1, tenth.end  # 四成二, 两块二
            if (money := self._unit_name(after, end)) is not None:
                units, after, end = money
        if units == (BARE,) and after == i + 1 and self._in_a_word(token, noun):
            return None
        if (
            token.kind == "word"
            and token.text.lower() in ("one", "a", "an")
            and units == (BARE,)
            and self.tokens[after - 1] is token
        ):
            return None
        return Quantity(token.start, end, value, units, each=each, vague=vague, noun=noun), after

    def _end_of_half(self, i: int) -> int:
        return self.tokens[i + 1].end if self._is(i + 1, *_MEASURE) else self.tokens[i].end

    def _nines(self, i: int) -> tuple[Quantity, int] | None:
        """ "three nines", "四个九": 99.9 %, 99.99 %."""
        number = self._number(i, parts=False)
        if number is None or not 1 <= number[0] <= 9:
            return None
        after = number[1]
        token = self._at(after)
        if token is None or not (
            self._han(after, "个九") or self._han(after, "个 9") or self._han(after, "个9") or token.text == "nines"
        ):
            return None
        after = after + 1 if token.text == "nines" else after + 2
        return Quantity(
            self.tokens[i].start, self.tokens[after - 1].end, 1 - 10.0 ** -number[0], (Unit("%", 1.0),)
        ), after

    def _mixed(self, value: float, after: int) -> tuple[float, int]:
        """A whole number with a fraction after it: "four and an eighth", "四又八分之一", "两个半"."""
        token = self._at(after)
        if token is None:
            return value, after
        if token.text == "and":
            part = self._at(after + 2) if self._is(after + 1, "a", "an") else self._at(after + 1)
            share = EN_PART.get(part.text.lower()) if part else None
            if share is not None:
                return value + share, after + (3 if self._is(after + 1, "a", "an") else 2)
        if token.text == "个" and self._is(after + 1, "半"):
            return value + 0.5, after + 2
        if token.text == "又" and self._at(after + 1) and (part_zh := self._fraction(after + 1)) is not None:
            return value + part_zh[0].value, part_zh[1]
        return value, after

    def _vague(self, i: int, mark: _Token) -> bool:
        """Whether 多, 来 or 几 belongs to the number before it: a unit or nothing follows ("三百来次", not "按 80 来配")."""
        token = self._at(i)
        if token is None or token.kind == "other":
            return mark.text != "来"
        counted = token.kind == "numeral" or token.text in tuple(_MEASURE) or self._unit_name(i, mark.end) is not None
        return counted or (mark.text == "多" and self._han(i, "一点"))

    @staticmethod
    def _in_a_word(token: _Token, noun: str) -> bool:
        """Whether a bare Chinese numeral of one character is part of a word: only "两个", "六条" count."""
        return (
            len(token.text) == 1 and token.kind == "numeral" and (token.text == "一" or noun[:1] not in tuple(_MEASURE))
        )

    def _money(self, i: int) -> tuple[Quantity, int] | None:
        number = self._number(i + 1)
        if number is None:
            return None
        value, after = number
        unit = aliases()["$" if self.tokens[i].text == "$" else "¥"]
        divisor, after, each = self._divisor(after)
        units = tuple(per(u, d) for u in unit for d in divisor) if divisor else unit
        return Quantity(self.tokens[i].start, self.tokens[after - 1].end, value, units, each=each), after

    def _fraction(self, i: int) -> tuple[Quantity, int] | None:
        """ "八分之一", "百分之 25", "a quarter", "half", "one in four", "two thirds", "5/8" is left to calculations."""
        token = self.tokens[i]
        if token.kind in ("numeral", "number"):
            below = self._number(i, parts=False)
            if below and self._han(below[1], "分之"):
                j = self._past(below[1], self.tokens[below[1]].start + 2)
                above = self._factor(j) if self._han(j, "根号") else None
                number = (
                    (above[0].value if isinstance(above[0], Quantity) else above[0], above[1])
                    if above
                    else self._number(j, parts=False)
                )
                if number and below[0]:
                    return Quantity(
                        token.start, self.tokens[number[1] - 1].end, number[0] / below[0], (Unit("%", 1.0),)
                    ), number[1]
            return self._in_parts(i)
        if token.kind != "word":
            return None
        return self._in_parts(i)

    def _in_parts(self, i: int) -> tuple[Quantity, int] | None:
        """ "half", "a quarter of a million", "two thirds", "one in four", "1 in 4"."""
        token = self.tokens[i]
        j, count = i, 1.0
        if token.text.lower() in ("a", "an"):
            j += 1
        elif token.text.lower() not in EN_PART:
            read = self._number(i, parts=False)
            if read is None:
                return None
            count, j = read
            if self._is(j, "in") or (self._is(j, "out") and self._is(j + 1, "of")):
                below = self._number(j + (1 if self._is(j, "in") else 2), parts=False)
                if below and below[0] > count > 0:
                    return Quantity(
                        token.start, self.tokens[below[1] - 1].end, count / below[0], (Unit("%", 1.0),)
                    ), below[1]
                return None
        part = self._at(j)
        if part is None or (share := EN_PART.get(part.text.lower())) is None:
            return None
        value, after = count * share, j + 1
        k = after + (self._is(after, "of")) + 0
        k += self._is(k, "a", "an")
        scale = self._at(k)
        if scale is not None and (times := EN_SCALE.get(scale.text.lower())):
            after, units, each, noun, end = self._unit(k + 1, scale.end)
            return Quantity(token.start, end, value * times, units, each=each, noun=noun), after
        after, units, each, noun, end = self._unit(
            k if self._unit(k, 0)[1] != (BARE,) else after, self.tokens[after - 1].end
        )
        return Quantity(
            token.start, end, value, (Unit("%", 1.0),) if units == (BARE,) else units, each=each, noun=noun
        ), after

    def _number(self, i: int, *, parts: bool = True) -> tuple[float, int] | None:
        """A number without unit: digits, Chinese numerals, English words, with 万, 亿, thousand, million."""
        token = self._at(i)
        if token is None:
            return None
        if token.kind == "number":
            value, after = float(token.text.replace(",", "")), i + 1
        elif token.kind == "numeral":
            integer = zh_integer(token.text)
            if integer is None:
                return None
            value, after = integer, i + 1
            if self._han(after, "半") and value < 10:
                pass
        elif token.kind == "word":
            return self._in_words(i)
        else:
            return None
        if (
            self._han(after, "点")
            and (tail := self._at(after + 1)) is not None
            and tail.kind in ("number", "numeral")
            and self._digits(tail)
        ):
            value, after = value + float("0." + self._digits(tail)), after + 2
            rest = tail.text.lstrip("".join(ZH_DIGIT)) if tail.kind == "numeral" else ""
            if rest in ZH_SCALE:
                value *= ZH_SCALE[rest]
        return self._scaled(value, after, token)

    def _scaled(self, value: float, after: int, token: _Token) -> tuple[float, int]:
        scale = self._at(after)
        if scale is not None and scale.kind == "numeral" and scale.text in ZH_SCALE and token.kind == "number":
            value, after = value * ZH_SCALE[scale.text], after + 1
        elif scale is not None and scale.kind == "word" and (times := EN_SCALE.get(scale.text.lower())):
            value, after = value * times, after + 1
        return value, after

    @staticmethod
    def _digits(token: _Token) -> str:
        if token.kind == "number":
            return token.text if token.text.isdigit() else ""
        return "".join(str(int(ZH_DIGIT[c])) for c in token.text if c in ZH_DIGIT)

    def _in_words(self, i: int) -> tuple[float, int] | None:
        """ "one hundred and sixty", "fifty thousand", "two point nine million", "a million"."""
        total, section, after, said = 0.0, 0.0, i, False
        while (token := self._at(after)) is not None and token.kind == "word":
            word = token.text.lower()
            if word in EN:
                section, said = section + EN[word], True
            elif word in ("a", "an") and not said and (nxt := self._at(after + 1)) and nxt.text.lower() in EN_SCALE:
                section, said = 1.0, True
            elif word in EN_SCALE and said:
                scale = EN_SCALE[word]
                if scale == 100.0:
                    section *= scale
                else:
                    total, section = total + section * scale, 0.0
            elif word == "point" and said and (digit := self._at(after + 1)) and digit.text.lower() in EN:
                section, after = section + EN[digit.text.lower()] / 10, after + 1
            elif not (
                word == "and"
                and said
                and (nxt := self._at(after + 1))
                and nxt.text.lower() in EN
                and (total or section >= 100)
            ):
                break
            after += 1
            if (
                self._is(after, "-")
                and (nxt := self._at(after + 1))
                and nxt.text.lower() in EN
                and self.tokens[after].start == token.end
            ):
                after += 1
        return (total + section, after) if said else None

    # -- units -----------------------------------------------------------------------------------------------------

    def _unit(self, i: int, end: int) -> tuple[int, tuple[Unit, ...], bool, str, int]:
        """The unit after a number: token after it, meanings, whether "each" of several, the noun, where it ends."""
        j = i
        if self._is(j, "\\text", "\\mathrm", "\\,", "\\;", "\\ ") or (
            self._is(j, "{") and self.depth == 0 and self._is(j - 1, "\\text", "\\mathrm")
        ):
            while self._is(j, "\\text", "\\mathrm", "\\,", "\\;", "\\ ", "{"):
                j += 1
        if (
            self._is(j, "-")
            and (nxt := self._at(j + 1)) is not None
            and nxt.start == self.tokens[j].end
            and nxt.text in aliases()
        ):
            j += 1
        read = self._unit_name(j, end)
        measure = ""
        if read is None and (token := self._at(j)) is not None and token.text in tuple(_MEASURE):
            measure = token.text
            read = self._unit_name(j + 1, token.end)
        if read is not None:
            units, after, end = read
            divisor, after, each = self._divisor(after)
            if divisor:
                units = tuple(per(u, d) for u in units for d in divisor)
            return after, units, each, "", self.tokens[after - 1].end if (divisor or each) else end
        noun = self._noun(j + bool(measure), measure)
        divisor, after, each = self._divisor(j + bool(measure) if measure else j)
        if divisor or each:
            units = tuple(per(BARE, d) for d in divisor) or (BARE,)
            return after, units, each, noun, self.tokens[after - 1].end
        if noun and (ahead := self._at(j + 1)) is not None and ahead.start >= end:
            divisor, after, each = self._divisor(j + 1)
            if each or divisor:
                return after, tuple(per(BARE, d) for d in divisor) or (BARE,), each, noun, self.tokens[after - 1].end
        return i, (BARE,), False, noun, end

    def _unit_name(self, i: int, end: int) -> tuple[tuple[Unit, ...], int, int] | None:
        token = self._at(i)
        if token is None:
            return None
        if token.text == "\\%":
            return aliases()["%"], i + 1, token.end
        gap = token.start - end
        if gap > 1:
            return None
        if token.kind in ("han", "numeral"):
            for length in range(min(longest_han(), len(self.text) - token.start), 0, -1):
                name = self.text[token.start : token.start + length]
                if name in aliases() and not name.isascii():
                    after = self._past(i, token.start + length)
                    return aliases()[name], after, token.start + length
            return None
        name = token.text
        hyphenated = f"{name}-{self.tokens[i + 2].text}" if self._is(i + 1, "-") and self._at(i + 2) else ""
        if hyphenated in aliases():
            return aliases()[hyphenated], i + 3, self.tokens[i + 2].end
        if name in ("x", "X", "×") and (gap or self._multiplies(i)):
            return None
        if name in _AMBIGUOUS and gap and name in ("m", "t", "b", "k", "w"):
            return None
        return (
            self._suffixed(name, i, token)
            if name in _SUFFIX or name in aliases() or name.lower() in aliases()
            else None
        )

    def _multiplies(self, i: int) -> bool:
        """Whether a number follows the sign at token `i` without a blank: "5×10^11" is a product, "4× 40 tokens" isn't."""
        following = self._at(i + 1)
        return following is not None and following.kind == "number" and following.start == self.tokens[i].end

    def _suffixed(self, name: str, i: int, token: _Token) -> tuple[tuple[Unit, ...], int, int]:
        """A unit; a letter that is a power of ten before another unit ("640M tokens") multiplies it."""
        if name in _SUFFIX:
            following = self._unit_name(i + 1, token.end)
            if following is not None:
                units, after, end = following
                return tuple(replace(u, factor=u.factor * _SUFFIX[name]) for u in units), after, end
        known = aliases().get(name) or aliases().get(name.lower())
        units = known or ()
        if name in _SUFFIX and not any(u.dimension == "" for u in units):
            units = (*units, Unit("", _SUFFIX[name]))
        return units, i + 1, token.end

    def _divisor(self, i: int) -> tuple[tuple[Unit, ...], int, bool]:
        """What a quantity is said per: units of it, the token after it, whether it is said of each of several things."""
        token = self._at(i)
        if token is None:
            return (), i, False
        if token.text in ("/", "per", "a", "an", "each", "every", "每", "一", "p"):
            j = i + 1
            j += self._is(j, "个", "single")
            named = self._unit_name(j, self.tokens[j - 1].end) if j > i else None
            slash = token.text in ("/", "每", "per")
            if named is not None and (
                slash or any("second" in u.dimension for u in named[0]) or token.text in ("a", "an", "each", "every")
            ):
                units = tuple(u for u in named[0] if u.dimension not in ("%", "x"))
                return units[:1], named[1], False
            nxt = self._at(j)
            if token.text in ("per", "each", "every", "每") or (
                token.text in ("a", "an", "/") and nxt is not None and nxt.kind == "word"
            ):
                if token.text == "each":
                    return (), i + 1, True
                if nxt is not None and nxt.kind in ("word", "han"):
                    return (), j + 1, True
        return (), i, False

    def _noun(self, i: int, measure: str) -> str:
        token = self._at(i)
        if token is None or (i and token.start - self.tokens[i - 1].end > 1):
            return measure
        if token.kind == "word" and len(token.text) > 1:
            return token.text.lower()
        if token.kind == "han":
            return measure + self.text[token.start : token.start + 2]
        return measure


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > HUGE or (base and abs(exponent * math.log10(abs(base))) > HUGE) or (base < 0 and exponent % 1):
        return math.nan
    return math.nan if base == 0 and exponent < 0 else float(base**exponent)
