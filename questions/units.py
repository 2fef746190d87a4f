"""Units as people write them in Chinese and English, and what they amount to in base units.

Factors come from `pint` with the definitions below: bits, FLOP, tokens, parameters, requests, seconds, watts, dollars, yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint

DEFINITIONS = """
kilo- = 1e3 = k-
mega- = 1e6 = M-
giga- = 1e9 = G-
tera- = 1e12 = T-
peta- = 1e15 = P-
exa- = 1e18 = E-
zetta- = 1e21 = Z-
kibi- = 2**10 = Ki-
mebi- = 2**20 = Mi-
gibi- = 2**30 = Gi-
tebi- = 2**40 = Ti-
pebi- = 2**50 = Pi-
milli- = 1e-3 = m-
micro- = 1e-6 = u-
nano- = 1e-9 = n-
bit = [information]
byte = 8 * bit = B
nat = 1.4426950408889634 * bit
flop = [computing]
token = [token]
parameter = [parameter]
request = [request]
second = [time] = s
minute = 60 * second
hour = 3600 * second
day = 86400 * second
week = 604800 * second
year = 365.25 * day
month = 1 / 12 * year
watt = [power] = W
watt_hour = watt * hour = Wh
joule = watt * second
dollar = [dollar]
yuan = [yuan]
"""

_NAMES = {
    "byte": "byte bytes 字节",
    "bit": "bit bits 比特 位",
    "nat": "nat nats 奈特",
    "flop": "flop flops flop运算 次运算 次浮点 次浮点运算 operation operations ops op 次计算",
    "token": "token tokens tok toks 词元",
    "parameter": "parameter parameters param params 参数 可训练参数",
    "request": "request requests req reqs 请求 次请求 query queries 消息 message messages msg msgs call calls 次调用",
    "request / second": "qps rps QPS RPS",
    "token / second": "tps tok/s",
    "second": "s sec secs second seconds 秒 秒钟",
    "millisecond": "ms millisecond milliseconds 毫秒",
    "microsecond": "us µs μs microsecond microseconds 微秒",
    "nanosecond": "ns nanosecond nanoseconds 纳秒",
    "minute": "min mins minute minutes 分钟",
    "hour": "h hr hrs hour hours 小时 钟头 machine-hours machine-hour",
    "day": "d day days 天",
    "week": "week weeks 周 星期",
    "month": "month months 个月",
    "year": "year years yr yrs 年",
    "watt": "w watt watts 瓦",
    "kilowatt": "kw kW kilowatt kilowatts 千瓦",
    "megawatt": "mw MW megawatt megawatts 兆瓦",
    "kilowatt_hour": "kwh kWh 度 度电 千瓦时",
    "megawatt_hour": "mwh MWh 兆瓦时",
    "gigawatt_hour": "gwh GWh",
    "watt_hour": "wh Wh 瓦时",
    "joule": "j joule joules 焦",
    "dollar": "块美金 块美元 dollar dollars usd USD bucks buck 美元 美金 刀 $",
    "0.01 * dollar": "cent cents 美分",
    "yuan": "元 块钱 人民币 rmb cny yuan ¥",
}
_PREFIXES = {"k": "kilo", "m": "mega", "g": "giga", "t": "tera", "p": "peta", "e": "exa", "z": "zetta"}
_BINARY = {"k": "kibi", "m": "mebi", "g": "gibi", "t": "tebi", "p": "pebi"}
_ZH_PREFIXES = {"千": "kilo", "兆": "mega", "吉": "giga", "太": "tera"}
_LOOSE = {"gig": "giga", "gigs": "giga", "gigabytes": "giga", "megs": "mega", "meg": "mega", "兆": "mega"}
SHARE = {
    "%": 0.01,
    "percent": 0.01,
    "pct": 0.01,
    "个百分点": 0.01,
    "百分点": 0.01,
    "points": 0.01,
    "pp": 0.01,
    "‰": 0.001,
    "成": 0.1,
}
TIMES = frozenset({"x", "X", "×", "times", "fold", "倍"})


@dataclass(frozen=True, slots=True)
class Unit:
    """dimension: the product of base units, "" without one, "%" of a share, "x" of a factor. factor: base units in one of it.

    binary: whether its prefix is a power of 1024.
    """

    dimension: str
    factor: float
    binary: bool = False


BARE = Unit("", 1.0)


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    registry.load_definitions(DEFINITIONS.strip().splitlines())
    return registry


@cache
def _of(expression: str, binary: bool = False) -> Unit:
    quantity: Any = _registry().Quantity(expression).to_base_units()  # pint leaves its magnitude open
    return Unit(str(quantity.units), float(quantity.magnitude), binary)


@cache
def aliases() -> dict[str, tuple[Unit, ...]]:
    """Every unit by the ways to write it; several values where a way has several meanings ("G": GB, GiB or 10^9)."""
    known: dict[str, tuple[Unit, ...]] = {
        name: (_of(expression),) for expression, names in _NAMES.items() for name in names.split()
    }
    for letter, prefix in _PREFIXES.items():
        for symbol in (letter, letter.upper()):
            for end, unit in (("b", "byte"), ("B", "byte"), ("bytes", "byte"), ("bit", "bit"), ("bits", "bit")):
                known[symbol + end] = (_of(prefix + unit),)
            for end in ("flop", "FLOP", "flops", "FLOPs", "FLOPS", "Flops", "ops", "OPS"):
                known[symbol + end] = (_of(prefix + "flop"), _of(prefix + "flop / second"))
        known[letter.upper() + "b"] = (_of(prefix + "bit"), _of(prefix + "byte"))
        known[letter.upper() + "bps"] = (_of(prefix + "bit / second"),)
    for letter, prefix in _BINARY.items():
        for name in (
            f"{letter}ib",
            f"{letter.upper()}iB",
            f"{letter}iB",
            f"{letter.upper()}ib",
            f"{prefix}bytes",
            f"{prefix}byte",
        ):
            known[name] = (_of(prefix + "byte", binary=True),)
    for prefix in _PREFIXES.values():
        for end in ("byte", "bytes", "flop", "flops"):
            known[prefix + end] = (_of(prefix + end.rstrip("s")),)
    for name, prefix in _ZH_PREFIXES.items():
        known[f"{name}字节"] = (_of(prefix + "byte"),)
    for name, prefix in _LOOSE.items():
        known[name] = (_of(prefix + "byte"), _of(_BINARY[prefix[0]] + "byte", binary=True))
    for letter in "GMT":
        known[letter] = (
            *known[{"G": "gig", "M": "meg"}.get(letter, "TB")],
            Unit("", _of(_PREFIXES[letter.lower()] + "byte").factor / 8),
        )
    known["T"] = (_of("terabyte"), _of("tebibyte", binary=True), Unit("", 1e12))
    known["P"] = (_of("petabyte"), _of("pebibyte", binary=True), Unit("", 1e15))
    known["K"] = known["k"] = (
        _of("kilobyte"),
        _of("kibibyte", binary=True),
        Unit("", 1e3),
        Unit("", 1024.0, binary=True),
    )
    known["B"] = (Unit("", 1e9), _of("byte"))
    known["b"] = (Unit("", 1e9), _of("bit"), _of("byte"))
    known |= {name: (Unit("%", factor),) for name, factor in SHARE.items()}
    known |= dict.fromkeys(TIMES, (Unit("x", 1.0),))
    return known


def per(unit: Unit, divisor: Unit) -> Unit:
    """The rate of a unit to another one."""
    return Unit(f"{unit.dimension} / {divisor.dimension}", unit.factor / divisor.factor, unit.binary)


@cache
def longest_han() -> int:
    """Characters of the longest Chinese way to write a unit."""
    return max(len(name) for name in aliases() if not name.isascii())
