"""Wanted values: sums written out in loops, one output at a time; with b = 0 only W counts, with w = 0 only the side path."""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "lora_forward"
rng = np.random.default_rng(13)
X, W, A, B = (rng.normal(size=shape) for shape in ((2, 3, 4), (5, 4), (2, 4), (5, 2)))
SQUARE_W, SQUARE_A = rng.normal(size=(2, 3, 3))
DOWN, UP = np.array([[1.0, 2.0, 0.0]]), np.array([[1.0], [0.0], [-1.0]])  # of rank 1, where alpha = 1 needs no scaling
ROW = np.array([1.0, -2.0, 3.0])
ROWS = np.array([ROW, [0.0, 1.0, 4.0]])
TWO_DOWN, TWO_UP = rng.normal(size=(2, 3)), rng.normal(size=(3, 2))


def base(row, w):
    """W x, one product at a time."""
    return np.array([sum(w[o, i] * row[i] for i in range(len(row))) for o in range(len(w))])


def side(row, a, b):
    """B (A x), one product at a time."""
    return base(base(row, a), b)


CASES = [
    case("base", call(NAME, ROW, SQUARE_W, SQUARE_A, np.zeros((3, 3)), 8).close(base(ROW, SQUARE_W)), visible=True),
    case("base", call(NAME, X[0], W, A, np.zeros((5, 2)), 6).close([base(row, W) for row in X[0]])),
    case("low-rank", call(NAME, ROW, np.zeros((3, 3)), DOWN, UP, 1).close(side(ROW, DOWN, UP)), visible=True),
    case("low-rank", call(NAME, ROWS, np.zeros((3, 3)), DOWN, UP, 1).close([side(row, DOWN, UP) for row in ROWS])),
    case("scale", call(NAME, ROW, np.zeros((3, 3)), TWO_DOWN, TWO_UP, 6).close(3 * side(ROW, TWO_DOWN, TWO_UP)), visible=True),
    case("scale", call(NAME, ROW, np.zeros((3, 3)), TWO_DOWN, TWO_UP, 0.5).close(side(ROW, TWO_DOWN, TWO_UP) / 4)),
    case("scale", call(NAME, ROW, np.zeros((3, 3)), SQUARE_A, SQUARE_A.T, 2).close(side(ROW, SQUARE_A, SQUARE_A.T) * 2 / 3)),
    case(
        "shapes",
        call(NAME, X, W, A, B, 2),
        *(call(NAME, X[i, j], W, A, B, 2) for i in (0, 1) for j in (0, 1, 2)),
        holds=agree(
            "每个位置都和单独计算一样",
            "every position as if computed alone",
            lambda whole, *alone: (whole.reshape(6, 5), np.stack(alone)),
        ),
    ),
    case(
        "shapes",
        call(NAME, X[0], W, A, B, 2),
        call(NAME, X[0, 2], W, A, B, 2),
        holds=agree("第 3 行和单独计算一样", "row 3 as if computed alone", lambda whole, row: (whole[2], row)),
    ),
]  # fmt: skip
UNTOUCHED = "inputs"
