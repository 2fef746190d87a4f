"""Wanted values: σ(log r) = r / (1 + r), so that a margin of log r costs log((1 + r) / r).

The tests of `margin` and `sums` look whether two losses are the same or which is greater, whatever function of the margin they
are; those of `loss` use one token, one policy and no reference.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "dpo_loss"
rng = np.random.default_rng(29)


def loss(chosen, rejected, ref_chosen=0.0, ref_rejected=0.0, **options):
    """The call for pairs of answers one token long; numbers or lists of B numbers."""
    policy = np.array([chosen, rejected], dtype=float).reshape(2, -1, 1)
    reference = np.array([ref_chosen, ref_rejected], dtype=float).reshape(2, -1, 1) * np.ones_like(policy)
    return call(NAME, policy, reference, np.ones_like(policy), **options)


SAME = agree("两次的损失相同", "two losses that are the same", lambda one, other: (one, other))
LESS = agree(
    "第一个损失更小（1 表示是）", "a first loss that is smaller (1 is yes)", lambda one, other: (one < other, True)
)
MORE = agree(
    "第一个损失更大（1 表示是）", "a first loss that is greater (1 is yes)", lambda one, other: (one > other, True)
)
LOG3 = math.log(3)

# Two pairs, four tokens: the sums are (−3, −1.5) for the chosen and (−4, −2) for the rejected answers.
TOKENS = np.array([[[-1.0, -2.0, 0, 0], [-0.5, -0.5, -0.25, -0.25]], [[-4.0, 0, 0, 0], [-0.5, -0.5, -1.0, 0]]])
KEPT = np.array([[[1, 1, 0, 0], [1, 1, 1, 1]], [[1, 0, 0, 0], [1, 1, 1, 0]]])
REF = np.array(
    [[[-2.0, -2.5, 0, 0], [-0.5, -0.75, -0.25, -0.5]], [[-3.0, 0, 0, 0], [-1.0, -0.5, -1.0, 0]]]
)  # −4.5, −2; −3, −2.5
JUNK = np.where(KEPT, 0.0, rng.normal(0, 1000, size=KEPT.shape))
ALL = call(NAME, TOKENS, REF, KEPT, beta=1.0)
THREE_AND_ONE = np.array([[[-1.0, -1.0, -1.0]], [[-1.0, 0, 0]]])
LONG = call(NAME, THREE_AND_ONE, np.zeros((2, 1, 3)), -np.sign(THREE_AND_ONE), beta=1.0)

CASES = [
    case("margin", loss(-1.0, -2.0, beta=1.0), loss(-2.0, -1.0, beta=1.0), holds=LESS, visible=True),
    # What counts is how far each answer has moved from the reference, not how likely it is.
    case("margin", loss(-9.0, -2.0, -10.0, -2.0, beta=1.0), loss(-1.0, -2.0, beta=1.0), holds=SAME, visible=True),
    case("margin", loss(-3.0, -7.0, -3.0, -6.0, beta=1.0), loss(-1.0, -2.0, beta=1.0), holds=SAME),
    case("margin", loss(-3.0, -8.0, -3.0, -6.0, beta=0.5), loss(-1.0, -2.0, beta=1.0), holds=SAME),
    case("margin", loss(-10.0, -20.0), loss(-1.0, -2.0, beta=1.0), holds=SAME),
    case("margin", loss(-4.0, -7.0, -4.0, -7.0, beta=1.0), loss(-1.0, -2.0, beta=1.0), holds=MORE),
    case("sums", LONG, loss(-3.0, -1.0, beta=1.0), holds=SAME, visible=True),
    case("sums", LONG, loss(-1.0, -1.0, beta=1.0), holds=MORE),
    case("sums", ALL, loss([-3.0, -1.5], [-4.0, -2.0], [-4.5, -2.0], [-3.0, -2.5], beta=1.0), holds=SAME),
    case("sums", call(NAME, TOKENS + JUNK, REF - 2 * JUNK, KEPT, beta=1.0), ALL, holds=SAME),
    case("loss", loss(0.0, -LOG3, beta=1.0).close(math.log(4 / 3)), visible=True),
    case("loss", loss(-LOG3, 0.0, beta=1.0).close(math.log(4))),
    case("loss", loss([0.0, -LOG3], [-LOG3, 0.0], beta=1.0).close((math.log(4 / 3) + math.log(4)) / 2)),
    case("stable", loss(-1000.0, 0.0, beta=1.0).close(1000.0)),
    case("stable", loss(0.0, -1000.0, beta=1.0).close(0.0)),
    case("smoothing", loss(0.0, -LOG3, beta=1.0, smoothing=0.25).close(0.75 * math.log(4 / 3) + 0.25 * math.log(4))),
    case("smoothing", loss(-LOG3, 0.0, beta=1.0, smoothing=0.1).close(0.9 * math.log(4) + 0.1 * math.log(4 / 3))),
]  # fmt: skip
UNTOUCHED = "inputs"
