"""Numerals in words: the vocabulary of `questions.quantities`, and the value of Chinese ones."""

from __future__ import annotations

from collections.abc import Mapping

ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _pairs(text: str) -> dict[str, float]:
    """ "two 2 ten 10" as a table."""
    items = text.split()
    return {word: float(value) for word, value in zip(items[::2], items[1::2], strict=True)}


EN: Mapping[str, float] = {word: float(n) for n, word in enumerate(ONES.split())} | {
    word: 10.0 * n for n, word in enumerate(TENS.split(), 2)
}
EN_SCALE = _pairs(
    """hundred 100 thousand 1e3 grand 1e3 million 1e6 mil 1e6 mn 1e6 billion 1e9 bn 1e9 trillion 1e12 quadrillion 1e15"""
)
EN_PART: Mapping[str, float] = {
    word: 1 / below
    for below, words in {
        2: "half halves", 3: "third thirds", 4: "quarter quarters", 5: "fifth fifths", 6: "sixth sixths", 7: "seventh sevenths",
        8: "eighth eighths", 9: "ninth ninths", 10: "tenth tenths", 16: "sixteenth sixteenths", 100: "hundredth hundredths",
        1000: "thousandth thousandths",
    }.items()
    for word in words.split()
}  # fmt: skip
EN_FACTOR = _pairs(
    """double 2 doubles 2 doubled 2 twice 2 twofold 2 triple 3 triples 3 tripled 3 thrice 3 threefold 3 quadruple 4
    quadruples 4 quadrupled 4 fourfold 4 fivefold 5 eightfold 8 tenfold 10 halve 0.5 halved 0.5"""
)
ZH_FACTOR = _pairs(
    "翻两番 4 翻了两番 4 翻三番 8 翻一番 2 翻了一番 2 翻一倍 2 翻了一倍 2 翻倍 2 减半 0.5 一半 0.5 对半 0.5 半数 0.5"
)
ZH_HALF = frozenset({"一半", "对半", "半数"})
ZH_SCALE = _pairs("百 1e2 千 1e3 万 1e4 十万 1e5 百万 1e6 千万 1e7 亿 1e8 十亿 1e9 百亿 1e10 千亿 1e11 万亿 1e12")
ZH_DIGIT: Mapping[str, float] = {c: float(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0.0, "两": 2.0}
ZH_NUMERALS = "零〇一二两三四五六七八九十百千万亿"


def zh_integer(run: str) -> float | None:
    """The value of a run of Chinese numerals; None for one that is no number ("三五", "百万千")."""
    if run[0] in "万亿":
        return None  # 万一
    if not any(c in "十百千万亿" for c in run):
        if len(run) == 1:
            return ZH_DIGIT[run]
        digits = "".join(str(int(ZH_DIGIT[c])) for c in run)
        return float(digits) if len(run) >= 3 else None  # 三五 and 两三 are guesses
    total, section, digit = 0.0, 0.0, None
    last = 1.0
    for c in run:
        if c in ZH_DIGIT:
            if digit:
                return None
            digit = ZH_DIGIT[c]
        elif c in "十百千":
            scale = {"十": 10.0, "百": 100.0, "千": 1000.0}[c]
            section += (1.0 if digit is None else digit or 1.0) * scale
            digit, last = None, scale
        else:
            scale = ZH_SCALE[c]
            section += digit or 0.0
            if section == 0.0 and total == 0.0:
                section = 1.0
            if section == 0.0 or scale > 1e4:
                total, section = (total + section) * scale, 0.0
            else:
                total, section = total + section * scale, 0.0
            digit, last = None, scale
    if digit is not None:
        spoken_short = last > 10 and run[-2] in "百千万亿"  # 一百五 is 150
        section += digit * (last / 10 if spoken_short else 1.0)
    return total + section
