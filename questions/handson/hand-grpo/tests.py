"""Wanted values: closed forms for ratios that are chosen, and a reference in loops for random ones.

With the rewards 2 and 0 the advantages are ±A, and ratios r and s of one token each give the loss −A·(r − s) / 2 while
nothing is clipped. Only the tests of `advantage` and `ratio` look at A and at the sign; the others compare a loss with that
of r = 1.1 and s = 1.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "grpo_loss"
rng = np.random.default_rng(17)
PAIR = np.array([2.0, 0.0])
OLD = np.array([[-1.0], [-2.0]])
ONES = np.ones((2, 1))


def moved(*ratios):
    """Log-probabilities one token long whose ratios to OLD are these."""
    return OLD + np.log(np.array(ratios))[:, None]


def slow(logp, old_logp, rewards, mask, clip):
    """One token at a time."""
    mean = sum(rewards) / len(rewards)
    std = math.sqrt(sum((reward - mean) ** 2 for reward in rewards) / len(rewards))
    total = 0.0
    for g, reward in enumerate(rewards):
        advantage, gains = (reward - mean) / (std + 1e-6), []
        for t in range(len(mask[g])):
            if mask[g][t]:
                ratio = math.exp(logp[g][t] - old_logp[g][t])
                gains.append(min(ratio * advantage, max(1 - clip, min(1 + clip, ratio)) * advantage))
        total += sum(gains) / len(gains) if gains else 0.0
    return -total / len(rewards)


BASE = call(NAME, moved(1.1, 1.0), OLD, PAIR, ONES)


def times(factor):
    """That the first loss is this many times the second one, which is not 0."""
    return agree("两个损失之比", "the first loss divided by the second", lambda one, other: (one / other, factor))


def size(wanted):
    """That a loss is as large as wanted, whatever its sign."""
    return agree("损失的大小（不看正负）", "the size of the loss", lambda out: (abs(out), wanted))


NEGATIVE = agree("负的损失（1 表示是）", "a negative loss (1 is yes)", lambda out: (out < 0, True))
BEFORE = rng.normal(-2, 1, size=(4, 6))
AFTER = BEFORE + rng.normal(0, 0.4, size=(4, 6))
REWARDS = np.array([1.0, 0.0, 0.5, 2.0])
MASK = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0], [1, 1, 1, 1, 0, 0]])
LONG = np.log(np.array([[1.1, 1.1, 1.1, 1.1], [0.9, 3.0, 3.0, 3.0]]))  # what the second mask hides would count
LENGTHS = np.array([[1, 1, 1, 1], [1, 0, 0, 0]])

FULL = np.ones((4, 6))
SHARE = slow(AFTER, BEFORE, REWARDS, MASK, 0.2) / slow(AFTER, BEFORE, REWARDS, FULL, 0.2)

CASES = [
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, PAIR / 2, ONES), holds=size(0.1 * 0.5 / (0.5 + 1e-6)), visible=True),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([3.0, 3.0]), ONES), holds=size(0.0)),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([2e-6, 0.0]), ONES), holds=size(0.05)),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([-20.0, -10.0]), ONES), holds=size(0.1 * 5 / (5 + 1e-6))),
    case("ratio", BASE, holds=NEGATIVE, visible=True),
    case("ratio", call(NAME, moved(1.15, 1.0), OLD, PAIR, ONES), call(NAME, moved(1.05, 1.0), OLD, PAIR, ONES), holds=times(3)),
    case("ratio", call(NAME, moved(0.85, 1.0), OLD, PAIR, ONES), BASE, holds=times(-1.5)),
    case("clipping", call(NAME, moved(2.0, 1.0), OLD, PAIR, ONES), BASE, holds=times(2), visible=True),  # 1.2 − 1
    case("clipping", call(NAME, moved(1.0, 2.0), OLD, PAIR, ONES), BASE, holds=times(-10)),  # 1 − 2: the penalty stays whole
    case("clipping", call(NAME, moved(0.5, 1.0), OLD, PAIR, ONES), BASE, holds=times(-5)),  # 0.5 − 1
    case("clipping", call(NAME, moved(1.0, 0.5), OLD, PAIR, ONES), BASE, holds=times(2)),  # 1 − 0.8
    case("clipping", call(NAME, moved(2.0, 1.0), OLD, PAIR, ONES, clip=0.5), BASE, holds=times(5)),
    case("averaging", call(NAME, LONG, np.zeros((2, 4)), PAIR, LENGTHS), BASE, holds=times(2), visible=True),
    case(
        "averaging",
        call(NAME, AFTER, BEFORE, REWARDS, MASK),
        call(NAME, AFTER, BEFORE, REWARDS, FULL),
        holds=times(SHARE),
    ),
    case("empty-mask", call(NAME, moved(1.1, 1.0), OLD, PAIR, np.array([[1.0], [0.0]])), BASE, holds=times(11)),
    case("empty-mask", call(NAME, moved(1.1, 0.9), OLD, PAIR, np.zeros((2, 1))).close(0.0)),
]  # fmt: skip
UNTOUCHED = "inputs"
