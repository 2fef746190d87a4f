"""Wanted values: scores that are logarithms of small numbers, so that sums of exponentials are fractions; states written by hand.

What several blocks give together is held against all their keys at once, one query and one key at a time with Python's own
numbers. The other tests of `rescale` and those of `finish` begin from states written by hand, so that a mistake within a block
costs its own point.
"""

import math

import numpy as np

from questions.handson.writing import KeptRef, agree, call, case

LN2, LN3 = math.log(2.0), math.log(3.0)
rng = np.random.default_rng(23)
Q, K, V = rng.normal(size=(3, 1)), 2 * rng.normal(size=(7, 1)), rng.normal(size=(7, 2))  # d = 1: no scale to forget


def state(m, total, acc):
    """A state, from a row's maximum, its sum and its weighted values each."""
    return np.array(m, float), np.array(total, float), np.array(acc, float)


def slow(q, k, v):
    """The state of all keys, one query and one key at a time."""
    tops, sums, values = [], [], []
    for query in q:
        scores = [float(query @ key) / math.sqrt(len(query)) for key in k]
        parts = [math.exp(score - max(scores)) for score in scores]
        tops.append(max(scores))
        sums.append(sum(parts))
        values.append(sum(part * value for part, value in zip(parts, v, strict=True)))
    return state(tops, sums, values)


def blocks(*ends):
    """Calls that take the keys block by block, up to `ends`, and merge each block into what was there."""
    first, *later = ends
    made = [call("attend", Q, K[:first], V[:first], keep="all")]
    for end in later:
        made.append(call("attend", Q, K[first:end], V[first:end], keep="block"))
        made.append(call("merge", KeptRef("all"), KeptRef("block"), keep="all"))
        first = end
    return (*made[:-1], call("merge", KeptRef("all"), KeptRef("block")).close(slow(Q, K[:first], V[:first])))


NONE = state([-np.inf, -np.inf], [0, 0], [[0], [0]])
LEFT = state([0, LN3], [3, 2], [[6], [-4]])
RIGHT = state([LN2, 0], [1, 3], [[8], [12]])
BOTH = state([LN2, LN3], [3 / 2 + 1, 2 + 3 / 3], [[3 + 8], [-4 + 4]])
HALF = state([0, -np.inf], [3, 0], [[6], [0]])
# d = 4, so that a score is half the product: ln 3 and 0 in the first row, 0 and -ln 2 in the second.
ROWS, KEYS = np.array([[2 * LN3, 0, 0, 0], [0, -2 * LN2, 0, 0]]), np.eye(4)[:2]
VALUES = np.array([[3.0, 0.0], [6.0, 12.0]])
ONE = np.array([[1.0]])

CASES = [
    case(
        "block",
        call("attend", ROWS, KEYS, VALUES).close(state([LN3, 0], [4 / 3, 3 / 2], [[5, 4], [6, 6]])),
        visible=True,
    ),
    case("block", call("attend", np.array([[-6.0]]), ONE, 4 * ONE).close(state([-6], [1], [[4]]))),
    case("block", call("attend", np.zeros((2, 1)), K[:3], V[:3]).close(state([0, 0], [3, 3], [V[:3].sum(0)] * 2))),
    case("rescale", call("merge", LEFT, RIGHT).close(BOTH), visible=True),
    case("rescale", call("merge", RIGHT, LEFT).close(BOTH)),
    case("rescale", call("merge", LEFT, LEFT).close(state([0, LN3], [6, 4], [[12], [-8]]))),
    case("rescale", *blocks(2, 4, 6, 7)),
    case("rescale", *blocks(3, 7)),
    case("finish", call("finish", state([0, 5], [2, 4], [[4, 2], [2, -8]])).close([[2, 1], [0.5, -2]]), visible=True),
    case("finish", call("finish", state([-9], [1.25], [[5]])).close([[4]])),
    case("stable", call("attend", 90 * ONE, 90 * ONE, 3 * ONE).close(state([8100], [1], [[3]]))),
    case("stable", call("attend", 90 * ONE, -90 * ONE, 3 * ONE).close(state([-8100], [1], [[3]]))),
    case("stable", call("merge", state([9000], [2], [[4]]), state([9000], [1], [[5]])).close(state([9000], [3], [[9]]))),
    case("stable", call("merge", state([-9000], [2], [[4]]), state([-9000], [1], [[5]])).close(state([-9000], [3], [[9]]))),
    case("empty", call("attend", np.zeros((2, 3)), np.zeros((0, 3)), np.zeros((0, 1))).close(NONE)),
    case("empty", call("merge", NONE, LEFT).close(LEFT), call("merge", RIGHT, NONE).close(RIGHT)),
    case("empty", call("merge", NONE, NONE).close(NONE), call("finish", NONE).close([[0], [0]])),
    case("empty", call("merge", HALF, HALF).close(state([0, -np.inf], [6, 0], [[12], [0]]))),
    case("empty", call("finish", HALF), holds=agree("没有 key 的那一行", "the row without keys", lambda out: (out[1], [0]))),
]  # fmt: skip
UNTOUCHED = "inputs"
