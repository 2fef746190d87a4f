"""Wanted values: at z = ±ln 3 the sigmoid is 3/4 and 1/4; at z = 50 it is 1 but for 2e-22, at z = -50 it is 0.

With one number and all weights 1, gate and input are alike, so that only the activation is seen. The tests of `gate` use gates
that are wide open or shut, where it hardly matters which activation there is.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "swiglu"
LN3 = math.log(3.0)
ONE = np.ones((1, 1))
rng = np.random.default_rng(29)
X = rng.normal(size=(2, 3, 4))
GATE, UP = rng.normal(size=(2, 4, 5))
DOWN = rng.normal(size=(5, 4))


def alone(z):
    """One number through weights of 1: silu(z) · z."""
    return call(NAME, np.array([z]), ONE, ONE, ONE)


def split(gate, up):
    """One gate and one value of their own: the first input makes the gate, the second the value."""
    return call(NAME, np.array([gate, up]), np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]), np.array([[1.0, 0.0]]))


def ratio(wanted):
    return agree("两个结果之比", "the first result divided by the second", lambda one, two: (one[0] / two[0], wanted))


LAST = agree(
    "w_down = 单位阵时的结果再乘 w_down",
    "the result with w_down = 1, times w_down",
    lambda out, wide: (out, wide @ DOWN),
)
ALONE = agree(
    "每个位置和单独计算一样",
    "every position as if computed alone",
    lambda all, *one: (all.reshape(6, 4), np.stack(one)),
)

CASES = [
    case("gate", split(50.0, -2.0), split(50.0, 1.0), holds=ratio(-2.0), visible=True),
    case("gate", split(-50.0, 2.0), split(50.0, 2.0), holds=ratio(0.0)),
    case("gate", split(50.0, 3.0), split(50.0, -60.0), holds=ratio(-0.05)),
    case("gate", split(50.0, 0.0), split(50.0, 2.0), holds=ratio(0.0)),
    case("silu", alone(LN3).close([0.75 * LN3**2]), visible=True),
    case("silu", alone(-LN3).close([0.25 * LN3**2])),
    case("silu", alone(1000.0).close([1e6]), alone(-1000.0).close([0.0])),
    case(
        "projections",
        call(NAME, X, GATE, UP, DOWN),
        call(NAME, X, GATE, UP, np.eye(5)),
        holds=LAST,
        visible=True,
    ),
    case(
        "projections",
        call(NAME, X, GATE, UP, DOWN),
        *(call(NAME, X[b, n], GATE, UP, DOWN) for b in (0, 1) for n in (0, 1, 2)),
        holds=ALONE,
    ),
]  # fmt: skip
UNTOUCHED = "inputs"
