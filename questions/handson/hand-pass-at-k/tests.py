"""Wanted values: every way to draw k of the samples is written out and looked at, and closed forms for large numbers.

With one correct sample of n the chance that k draws hold it is k / n; with two, each in its turn must be among the
n − k that are left.
"""

from itertools import combinations

from questions.handson.writing import call, case

NAME = "pass_at_k"


def drawn(n, c, k):
    """The share of all draws of k samples that hold one of the c correct ones."""
    draws = list(combinations(range(n), k))
    return sum(any(sample < c for sample in draw) for draw in draws) / len(draws)


CASES = [
    case("estimator", call(NAME, [[4, 2]], 2).close(drawn(4, 2, 2)), visible=True),
    case("estimator", call(NAME, [[10, 3]], 4).close(drawn(10, 3, 4))),
    case("estimator", call(NAME, [[8, 5]], 3).close(drawn(8, 5, 3))),
    case("estimator", call(NAME, [[20, 1]], 5).close(5 / 20)),
    case("estimator", call(NAME, [[5, 2]], 1).close(2 / 5)),
    case("edges", call(NAME, [[4, 0]], 2).close(0.0)),
    case("edges", call(NAME, [[4, 3]], 2).close(1.0), visible=True),
    case("edges", call(NAME, [[5, 5]], 1).close(1.0)),
    case("edges", call(NAME, [[6, 1]], 6).close(1.0)),
    # k = 1, for which a problem's own estimate is c / n: pooled it would be 6 / 14.
    case("mean", call(NAME, [[4, 1], [10, 5]], 1).close((1 / 4 + 1 / 2) / 2), visible=True),
    case("mean", call(NAME, [[2, 0], [2, 1], [8, 2]], 1).close((0 + 1 / 2 + 1 / 4) / 3)),
    case("large", call(NAME, [[10000, 1]], 2500).close(0.25)),
    case("large", call(NAME, [[5000, 2]], 1000).close(1 - 4000 / 5000 * 3999 / 4999)),
]
UNTOUCHED = "inputs"
