"""Wanted values: σ(log r) = r / (1 + r), so that a difference of log r costs log((1 + r) / r)."""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "reward_loss"
BASE = np.array([0.5, -2.0, 30.0])


def by(*ratios):
    """Rewards that are greater than BASE by the logarithms of these ratios."""
    return BASE[: len(ratios)] + np.log(np.array(ratios))


def loss(wanted):
    """That the loss is this, whatever the accuracy."""
    return agree("损失", "the loss", lambda out: (out[0], wanted))


def accuracy(wanted):
    """That the accuracy is this, whatever the loss."""
    return agree("准确率", "the accuracy", lambda out: (out[1], wanted))


SAME = agree("两次的损失相同", "two losses that are the same", lambda one, other: (one[0], other[0]))

CASES = [
    case("formula", call(NAME, by(3), BASE[:1]), holds=loss(math.log(4 / 3)), visible=True),
    case("formula", call(NAME, by(1 / 3), BASE[:1]), holds=loss(math.log(4))),
    case("formula", call(NAME, BASE, BASE), holds=loss(math.log(2))),
    # The mean of the losses: the loss of the mean difference would be log 2.
    case("formula", call(NAME, by(3, 1 / 3), BASE[:2]), holds=loss((math.log(4 / 3) + math.log(4)) / 2), visible=True),
    case("formula", call(NAME, by(9, 1, 1 / 4), BASE), holds=loss((math.log(10 / 9) + math.log(2) + math.log(5)) / 3)),
    case("stable", call(NAME, np.array([0.0]), np.array([1000.0])), holds=loss(1000.0), visible=True),
    case("stable", call(NAME, np.array([5000.0]), np.array([-5000.0])), holds=loss(0.0)),
    case("stable", call(NAME, np.array([-60.0, 800.0]), np.array([0.0, 0.0])), holds=loss(30.0)),
    case("margin", call(NAME, by(6), BASE[:1], math.log(2)), call(NAME, by(3), BASE[:1]), holds=SAME),
    case(
        "margin",
        call(NAME, by(4, 2), BASE[:2], margin=np.log([2.0, 4.0])),
        call(NAME, by(2, 1 / 2), BASE[:2]),
        holds=SAME,
    ),
    case("accuracy", call(NAME, by(3, 1 / 3, 2), BASE), holds=accuracy(2 / 3), visible=True),
    case(
        "accuracy",
        call(NAME, np.array([-1.0, -5.0, 4.0, 2.0]), np.array([-3.0, -4.0, 5.0, 9.0])),
        holds=accuracy(1 / 4),
    ),
    # A pair whose difference lies below the margin is in the right order all the same.
    case("accuracy", call(NAME, by(3, 5), BASE[:2], 2.0), holds=accuracy(1.0)),
]
UNTOUCHED = "inputs"
