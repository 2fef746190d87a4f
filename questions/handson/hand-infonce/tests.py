"""Wanted values: closed forms for unit vectors, whose similarities are 0 and 1, and loops for random directions.

With the identity on both sides and B pairs the loss is log(1 + (B − 1)·e^(−1/τ)). Where both sides hold the same vectors the
similarities are symmetric, so that both directions cost the same: only the tests of `both-ways` tell them apart. All tests
but those of `pairs` hold a loss against another one.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "info_nce"
rng = np.random.default_rng(23)
EYE = np.eye(3)
SWAPPED = np.array([[0.0, 1.0], [1.0, 0.0]])
VECTORS = rng.normal(size=(5, 4))
UNIT = VECTORS / np.sqrt((VECTORS**2).sum(axis=1, keepdims=True))
OTHER = np.roll(UNIT, 1, axis=1)
STRETCH = np.array([[0.1], [3.0], [20.0], [1.0], [7.0]])


def one_way(a, b, temperature):
    """The cost of finding b[i] for a[i], one product at a time."""
    total = 0.0
    for i, row in enumerate(a):
        similar = [sum(x * y for x, y in zip(row, other, strict=True)) / temperature for other in b]
        total += math.log(sum(map(math.exp, similar))) - similar[i]
    return total / len(a)


def times(factor):
    """That the first loss is this many times the second one, which is not 0."""
    return agree("两个损失之比", "the first loss divided by the second", lambda one, other: (one / other, factor))


PAIR = np.eye(2)
BASE, BASE_COST = call(NAME, PAIR, SWAPPED, 1.0), math.log(1 + math.e)
PLAIN, PLAIN_COST = call(NAME, UNIT, UNIT, 1.0), one_way(UNIT, UNIT, 1.0)
# a is twice the same vector: by rows the cost is log(1 + 1/e) and log(1 + e), by columns log 2 each.
TWICE = np.array([[1.0, 0.0], [1.0, 0.0]])
ROWS, COLUMNS = (math.log(1 + 1 / math.e) + math.log(1 + math.e)) / 2, math.log(2)
BOTH = (one_way(UNIT, OTHER, 1.0) + one_way(OTHER, UNIT, 1.0)) / 2

CASES = [
    case("pairs", call(NAME, EYE, EYE, 1.0).close(math.log(1 + 2 / math.e)), visible=True),
    case("pairs", call(NAME, PAIR, SWAPPED, 1.0).close(math.log(1 + math.e))),
    case("pairs", call(NAME, EYE, -EYE, 1.0).close(math.log(1 + 2 * math.e))),
    case("pairs", call(NAME, UNIT, UNIT, 1.0).close(one_way(UNIT, UNIT, 1.0))),
    case("normalise", call(NAME, 5 * PAIR, PAIR / 2, 1.0), BASE, holds=times(math.log(1 + 1 / math.e) / BASE_COST), visible=True),
    case("normalise", call(NAME, STRETCH * UNIT, UNIT, 1.0), PLAIN, holds=times(1)),
    case("normalise", call(NAME, UNIT, STRETCH * UNIT, 1.0), PLAIN, holds=times(1)),
    case("temperature", call(NAME, PAIR, SWAPPED, 0.5), BASE, holds=times(math.log(1 + math.exp(2)) / BASE_COST), visible=True),
    case("temperature", call(NAME, UNIT, UNIT, temperature=0.2), PLAIN, holds=times(one_way(UNIT, UNIT, 0.2) / PLAIN_COST)),
    case("temperature", call(NAME, PAIR, SWAPPED), BASE, holds=times(math.log(1 + math.exp(1 / 0.07)) / BASE_COST)),
    case("both-ways", call(NAME, TWICE, PAIR, 1.0), BASE, holds=times((ROWS + COLUMNS) / 2 / BASE_COST), visible=True),
    case("both-ways", call(NAME, PAIR, TWICE, 1.0), BASE, holds=times((ROWS + COLUMNS) / 2 / BASE_COST)),
    case("both-ways", call(NAME, UNIT, OTHER, 1.0), PLAIN, holds=times(BOTH / PLAIN_COST)),
    case("stable", call(NAME, PAIR, SWAPPED, 0.001), BASE, holds=times(1000 / BASE_COST)),
    case("stable", call(NAME, PAIR, -PAIR, 0.001), BASE, holds=times(1000 / BASE_COST)),
]  # fmt: skip
UNTOUCHED = "inputs"
