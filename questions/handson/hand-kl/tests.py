"""Wanted values: ratios that are chosen, and a sample in which every token occurs exactly as often as its probability says.

Over such a sample the mean of k1 is Σ p·log(p/q), the divergence itself, and so is that of k3, since Σ p·q/p = Σ q = 1.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "kl_estimates"
rng = np.random.default_rng(31)
P, Q = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 8]), np.array([1 / 8, 1 / 8, 1 / 4, 1 / 2])
TOKENS = np.array([[0, 1, 0, 2], [0, 3, 1, 0]])  # eight draws: 4, 2, 1 and 1
EXACT = float(sum(p * math.log(p / q) for p, q in zip(P, Q, strict=True)))
LOGP = np.log(np.array([[0.5, 0.2, 0.9]]))
ONES = np.ones((1, 3))


def at(*ratios):
    """One answer whose reference is so many times as likely as the policy, token by token."""
    return call(NAME, LOGP[:, : len(ratios)], LOGP[:, : len(ratios)] + np.log(ratios), ONES[:, : len(ratios)])


def k(number, wanted):
    """That this estimate is so much, whatever the others are."""
    return agree(f"k{number}", f"k{number}", lambda out: (out[number - 1], wanted))


FULL = (np.log(P)[TOKENS], np.log(Q)[TOKENS], np.ones((2, 4)))
UNEVEN = np.array([[1, 1, 1, 1, 1], [1, 0, 0, 0, 0]])
BEFORE, AFTER = rng.normal(-2, 1, size=(2, 2, 5))
WHERE = UNEVEN.astype(bool)
FAR = np.where(WHERE, 0.0, 10000.0)
ALONE = call(NAME, BEFORE[WHERE][None], AFTER[WHERE][None], np.ones((1, 6)))
AS_ALONE = agree("与只传入有效 token 相同", "the same as for the kept tokens alone", lambda out, alone: (out, alone))
NOT_ZERO = agree(
    "三个估计都不是 0（1 表示是）", "three estimates other than 0 (1 is yes)", lambda out: (np.abs(out) > 0, np.ones(3))
)

CASES = [
    case("k1", at(1 / 2), holds=k(1, math.log(2)), visible=True),
    case("k1", at(2, 4, 1 / 2), holds=k(1, -2 * math.log(2) / 3)),
    case("k1", call(NAME, *FULL), holds=k(1, EXACT)),
    case("k2", at(1 / 2), holds=k(2, math.log(2) ** 2 / 2), visible=True),
    case("k2", at(3, 1 / 9, 1), holds=k(2, (math.log(3) ** 2 + math.log(9) ** 2) / 6)),
    case("k3", at(1 / 2), holds=k(3, math.log(2) - 1 / 2), visible=True),
    case("k3", at(4), holds=k(3, 3 - math.log(4))),
    case("k3", at(1, 1 / 3, 3), holds=k(3, (1 / 3 + 3 - 2) / 3)),
    case("k3", call(NAME, *FULL), holds=k(3, EXACT)),
    case("averaging", call(NAME, BEFORE, AFTER, UNEVEN), ALONE, holds=AS_ALONE),
    case("averaging", call(NAME, BEFORE - FAR, AFTER, UNEVEN), ALONE, holds=AS_ALONE),
    case("averaging", call(NAME, BEFORE, AFTER - FAR, UNEVEN), ALONE, holds=AS_ALONE),
    case("averaging", call(NAME, BEFORE, AFTER, UNEVEN), holds=NOT_ZERO),
    case("empty", call(NAME, BEFORE, AFTER, np.zeros((2, 5))).close((0.0, 0.0, 0.0))),
]  # fmt: skip
UNTOUCHED = "inputs"
