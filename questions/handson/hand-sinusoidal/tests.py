"""Wanted values: bases that are powers of small numbers, so that the angles are the position over 1, 10, 100, …

The tests of `angle` look at a row's numbers in order of size, in whichever columns they stand; those of `columns` at angles that
do not depend on the base.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "sinusoidal"
S2, C2 = math.sin(2.0), math.cos(2.0)


def numbers(*angles):
    """That a row holds the sine and cosine of these angles and nothing else."""
    wanted = sorted([*map(math.sin, angles), *map(math.cos, angles)])
    return agree("第一行的数从小到大", "the numbers of the first row by size", lambda out: (np.sort(out[0]), wanted))


PAIRS = agree(
    "前两列，以及每一对的平方和",
    "the first two columns, and the sum of squares of each pair",
    lambda out: ((out[0, :2], (out.reshape(3, 2) ** 2).sum(-1)), ([S2, C2], np.ones(3))),
)

CASES = [
    case("angle", call(NAME, np.array([3.0]), 4, base=100.0), holds=numbers(3, 0.3), visible=True),
    case("angle", call(NAME, np.array([5.0]), 6, 1000.0), holds=numbers(5, 0.5, 0.05)),
    case("angle", call(NAME, np.array([70.0]), 8), holds=numbers(70, 7, 0.7, 0.07)),
    case("angle", call(NAME, np.array([2.0]), 4, 16.0), holds=numbers(2, 0.5)),
    case("columns", call(NAME, np.array([2.0]), 2).close([[S2, C2]]), visible=True),
    case("columns", call(NAME, np.array([2.0]), 6), holds=PAIRS),
    case("columns", call(NAME, np.array([0.0]), 4).close([[0, 1, 0, 1]])),
    case(
        "positions",
        call(NAME, np.array([9.0, 4.0, 7.0]), 4),
        call(NAME, np.array([4.0]), 4),
        holds=agree("位置 4 的那一行", "the row of position 4", lambda all, one: (all[1], one[0])),
    ),
    case("positions", call(NAME, np.array([1.5]), 2), holds=numbers(1.5)),
    case("positions", call(NAME, np.array([-1.0]), 2), holds=numbers(-1.0)),
]  # fmt: skip
UNTOUCHED = "inputs"
