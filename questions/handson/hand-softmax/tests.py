"""Wanted values: exp(log w) / Σ exp(log w) = w / Σ w, so that logits made as logarithms have fractions as their softmax."""

import numpy as np

from questions.handson.writing import agree, call, case

PARTS = np.array([[1.0, 2.0, 5.0], [6.0, 1.0, 1.0]])  # rows of eighths
LOGITS = np.log(PARTS)
CUBE = np.log(np.arange(1.0, 25.0).reshape(2, 3, 4))

CASES = [
    case("formula", call("softmax", LOGITS[0]).close([0.125, 0.25, 0.625]), visible=True),
    case("formula", call("softmax", np.array([-2.5])).close([1.0])),
    case("stable", call("softmax", np.array([1000.0, 1000.0])).close([0.5, 0.5]), visible=True),
    case("stable", call("softmax", np.array([-1000.0, -1000.0, -1000.0, -1000.0])).close([0.25] * 4)),
    case("stable", call("softmax", np.array([10000.0, 0.0, -10000.0])).close([1.0, 0.0, 0.0])),
    case("stable", call("softmax", np.array([[900.0, 900.0], [-900.0, -900.0]])).close([[0.5, 0.5], [0.5, 0.5]])),
    case("axis", call("softmax", LOGITS).close(PARTS / 8)),
    case("axis", call("softmax", LOGITS.T, axis=0).close(PARTS.T / 8), visible=True),
    case("axis", call("softmax", np.log(np.array([[1.0, 3.0], [3.0, 1.0]])), 1).close([[0.25, 0.75], [0.75, 0.25]])),
    case(
        "axis",
        call("softmax", CUBE, axis=1),
        call("softmax", CUBE[1, :, 2]),
        holds=agree(
            "三维数组沿 axis=1 的每一列都和单独计算一样",
            "every column along axis=1 of a 3-D array is as if computed alone",
            lambda whole, column: (whole[1, :, 2], column),
        ),
    ),
]
UNTOUCHED = "inputs"
