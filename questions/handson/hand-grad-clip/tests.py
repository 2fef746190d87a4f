"""Wanted values: 3² + 4² = 5², 5² + 12² = 13² and 2² + 3² + 6² = 7², so that norms are whole numbers and factors fractions.

The tests of `scale` look at a single number, whose norm is its size, or at the direction of what comes out; those of `below` have
limits far above, or a norm of 1 or 0. A wrong norm then costs its own point.
"""

import numpy as np

from questions.handson.writing import agree, call, case

NORM, CLIP = "global_norm", "clip_by_norm"


def grads(*arrays):
    return [np.array(array, float) for array in arrays]


THREE = grads([3, 0], [[4, 0], [0, 0]], [-12])  # norms 3, 4 and 12, together 13
PAIR = grads([3, 0], [-4, 12])
NAN, INF = np.nan, np.inf
SHORTER = agree(
    "方向不变，每个数都变小（1 表示是）",
    "the same direction, and every number smaller (1 is yes)",
    lambda out: (
        (out / np.sqrt((out**2).sum()), (abs(out) <= abs(np.array(PAIR))).all() and abs(out[1, 1]) < 12),
        (np.array(PAIR) / 13, True),
    ),
)

CASES = [
    case("norm", call(NORM, THREE).close(13.0), visible=True),
    case("norm", call(NORM, grads([2, -3, 6])).close(7.0)),
    case("norm", call(NORM, grads([1, 1], [[1], [1]], [[1, 1], [1, 1]], [1])).close(3.0)),
    case("norm", call(NORM, grads([0, 0], [0])).close(0.0)),
    case("scale", call(CLIP, PAIR, 1.0), holds=SHORTER, visible=True),
    case("scale", call(CLIP, PAIR, 2.5), holds=SHORTER),
    case("scale", call(CLIP, grads([-4]), 2.5).close(([-2.5],)), call(CLIP, grads([[8]]), 0.5).close(([[0.5]],))),
    case("below", call(CLIP, THREE, 1000.0).close(tuple(THREE)), visible=True),
    case("below", call(CLIP, grads([-1]), 1.0).close(([-1],))),
    case("below", call(CLIP, grads([0, 0], [[0]]), 1.0).close(([0, 0], [[0]]))),
    case("nonfinite", call(CLIP, grads([3, NAN], [4]), 1.0).close(([0, 0], [0]))),
    case("nonfinite", call(CLIP, grads([3, 4], [[INF], [1]]), 10.0).close(([0, 0], [[0], [0]]))),
    case("nonfinite", call(CLIP, grads([-INF], [INF, 2]), 1.0).close(([0], [0, 0]))),
]  # fmt: skip
UNTOUCHED = "inputs"
