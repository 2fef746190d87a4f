"""Wanted values: the logits are logarithms of weights w, whose softmax at temperature T is w^(1/T) over the sum of these powers.

Squares and roots of the weights are whole numbers. The tests of `top-k` stay at T = 1 and those of `temperature` keep all
tokens. What is drawn is counted by hand in sums of powers of two, which floats hold exactly.
"""

import numpy as np

from questions.handson.writing import agree, call, case

P = "sampling_probs"
SQUARES = np.log(np.array([4.0, 1.0, 16.0, 9.0]))  # roots 2, 1, 4, 3
MIXED = np.log(np.array([3.0, 10.0, 1.0, 5.0, 2.0]))
QUARTERS = np.array([0.25, 0.5, 0.25])
GAPS = np.array([0.0, 0.5, 0.0, 0.25, 0.25, 0.0])


def support(*tokens):
    """That exactly these tokens have a probability above 0."""
    names = ", ".join(map(str, tokens))
    return agree(
        f"只有 token {names} 的概率大于 0（1 表示大于 0）",
        f"only tokens {names} above probability 0 (1 is above)",
        lambda out: (out > 0, np.isin(np.arange(len(out)), tokens)),
    )


FINITE = agree(
    "全是有限的数，和为 1，token 1 最大",
    "finite numbers with the sum 1, token 1 the largest",
    lambda out: ((np.isfinite(out).all(), out.sum(), out.argmax()), (True, 1.0, 1)),
)
CASES = [
    case("temperature", call(P, SQUARES, 2.0).close([0.2, 0.1, 0.4, 0.3]), visible=True),
    case("temperature", call(P, np.log(np.array([1.0, 3.0, 2.0])), temperature=0.5).close([1 / 14, 9 / 14, 4 / 14])),
    case("temperature", call(P, SQUARES).close([4 / 30, 1 / 30, 16 / 30, 9 / 30])),
    case("temperature", call(P, np.array([0.5, -0.5]), 1 / np.log(3)).close([0.75, 0.25])),  # 3^0.5 : 3^-0.5 = 3 : 1
    case("top-k", call(P, MIXED, top_k=3), holds=support(0, 1, 3), visible=True),
    case("top-k", call(P, MIXED, top_k=2).close([0, 10 / 15, 0, 5 / 15, 0])),
    case("top-k", call(P, MIXED[::-1].copy(), 1.0, 4).close([2 / 20, 5 / 20, 0, 10 / 20, 3 / 20])),
    case("top-k", call(P, MIXED - 9, top_k=1).close([0, 1, 0, 0, 0])),
    case("top-k", call(P, MIXED, top_k=9).close(np.array([3.0, 10.0, 1.0, 5.0, 2.0]) / 21)),
    case("cold", call(P, MIXED, 0.0).close([0, 1, 0, 0, 0])),
    case("cold", call(P, MIXED - 9, temperature=0, top_k=3).close([0, 1, 0, 0, 0])),
    case("cold", call(P, np.array([-1.0, 3.0, 2.0]), 1e-3), holds=FINITE),
    case("cold", call(P, np.array([1000.0 + np.log(3), 1000.0, -1000.0]), 1.0).close([0.75, 0.25, 0])),
    case("cold", call(P, np.array([-1000.0, -1000.0 + np.log(3)])).close([0.25, 0.75])),
    case("draw", call("draw", QUARTERS, 0.5).close(1), call("draw", QUARTERS, 0.9).close(2), visible=True),
    case("draw", call("draw", QUARTERS, 0.2).close(0), call("draw", QUARTERS, 0.25).close(1)),
    case("draw", call("draw", QUARTERS, 0.75).close(2), call("draw", QUARTERS, 0.999).close(2)),
    case("draw", call("draw", GAPS, 0.0).close(1), call("draw", GAPS, 0.5).close(3)),
    case("draw", call("draw", GAPS, 0.6).close(3), call("draw", GAPS, 0.999).close(4)),
]
UNTOUCHED = "inputs"
