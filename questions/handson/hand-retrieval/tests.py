"""Wanted values: rows of Pythagorean triples, whose lengths are whole numbers, and unit vectors at chosen angles."""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "top_k"
QUERY = np.array([3.0, 4.0])  # of length 5
TRIPLES = np.array([[4.0, 3.0], [-8.0, 6.0], [5.0, 12.0]])  # of the lengths 5, 10 and 13
COSINES = [24 / 25, 0.0, 63 / 65]
EAST = np.array([1.0, 0.0])
ANGLES = np.radians([100.0, 20.0, 170.0, 60.0, 5.0])
UNIT = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)  # the closest to EAST are 4, 1, 3, 0, 2
WITH_ZERO = np.array([[0.0, 0.0], [-1.0, 0.0], [0.6, 0.8]])


def scores(wanted):
    """That these are the scores, in whatever order they come."""
    return agree("返回的分数（不看顺序）", "the scores, in any order", lambda out: (np.sort(out[1]), np.sort(wanted)))


def rows(*wanted):
    """That these rows come back in this order, whatever their scores are."""
    return agree("返回的下标", "the indices", lambda out: (out[0], np.array(wanted)))


CASES = [
    case("cosine", call(NAME, QUERY, TRIPLES, 3), holds=scores(COSINES), visible=True),
    case("cosine", call(NAME, 100 * QUERY, TRIPLES, 3), holds=scores(COSINES)),
    case("cosine", call(NAME, QUERY, TRIPLES * np.array([[0.01], [7.0], [300.0]]), 3), holds=scores(COSINES)),
    # By the dot product the long row 1 would be the best.
    case("cosine", call(NAME, EAST, np.array([[2.0, 0.0], [30.0, 40.0]]), 2), holds=scores([1.0, 0.6])),
    case("order", call(NAME, EAST, UNIT, 3), holds=rows(4, 1, 3), visible=True),
    case("order", call(NAME, EAST, UNIT, 5), holds=rows(4, 1, 3, 0, 2)),
    case("order", call(NAME, EAST, UNIT, 1), holds=rows(4)),
    case("order", call(NAME, EAST, UNIT[:3], 10), holds=rows(1, 0, 2)),
    case(
        "order",
        call(NAME, EAST, UNIT, 4),
        holds=agree(
            "各分数除以第一个分数",
            "every score divided by the first one",
            lambda out: (out[1] / out[1][0], np.cos(ANGLES[[4, 1, 3, 0]]) / np.cos(ANGLES[4])),
        ),
    ),
    case("zero", call(NAME, EAST, WITH_ZERO, 3), holds=scores([0.6, 0.0, -1.0]), visible=True),
    case("zero", call(NAME, np.zeros(2), UNIT, 5), holds=scores([0.0] * 5)),
]  # fmt: skip
UNTOUCHED = "inputs"
