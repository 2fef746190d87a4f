"""Wanted values: masks drawn by hand or from sets of positions; with q = 0 attention is the mean of the v that the mask shows.

A score of ln 3 beside one of 0 has the weights 3/4 and 1/4. The tests of `aligned` have windows as long as everything, those of
`window` have as many queries as keys, and those of `sinks` look only at the columns of the sinks or compare with none.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

LN3 = math.log(3.0)
rng = np.random.default_rng(3)
V = np.array([[4.0, 0.0], [0.0, 8.0], [2.0, 4.0], [6.0, 0.0], [-2.0, 10.0]])
MASK, ATTEND = "window_mask", "window_attention"


def rows(*seen, keys):
    """A mask from the positions that each query sees."""
    return np.array([[float(j in positions) for j in range(keys)] for positions in seen])


def keys(length, d=2):
    return rng.normal(size=(length, d))


def sink_columns(count, wanted):
    return agree(
        f"前 {count} 列", f"the first {count} columns", lambda mask: (mask[:, :count], np.asarray(wanted, float))
    )


def others_stay(count):
    """That the columns behind the sinks are those of a mask without sinks."""
    return agree(
        f"前 {count} 列以外与 sinks = 0 时一样",
        f"all but the first {count} columns as without sinks",
        lambda mask, plain: (mask[:, count:], plain[:, count:]),
    )


SHOWN = agree(
    "mask 看得到的那些 v 的平均",
    "the mean of the v that the mask shows",
    lambda mask, out: (out, mask @ V[: mask.shape[1]] / mask.sum(axis=1, keepdims=True)),
)
LAST_SHOWN = agree(
    "最后一行：mask 看得到的那些 v 的平均",
    "the last row: the mean of the v that the mask shows",
    lambda mask, out: (out[-1], mask[-1] @ V / mask[-1].sum()),
)
# The first key has a score above 2000 for every query, the others one of -2000: the last query must not notice it.
TALL = np.array([[1000.0, 0.0], *[[-1000.0, 0.0]] * 4])
FAR = np.full((5, 2), 3.0)

CASES = [
    case("window", call(MASK, 4, 4, 2).close(rows({0}, {0, 1}, {1, 2}, {2, 3}, keys=4)), visible=True),
    case("window", call(MASK, 5, 5, 3).close(rows({0}, {0, 1}, {0, 1, 2}, {1, 2, 3}, {2, 3, 4}, keys=5))),
    case("window", call(MASK, 3, 3, 1).close(np.eye(3))),
    case("window", call(MASK, 3, 3, window=8).close(np.tri(3))),
    case("aligned", call(MASK, 2, 4, 9).close(rows({0, 1, 2}, {0, 1, 2, 3}, keys=4)), visible=True),
    case("aligned", call(MASK, 1, 5, 5).close(np.ones((1, 5)))),
    case("aligned", call(MASK, 3, 5, window=7).close(rows({0, 1, 2}, {0, 1, 2, 3}, {0, 1, 2, 3, 4}, keys=5))),
    case("sinks", call(MASK, 4, 4, 1, 2), holds=sink_columns(2, [[1, 0], [1, 1], [1, 1], [1, 1]]), visible=True),
    case("sinks", call(MASK, 3, 3, 2, sinks=9), holds=sink_columns(3, np.tri(3))),
    case("sinks", call(MASK, 5, 5, 2, 1), call(MASK, 5, 5, 2), holds=others_stay(1)),
    case("sinks", call(MASK, 6, 6, 4, 3), call(MASK, 6, 6, 4, 0), holds=others_stay(3)),
    case("sinks", call(MASK, 3, 5, 1, 1), holds=sink_columns(1, [[1], [1], [1]])),
    case(
        "scores",
        call(ATTEND, np.array([[2 * LN3, 0, 0, 0], [0, 2 * LN3, 0, 0]]), np.eye(4)[:2], V[:2], 2),
        holds=agree("最后一行", "the last row", lambda out: (out[1], (V[0] + 3 * V[1]) / 4)),
        visible=True,
    ),
    case("scores", call(MASK, 5, 5, 2), call(ATTEND, np.zeros((5, 2)), keys(5), V, 2), holds=SHOWN),
    case("scores", call(MASK, 3, 5, 2, 1), call(ATTEND, np.zeros((3, 2)), keys(5), V, 2, sinks=1), holds=SHOWN),
    case("stable", call(ATTEND, np.array([[2000.0]]), np.array([[1.0]]), np.array([[3.0]]), 1).close([[3.0]])),
    case("stable", call(MASK, 5, 5, 2), call(ATTEND, FAR, TALL, V, 2), holds=LAST_SHOWN),
]  # fmt: skip
UNTOUCHED = "inputs"
