"""Wanted values: logits that are logarithms of weights have the loss log(Σ weights / weight of the target)."""

import math

import numpy as np

from questions.handson.writing import call, case

NAME = "cross_entropy"
WEIGHTS = np.array([[1.0, 2.0, 5.0], [6.0, 1.0, 1.0], [2.0, 2.0, 4.0], [1.0, 1.0, 6.0]])  # rows of eighths
LOGITS = np.log(WEIGHTS)
ROUGH = 1e-3  # what float32 leaves of a small difference of large numbers


def loss(*weights):
    """The mean loss of targets with these weights out of 8."""
    return sum(math.log(8 / weight) for weight in weights) / len(weights)


CASES = [
    case("likelihood", call(NAME, LOGITS[:1], np.array([2])).close(loss(5)), visible=True),
    case("likelihood", call(NAME, LOGITS[:3], np.array([1, 0, 2])).close(loss(2, 6, 4)), visible=True),
    case("likelihood", call(NAME, LOGITS, np.array([0, 0, 0, 0])).close(loss(1, 6, 2, 1))),
    case("stable", call(NAME, np.array([[1000.0, 1000.0]]), np.array([0])).close(math.log(2), ROUGH), visible=True),
    case("stable", call(NAME, np.array([[1000.0, 0.0]]), np.array([1])).close(1000.0)),
    case("stable", call(NAME, np.array([[-10000.0, -10000.0, -10000.0]]), np.array([2])).close(math.log(3), ROUGH)),
    case(
        "stable", call(NAME, np.array([[800.0, 800.0], [-800.0, -800.0]]), np.array([0, 1])).close(math.log(2), ROUGH)
    ),
    case("ignored", call(NAME, LOGITS[:3], np.array([2, -100, 2])).close(loss(5, 4)), visible=True),
    case("ignored", call(NAME, LOGITS, np.array([0, 1, 2, 0]), ignore_index=0).close(loss(1, 4))),
    case("ignored", call(NAME, LOGITS, np.array([1, 0, -1, -1]), -1).close(loss(2, 6))),
    case("all-ignored", call(NAME, LOGITS[:2], np.array([-100, -100])).close(0.0)),
    case("all-ignored", call(NAME, LOGITS[:1], np.array([2]), ignore_index=2).close(0.0)),
    case("shapes", call(NAME, LOGITS.reshape(2, 2, 3), np.array([[2, 0], [1, 2]])).close(loss(5, 6, 2, 6))),
    case("shapes", call(NAME, LOGITS.reshape(1, 2, 2, 3), np.array([[[1, -100], [-100, 0]]])).close(loss(2, 1))),
]
UNTOUCHED = "inputs"
