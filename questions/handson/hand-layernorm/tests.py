"""Wanted values: two numbers m ± s have mean m and population variance s², so that they become ±s / sqrt(s² + eps)."""

import math

import numpy as np

from questions.handson.writing import agree, call, case

ONE, NONE = np.ones(2), np.zeros(2)
ONES, NONES = np.ones(4), np.zeros(4)
SMALL = 0.001 / math.sqrt(1.1e-5)  # where eps is ten times the variance
ROWS = np.array([[[2.0, 4.0, 9.0], [1.0, 1.0, 7.0]], [[0.0, -3.0, 3.0], [8.0, 2.0, 5.0]]])
GAMMA, BETA = np.array([2.0, -1.0, 0.5]), np.array([10.0, 20.0, 30.0])

ROW, ONE3 = ROWS[0, 0], np.ones(3)
SIGNS = agree("各数的正负", "the sign of each number", lambda out: (np.sign(out), [[-1, 1], [-1, 1]]))
TWICE = agree("两次结果之比", "the first result divided by the second", lambda one, other: (one / other, [2, 2, 2]))

CASES = [
    case("axis", call("layer_norm", np.array([[7.0, 7.0], [-2.0, -2.0]]), ONE, NONE).close(np.zeros((2, 2))), visible=True),
    case(
        "axis",
        call("layer_norm", ROWS, GAMMA, BETA),
        *(call("layer_norm", ROWS[i, j], GAMMA, BETA) for i in (0, 1) for j in (0, 1)),
        holds=agree(
            "每个位置和单独计算一样",
            "every position as if computed alone",
            lambda whole, *alone: (whole.reshape(4, 3), np.stack(alone)),
        ),
    ),
    case("axis", call("layer_norm", np.full((2, 1, 3, 2), 4.0), ONE, NONE).close(np.zeros((2, 1, 3, 2)))),
    case("axis", call("layer_norm", np.array([[1.0, 3.0], [2.0, 8.0]]), ONE, NONE), holds=SIGNS),
    case("variance", call("layer_norm", np.array([3.0, 1.0]), ONE, NONE, eps=0.0).close([1.0, -1.0]), visible=True),
    case("variance", call("layer_norm", np.array([0.001, -0.001]), ONE, NONE).close([SMALL, -SMALL])),
    case("variance", call("layer_norm", np.array([6.0, 4.0]), ONE, NONE, eps=3.0).close([0.5, -0.5])),
    case("variance", call("layer_norm", np.array([1.0, 1.0, 5.0, 5.0]), ONES, NONES, 12.0).close([-0.5, -0.5, 0.5, 0.5])),
    case(
        "affine",
        call("layer_norm", ROWS, GAMMA, BETA),
        call("layer_norm", ROWS, np.ones(3), np.zeros(3)),
        holds=agree(
            "等于归一化的值乘 gamma 再加 beta",
            "the normalised values times gamma plus beta",
            lambda scaled, plain: (scaled, plain * GAMMA + BETA),
        ),
    ),
    case("affine", call("layer_norm", ROW, 2 * ONE3, 0 * ONE3), call("layer_norm", ROW, ONE3, 0 * ONE3), holds=TWICE),
    case("affine", call("layer_norm", np.array([4.0, 4.0, 4.0]), GAMMA, BETA).close(BETA), visible=True),
]  # fmt: skip
UNTOUCHED = "inputs"
