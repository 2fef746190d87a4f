"""Wanted values: closed forms. With k = 1 no discount matters; with grades of 0 and 1 no gain does."""

import math

import numpy as np

from questions.handson.writing import call, case

NAME = "ndcg"
FALLING = np.array([9.0, 7.0, 5.0, 3.0, 1.0])


def discount(rank):
    return 1 / math.log2(rank + 1)


CASES = [
    case("order", call(NAME, np.array([0, 1, 0]), np.array([0.2, 0.9, 0.5]), 1).close(1.0), visible=True),
    case("order", call(NAME, np.array([1, 0, 0]), np.array([0.2, 0.9, 0.5]), 1).close(0.0)),
    case("order", call(NAME, np.array([1, 0, 1, 0, 0]), np.array([-3.0, -9.0, -1.0, -7.0, -5.0]), k=2).close(1.0)),
    case("gain", call(NAME, np.array([1, 3]), np.array([0.9, 0.1]), 1).close(1 / 7), visible=True),
    case("gain", call(NAME, np.array([0, 2, 4]), np.array([0.1, 0.9, 0.5]), 1).close(3 / 15)),
    case("discount", call(NAME, np.array([0, 1]), np.array([0.9, 0.1])).close(discount(2)), visible=True),
    case("discount", call(NAME, np.array([0, 0, 0, 0, 1]), FALLING).close(discount(5))),
    case("discount", call(NAME, np.array([0, 0, 1, 0, 0]), FALLING, 3).close(1 / 2)),
    case(
        "discount",
        call(NAME, np.array([0, 1, 0, 1, 0]), FALLING).close((discount(2) + discount(4)) / (1 + discount(2))),
    ),
    # The three best are all equally good, and nothing better was left out.
    case("ideal", call(NAME, np.array([1, 1, 1, 1, 1]), FALLING, 2).close(1.0)),
    # One of the two best places is taken, although two relevant documents lie further down.
    case("ideal", call(NAME, np.array([1, 0, 1, 1, 0]), FALLING, 2).close(1 / (1 + discount(2))), visible=True),
    case("ideal", call(NAME, np.array([1, 0, 0, 0, 0]), FALLING, 3).close(1.0)),
    case("ideal", call(NAME, np.array([0, 0, 0, 1, 0]), FALLING, 3).close(0.0)),
    case("ideal", call(NAME, np.array([1, 1]), np.array([0.1, 0.9]), 10).close(1.0)),
    case("nothing", call(NAME, np.array([0, 0, 0]), np.array([0.1, 0.2, 0.3])).close(0.0)),
    case("nothing", call(NAME, np.array([0.0, 0.0]), np.array([0.3, 0.2]), 1).close(0.0)),
]
UNTOUCHED = "inputs"
