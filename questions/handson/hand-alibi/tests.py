"""Wanted values: slopes as powers of two written down from the definition, and distances counted by hand.

The tests of `distance` measure in steps of one key, and those of `aligned` hold few queries against many, so that a wrong slope
costs its own point.
"""

import numpy as np

from questions.handson.writing import agree, call, case

SLOPES, ADD = "alibi_slopes", "add_alibi"
rng = np.random.default_rng(41)


def zeros(heads, queries, keys):
    return np.zeros((heads, queries, keys))


def halves(*exponents):
    """2 to the power of minus these."""
    return 2.0 ** -np.array(exponents)


def steps(row, *wanted):
    """How far back the first keys lie in a row of head 0, in multiples of what one step back takes off."""
    return agree(
        f"第 {row} 行各 key 的扣减，以相邻一格的扣减为单位",
        f"what is taken off in row {row}, in units of one step back",
        lambda out: (out[0, row, : len(wanted)] / out[0, -1, -2], np.array(wanted)),
    )


def last_rows(count):
    """That fewer queries get what the last ones of as many queries as keys get, and that it differs from key to key."""
    return agree(
        f"与 query 和 key 一样多时的最后 {count} 行相同",
        f"as the last {count} rows of as many queries as keys",
        lambda few, all: ((few, few[0, 0, 0] != few[0, 0, 1]), (all[:, -count:], True)),
    )


ONE_STEP = agree(
    "相邻两个 key 在各头相差多少",
    "by how much neighbouring keys differ in each head",
    lambda out: (abs(out[:, 1, 1] - out[:, 1, 0]), halves(2, 4, 6, 8)),
)
SCORES = rng.normal(size=(2, 3, 3))
KEPT = agree(
    "减去全 0 时的结果，剩下原来的分数",
    "what zeros would give, taken off, leaves the scores",
    lambda out, plain: ((out - plain)[:, [0, 1, 1, 2], [0, 0, 1, 2]], SCORES[:, [0, 1, 1, 2], [0, 0, 1, 2]]),
)
LOWER = agree(
    "对角线上为 0，其左为负（1 表示是）",
    "0 on the diagonal and below 0 left of it (1 is yes)",
    lambda out: ((out[0, 1, 0] < 0, out[0, 0, 0], out[0, 1, 1]), (True, 0.0, 0.0)),
)
SEEN = agree("看得到（1）与否", "seen (1) or not", lambda out: (np.isfinite(out[0]), np.tri(3)))
AHEAD = agree("未来的那些", "what lies ahead", lambda out: (out[:, [0, 0, 1], [1, 2, 2]], np.full((2, 3), -np.inf)))

CASES = [
    case("slopes", call(SLOPES, 8).close(halves(1, 2, 3, 4, 5, 6, 7, 8)), visible=True),
    case("slopes", call(SLOPES, 4).close(halves(2, 4, 6, 8))),
    case("slopes", call(SLOPES, 1).close(halves(8))),
    case("slopes", call(SLOPES, 16).close(halves(*(n / 2 for n in range(1, 17))))),
    case("slopes", call(ADD, zeros(4, 2, 2)), holds=ONE_STEP),
    # 3 = 2 + 1 and 6 = 4 + 2: the slopes of 4 heads are 2^-2, 2^-4, …, those of 8 are 2^-1, 2^-2, 2^-3, …
    case("in-between", call(SLOPES, 6).close(halves(2, 4, 6, 8, 1, 3)), visible=True),
    case("in-between", call(SLOPES, 3).close(halves(4, 8, 2))),
    case("in-between", call(SLOPES, 7).close(halves(2, 4, 6, 8, 1, 3, 5))),
    case("distance", call(ADD, zeros(1, 4, 4)), holds=steps(3, 3, 2, 1, 0), visible=True),
    case("distance", call(ADD, zeros(1, 4, 4)), holds=steps(2, 2, 1, 0)),
    case("distance", call(ADD, zeros(2, 3, 3)), holds=LOWER),
    case("distance", call(ADD, SCORES), call(ADD, zeros(2, 3, 3)), holds=KEPT),
    case("aligned", call(ADD, zeros(2, 2, 5)), call(ADD, zeros(2, 5, 5)), holds=last_rows(2), visible=True),
    case("aligned", call(ADD, zeros(4, 1, 4)), call(ADD, zeros(4, 4, 4)), holds=last_rows(1)),
    case("causal", call(ADD, zeros(1, 3, 3)), holds=SEEN),
    case("causal", call(ADD, SCORES), holds=AHEAD),
]  # fmt: skip
UNTOUCHED = "inputs"
