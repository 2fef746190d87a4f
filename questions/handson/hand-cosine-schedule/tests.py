"""Wanted values: cos 60° = 1/2 and cos 90° = 0, so that a third, a half and two thirds of the way leave 3/4, 1/2 and 1/4.

The tests of `cosine` have a warm-up and stay behind it, those of `warmup` stay before its end, but for the one without any.
"""

import numpy as np

from questions.handson.writing import call, case

NAME = "learning_rate"


def at(*steps):
    return np.array(steps)


CASES = [
    # 60 steps from 4 down to 0.
    case("cosine", call(NAME, at(10, 30, 40, 50, 70), 70, 10, 4.0).close([4, 3, 2, 1, 0]), visible=True),
    # 12 steps from 1.2 down to 0.4, which is 0.8 · what is left.
    case("cosine", call(NAME, at(8, 12, 14, 16, 20), 20, 8, 1.2, 0.4).close([1.2, 1.0, 0.8, 0.6, 0.4])),
    case("cosine", call(NAME, at(50, 30, 40), 70, 10, 4.0, floor=2.0).close([2.5, 3.5, 3.0])),
    case("warmup", call(NAME, at(0, 1, 2, 3), 70, 4, 2.0, floor=1.0).close([0, 0.5, 1, 1.5]), visible=True),
    case("warmup", call(NAME, at(9, 0, 5), 70, 10, 0.5).close([0.45, 0, 0.25])),
    case("warmup", call(NAME, at(0), 70, 0, 3.0).close([3])),
    case("after", call(NAME, at(71, 130, 1000), 70, 10, 4.0, floor=0.5).close([0.5, 0.5, 0.5])),
    case("after", call(NAME, at(500, 30), 20, 0, 2.0).close([0, 0])),
]
UNTOUCHED = "inputs"
