"""Wanted values: a unit vector turned by t is (cos t, sin t); the first pair turns by the position itself, whatever the base."""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "apply_rope"
rng = np.random.default_rng(3)
X = rng.normal(size=(2, 3, 4, 6))
Q, K = rng.normal(size=(1, 8)), rng.normal(size=(1, 8))
PLACES = np.array([5, 0, 7, 12])


def turned(first, second, angle):
    """The two components of a pair, turned."""
    return first * math.cos(angle) - second * math.sin(angle), second * math.cos(angle) + first * math.sin(angle)


def rows(vector):
    """The vector at positions 0, 1 and 2."""
    return np.array([vector] * 3, dtype=float), np.arange(3)


def at_places(*places):
    """The vector (1, 0) at these positions."""
    return np.array([[1.0, 0.0]] * len(places)), np.array(places)


def sizes(wanted):
    """That all components are as large as wanted, whichever way the pairs turn."""
    return agree("各分量的大小（不看正负）", "the sizes of all components", lambda out: (abs(out), np.abs(wanted)))


def at(width, pair, speed):
    """What becomes of the first half's unit vector of a pair that turns by `speed` for each position."""
    wanted = np.zeros((3, width))
    for place in range(3):
        wanted[place, [pair, pair + width // 2]] = turned(1, 0, place * speed)
    return wanted


CASES = [
    case("rotation", call(NAME, *rows([1, 0])).close([turned(1, 0, place) for place in range(3)]), visible=True),
    case("rotation", call(NAME, *rows([3, 4])).close([turned(3, 4, place) for place in range(3)])),
    case("rotation", call(NAME, *rows([0, 1])).close([turned(0, 1, place) for place in range(3)])),
    case(
        "rotation",
        *(call(NAME, vector, np.array([place])) for vector, place in ((Q, 9), (K, 4), (Q, 105), (K, 100))),
        holds=agree(
            "点积只取决于位置之差",
            "a dot product that depends on the distance only",
            lambda q9, k4, q105, k100: (q9 @ k4.T, q105 @ k100.T),
        ),
    ),
    case(
        "rotation",
        call(NAME, X, PLACES),
        holds=agree("每个向量的长度不变", "vectors as long as before", lambda out: ((out**2).sum(axis=-1), (X**2).sum(axis=-1))),
    ),
    case("pairing", call(NAME, *rows([1, 0, 0, 0])), holds=sizes(at(4, 0, 1)), visible=True),
    case("pairing", call(NAME, *rows([0, 0, 0, 0, 1, 0, 0, 0])), holds=sizes(at(8, 0, 1)[:, [4, 1, 2, 3, 0, 5, 6, 7]])),
    case("frequencies", call(NAME, *rows([0, 1, 0, 0])), holds=sizes(at(4, 1, 0.01)), visible=True),
    case("frequencies", call(NAME, *rows([0, 1, 0, 0]), base=4.0), holds=sizes(at(4, 1, 0.5))),
    case("frequencies", call(NAME, *rows([0, 0, 1, 0, 0, 0]), 1000.0), holds=sizes(at(6, 2, 0.01))),
    case("positions", call(NAME, *at_places(5, 0, 7)), holds=sizes([turned(1, 0, place) for place in (5, 0, 7)]), visible=True),
    case("positions", call(NAME, *at_places(57)), holds=sizes([turned(1, 0, 57)])),
    case(
        "positions",
        call(NAME, X, PLACES),
        *(call(NAME, X[b, h], PLACES) for b in (0, 1) for h in (0, 1, 2)),
        holds=agree(
            "前面每一维的切片都和单独计算一样",
            "every leading slice as if computed alone",
            lambda whole, *alone: (whole.reshape(6, 4, 6), np.stack(alone)),
        ),
    ),
]  # fmt: skip
UNTOUCHED = "inputs"
