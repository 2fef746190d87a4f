"""Wanted values: [1, 7] has the mean square 25, equal numbers c have c², one c among D zeros has c² / D."""

import math

import numpy as np

from questions.handson.writing import agree, call, case

ONE = np.ones(2)
ROWS = np.array([[[1.0, 7.0], [7.0, 1.0], [-1.0, 7.0]], [[2.0, 14.0], [5.0, 5.0], [0.0, 3.0]]])
GAMMA = np.array([3.0, -0.5])

CASES = [
    case("rms", call("rms_norm", np.array([1.0, 7.0]), ONE, eps=0.0).close([0.2, 1.4]), visible=True),
    case("rms", call("rms_norm", np.array([-3.0, -3.0, -3.0]), np.ones(3)).close([-1.0, -1.0, -1.0])),
    case("rms", call("rms_norm", np.array([0.0, 8.0, 0.0, 0.0]), np.ones(4)).close([0.0, 2.0, 0.0, 0.0])),
    case("eps", call("rms_norm", np.array([0.0, 0.0]), ONE).close([0.0, 0.0]), visible=True),
    case("eps", call("rms_norm", np.array([0.001, -0.001]), ONE, eps=3e-6).close([0.5, -0.5])),
    case("eps", call("rms_norm", np.array([0.001, -0.001]), ONE).close([math.sqrt(0.5), -math.sqrt(0.5)])),
    case("axis", call("rms_norm", np.array([[3.0, -3.0], [-9.0, 9.0]]), ONE).close([[1.0, -1.0], [-1.0, 1.0]]), visible=True),
    case(
        "axis",
        call("rms_norm", ROWS, GAMMA),
        *(call("rms_norm", ROWS[i, j], GAMMA) for i in (0, 1) for j in (0, 1, 2)),
        holds=agree(
            "每个位置和单独计算一样",
            "every position as if computed alone",
            lambda whole, *alone: (whole.reshape(6, 2), np.stack(alone)),
        ),
    ),
    case(
        "gain",
        call("rms_norm", ROWS, GAMMA),
        call("rms_norm", ROWS, ONE),
        holds=agree(
            "等于归一化的值逐特征乘 gamma",
            "the normalised values times gamma, feature by feature",
            lambda scaled, plain: (scaled, plain * GAMMA),
        ),
    ),
    case("gain", call("rms_norm", np.array([4.0, -4.0]), GAMMA).close([3.0, 0.5])),
    case("gain", call("rms_norm", np.array([4.0, 4.0]), np.zeros(2)).close([0.0, 0.0])),
]  # fmt: skip
UNTOUCHED = "inputs"
