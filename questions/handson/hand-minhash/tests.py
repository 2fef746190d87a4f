"""Wanted values: remainders worked out by hand for small numbers, in Python's integers for large ones; pairs counted by eye.

2147483646 is −1 for the prime 2147483647, so that multiplying by it turns the order round.
"""

from questions.handson.writing import call, case

PRIME = 2147483647
LARGE = [2147483646, 2000000011, 1234567890, 987654321]
A, B = [2147483629, 1999999973, 48271], [2147483640, 17, 0]
WANTED = [min((a * x + b) % PRIME for x in LARGE) for a, b in zip(A, B, strict=True)]


def signature(items, a, b, wanted, point="signature", visible=False):
    return case(point, call("minhash", items, a, b).close(wanted, 0.0), visible=visible)


def rows(*lines):
    return [[int(digit) for digit in line] for line in lines]


# Bands of two: 0 and 1 share the first, 1 and 2 the last, 0 and 3 the digits 34 in different bands.
FOUR = rows("123456", "129978", "558878", "345500")

CASES = [
    signature([1, 2, 3], [5, 1], [0, 10], [5, 11], visible=True),
    signature([7, 4, 9], [3], [2], [14]),
    signature([4, 9, 4, 4], [6, 1], [1, 1], [25, 5]),
    signature([3000000, 2000000], [1000, 1], [0, 9], [3000000000 - PRIME, 2000009]),
    signature([6, 8], [2, 3, 5, 7], [40, 30, 20, 10], [52, 48, 50, 52]),
    # −1, −(−2) = 2 and −2.
    signature([1, PRIME - 2, 2], [PRIME - 1], [0], [2], point="exact"),
    signature([PRIME - 1, 5], [1, 2, 1], [3, 0, 0], [2, 10, 5], point="exact"),
    signature(LARGE, A, B, WANTED, point="exact"),
    case("estimate", call("similarity", [1, 2, 3, 4], [1, 9, 3, 8]).close(0.5), visible=True),
    case("estimate", call("similarity", [1, 2, 3, 4], [4, 3, 2, 1]).close(0.0)),
    case("estimate", call("similarity", [7, 7, 7, 2, 5], [7, 1, 7, 2, 5]).close(0.8)),
    case("estimate", call("similarity", [3, 3, 1], [3, 3, 1]).close(1.0)),
    case("bands", call("candidates", FOUR, 3).alike([(0, 1), (1, 2)]), visible=True),
    case("bands", call("candidates", FOUR, 2).alike([])),
    case("bands", call("candidates", rows("1234", "1934", "1254", "9936"), 4).alike([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)])),
    case("bands", call("candidates", rows("12", "12", "21"), 1).alike([(0, 1)])),
    case("bands", call("candidates", rows("1122", "2211"), 2).alike([])),
    # The same in all bands, and still one pair.
    case("pairs", call("candidates", rows("1234", "1234"), 2).alike([(0, 1)])),
    case("pairs", call("candidates", rows("7", "7", "7"), 1).alike([(0, 1), (0, 2), (1, 2)]), visible=True),
    case("pairs", call("candidates", rows("0055", "1166", "2266", "0077"), 2).alike([(0, 3), (1, 2)])),
    case("pairs", call("candidates", rows("1122", "3344", "5522", "3377"), 2).alike([(0, 2), (1, 3)])),
]  # fmt: skip
UNTOUCHED = "inputs"
