"""Wanted values: closed forms for ratios that are chosen, and a reference in loops for random ones.

Rewards 2 and 0 have the standard deviation 1 and the advantages ±A with A = 1 / (1 + 1e-6). Every answer has a ratio of
its own, since with a ratio of 1 everywhere the advantages sum to 0.
"""

import math

import numpy as np

from questions.handson.writing import call, case

NAME = "grpo_loss"
rng = np.random.default_rng(17)
A = 1 / (1 + 1e-6)
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


BEFORE = rng.normal(-2, 1, size=(4, 6))
AFTER = BEFORE + rng.normal(0, 0.4, size=(4, 6))
REWARDS = np.array([1.0, 0.0, 0.5, 2.0])
MASK = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0], [1, 1, 1, 1, 0, 0]])
LONG = np.log(np.array([[1.1, 1.1, 1.1, 1.1], [0.9, 3.0, 3.0, 3.0]]))  # what the second mask hides would count
LENGTHS = np.array([[1, 1, 1, 1], [1, 0, 0, 0]])

CASES = [
    # −(1.1·A − 0.9·A) / 2
    case(
        "advantage",
        call(NAME, moved(1.1, 0.9), OLD, np.array([1.0, 0.0]), ONES).close(-0.1 * 0.5 / (0.5 + 1e-6)),
        visible=True,
    ),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([3.0, 3.0]), ONES).close(0.0)),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([2e-6, 0.0]), ONES).close(-0.05)),
    case("advantage", call(NAME, moved(1.1, 0.9), OLD, np.array([-20.0, -10.0]), ONES).close(0.1 * 5 / (5 + 1e-6))),
    case("ratio", call(NAME, moved(1.15, 0.95), OLD, PAIR, ONES).close(-0.1 * A), visible=True),
    case("ratio", call(NAME, moved(0.85, 1.05), OLD, PAIR, ONES).close(0.1 * A)),
    case("clipping", call(NAME, moved(2.0, 1.0), OLD, PAIR, ONES).close(-0.1 * A), visible=True),  # −(1.2 − 1) / 2
    case(
        "clipping", call(NAME, moved(1.0, 2.0), OLD, PAIR, ONES).close(0.5 * A)
    ),  # −(1 − 2) / 2: the penalty stays whole
    case("clipping", call(NAME, moved(0.5, 1.0), OLD, PAIR, ONES).close(0.25 * A)),  # −(0.5 − 1) / 2
    case("clipping", call(NAME, moved(1.0, 0.5), OLD, PAIR, ONES).close(-0.1 * A)),  # −(1 − 0.8) / 2
    case("clipping", call(NAME, moved(2.0, 1.0), OLD, PAIR, ONES, clip=0.5).close(-0.25 * A)),
    case("averaging", call(NAME, LONG, np.zeros((2, 4)), PAIR, LENGTHS).close(-0.1 * A), visible=True),
    case("averaging", call(NAME, AFTER, BEFORE, REWARDS, MASK).close(slow(AFTER, BEFORE, REWARDS, MASK, 0.2))),
    case("empty-mask", call(NAME, moved(1.1, 1.0), OLD, PAIR, np.array([[1.0], [0.0]])).close(-0.55 * A)),
    case("empty-mask", call(NAME, moved(1.1, 0.9), OLD, PAIR, np.zeros((2, 1))).close(0.0)),
]
UNTOUCHED = "inputs"
