"""Wanted values: with q = 0 all scores are equal, so that a row is the mean of the v it sees, whatever the scale is.

A score of ln 3 beside one of 0 has the weights 3/4 and 1/4.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

LN3 = math.log(3.0)
rng = np.random.default_rng(7)
V = np.array([[4.0, 0.0], [0.0, 8.0], [2.0, 4.0], [6.0, 0.0]])
MEANS = np.array([[4.0, 0.0], [2.0, 4.0], [2.0, 4.0], [3.0, 3.0]])  # of the first 1, 2, 3 and 4 rows of V
Q, K, W = (rng.normal(size=(2, 3, 4, 2)) for _ in range(3))


def zeros(length):
    return np.zeros((length, 2))


def keys(length):
    return rng.normal(size=(length, 2))


CASES = [
    case(
        "scores",
        call("attention", np.array([[2 * LN3, 0.0, 0.0, 0.0]]), np.eye(4)[:2], 4 * np.eye(4)[:2]).close([[3.0, 1.0, 0.0, 0.0]]),
        visible=True,
    ),
    case(
        "scores",
        call("attention", np.array([[3 * LN3] + [0.0] * 8, [0.0, -3 * LN3] + [0.0] * 7]), np.eye(9)[:2], 4 * np.eye(9)[:2]).close(
            [[3.0, 1.0] + [0.0] * 7, [3.0, 1.0] + [0.0] * 7]
        ),
    ),
    case("scores", call("attention", zeros(3), keys(4), V).close([[3.0, 3.0]] * 3)),
    case("stable", call("attention", np.array([[2000.0]]), np.array([[1.0], [1.0]]), np.array([[1.0], [3.0]])).close([[2.0]])),
    case("stable", call("attention", np.array([[-2000.0]]), np.array([[1.0], [1.0]]), np.array([[1.0], [3.0]])).close([[2.0]])),
    case("causal", call("attention", zeros(4), keys(4), V, causal=True).close(MEANS), visible=True),
    case("causal", call("attention", zeros(2), keys(4), V, causal=True).close(MEANS[2:])),
    case("causal", call("attention", zeros(1), keys(4), V, causal=True).close([[3.0, 3.0]])),
    case(
        "causal",
        call("attention", Q[0, 0], K[0, 0], W[0, 0], causal=True),
        call("attention", Q[0, 0, :2], K[0, 0, :2], W[0, 0, :2]),
        holds=agree(
            "第 2 行与只给前 2 个 key、value 时一样",
            "row 2 is as if only the first two keys and values were given",
            lambda whole, part: (whole[1], part[1]),
        ),
    ),
    case("empty-row", call("attention", zeros(3), keys(2), V[:2], causal=True).close([[0.0, 0.0], [4.0, 0.0], [2.0, 4.0]])),
    case("empty-row", call("attention", zeros(3), keys(1), V[:1], True).close([[0.0, 0.0], [0.0, 0.0], [4.0, 0.0]])),
    case(
        "batch",
        call("attention", Q, K, W),
        *(call("attention", Q[b, h], K[b, h], W[b, h]) for b in (0, 1) for h in (0, 1, 2)),
        holds=agree(
            "每个样本、每个头都和单独计算一样",
            "every sample and head as if computed alone",
            lambda whole, *alone: (whole.reshape(6, 4, 2), np.stack(alone)),
        ),
    ),
    case(
        "batch",
        call("attention", Q[0, :, :2], K[0], W[0], causal=True),
        *(call("attention", Q[0, h, :2], K[0, h], W[0, h], causal=True) for h in (0, 1, 2)),
        holds=agree("每个头都和单独计算一样", "every head as if computed alone", lambda whole, *alone: (whole, np.stack(alone))),
    ),
]  # fmt: skip
UNTOUCHED = "inputs"
