"""Wanted values: numerical derivatives of the loss, written with Python's own numbers, by central differences; and fractions.

Logits that are logarithms of weights have fractions as their softmax. The tests of the other points compare results with one
another, whatever the gradient of a row is.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "cross_entropy_grad"
STEP = 1e-5
rng = np.random.default_rng(13)
LOGITS = rng.normal(size=(4, 5))
TARGETS = np.array([2, 0, 4, 2])


def loss(logits, targets):
    """The mean of −log softmax at the targets, one row at a time."""
    rows = list(zip(logits.tolist(), targets.tolist(), strict=True))
    return sum(math.log(sum(map(math.exp, row))) - row[y] for row, y in rows) / len(rows)


def numerical(logits, targets):
    """By how much the loss changes with each logit: (loss(z + h) − loss(z − h)) / 2h, which errs by about h²."""
    grad = np.zeros(logits.shape)
    for place in np.ndindex(*logits.shape):
        up, down = logits.copy(), logits.copy()
        up[place] += STEP
        down[place] -= STEP
        grad[place] = (loss(up, targets) - loss(down, targets)) / (2 * STEP)
    return grad


def row(n):
    return call(NAME, LOGITS[n : n + 1], TARGETS[n : n + 1])


MEAN = agree(
    "每行单独的梯度除以行数，且不全为 0（1 表示是）",
    "each row's own gradient over the number of rows, and not all 0 (1 is yes)",
    lambda all, *rows: ((all, all.any()), (np.concatenate(rows) / len(all), True)),
)
LEFT_OUT = agree(
    "忽略的行为 0，其余与没有它们时一样",
    "0 in the ignored rows, the others as if those were not there",
    lambda some, kept: ((some[[1, 3]], some[[0, 2]]), (np.zeros((2, 5)), kept)),
)
SHIFTED = agree(
    "与不平移的 logits 一样，且不全为 0（1 表示是）",
    "as for the logits without the shift, and not all 0 (1 is yes)",
    lambda shifted, plain: ((shifted, shifted.any()), (plain, True)),
)
ALIKE = agree(
    "第二行与第一行一样，且不全为 0（1 表示是）",
    "row two as row one, and not all 0 (1 is yes)",
    lambda out: ((out[1], out[1].any()), (out[0], True)),
)
EIGHTHS = np.array([[0.5, -1.25, 2.0, 0.125]])  # which stay exact when 10,000 is added, in float32 too
SOME, THREES = np.array([2, -100, 4, -100]), np.array([1, 3, 0, 3])

CASES = [
    # p = [0.125, 0.25, 0.625]
    case("gradient", call(NAME, np.log([[1.0, 2.0, 5.0]]), np.array([1])).close([[0.125, -0.75, 0.625]]), visible=True),
    case("gradient", call(NAME, LOGITS[:1], TARGETS[:1]).close(numerical(LOGITS[:1], TARGETS[:1]))),
    case("gradient", call(NAME, 3 * LOGITS[1:2], TARGETS[1:2]).close(numerical(3 * LOGITS[1:2], TARGETS[1:2]))),
    case("mean", call(NAME, LOGITS, TARGETS), *map(row, range(4)), holds=MEAN, visible=True),
    case("mean", call(NAME, LOGITS[:2], TARGETS[:2]), row(0), row(1), holds=MEAN),
    case("ignored", call(NAME, LOGITS, SOME), call(NAME, LOGITS[[0, 2]], SOME[[0, 2]]), holds=LEFT_OUT, visible=True),
    case("ignored", call(NAME, LOGITS, THREES, ignore=3), call(NAME, LOGITS[[0, 2]], THREES[[0, 2]]), holds=LEFT_OUT),
    case("ignored", call(NAME, LOGITS[:2], np.array([-1, -1]), -1).close(np.zeros((2, 5)))),
    case("stable", call(NAME, EIGHTHS + 1e4, TARGETS[:1]), call(NAME, EIGHTHS, TARGETS[:1]), holds=SHIFTED),
    case("stable", call(NAME, EIGHTHS - 1e4, TARGETS[:1]), call(NAME, EIGHTHS, TARGETS[:1]), holds=SHIFTED),
    case("stable", call(NAME, np.array([[9e3, 9e3], [-9e3, -9e3]]), np.array([0, 0])), holds=ALIKE),
]  # fmt: skip
UNTOUCHED = "inputs"
