"""Wanted values: groups whose largest value is a multiple of 127, so that scales are round and quotients far from a half."""

import numpy as np

from questions.handson.compare import is_close, shown
from questions.handson.model import Mismatch
from questions.handson.writing import call, case
from questions.model import Text

ROW = np.array([[127.0, -50.2, 3.4, 0.0]])
# Two rows, three groups of two: the scales are 1, 2, 0.5 and 10, 1, 0.01.
GRID = np.array([[127.0, -12.0, 6.0, -254.0, 63.5, 1.0], [1270.0, 20.0, -127.0, 5.0, 0.02, 1.27]])
GRID_Q = np.array([[127, -12, 3, -127, 127, 2], [127, 2, -127, 5, 2, 127]])
GRID_SCALES = np.array([[1.0, 2.0, 0.5], [10.0, 1.0, 0.01]])
GRID_BACK = np.array([[127.0, -12, 6, -254, 63.5, 1], [1270, 20, -127, 5, 0.02, 1.27]])
APART = np.array([[127.0, 1, 1, 1], [1, 1, 254.0, 1]])  # whose large values lie in one group of each row
NEAR = np.array([[127.0, 5.7, -5.7, 100.9, -0.6, 0.4]])


def part(number, wanted, zh, en):
    """That this one of the two results is so, whatever the other is."""

    def relation(results):
        both = isinstance(results[0], tuple | list) and len(results[0]) == 2
        got = results[0][number] if both else results[0]
        if both and is_close(got, wanted, 1e-5):
            return None
        return Mismatch(shown(got), Text(f"{zh}：{shown(wanted)}", f"{en}: {shown(wanted)}"))

    return relation


def q(*rows):
    return part(0, np.array(rows), "q", "q")


def scale(wanted):
    return part(1, np.array(wanted), "scale", "scale")


CASES = [
    case("scale", call("quantize", ROW, 4), holds=scale([[1.0]]), visible=True),
    case("scale", call("quantize", -ROW / 4, 4), holds=scale([[0.25]])),
    case("scale", call("quantize", np.array([[1.0, -635.0], [2.54, 0.5]]), 2), holds=scale([[5.0], [0.02]])),
    case("groups", call("quantize", GRID, 2).close((GRID_Q, GRID_SCALES)), visible=True),
    case("groups", call("quantize", GRID, 1), holds=scale(np.abs(GRID) / 127)),
    case("groups", call("quantize", GRID, 6), holds=scale([[2.0], [10.0]])),
    case("groups", call("quantize", APART, 2), holds=scale([[1, 1 / 127], [1 / 127, 2]])),
    case("rounding", call("quantize", NEAR, 6), holds=q([127, 6, -6, 101, -1, 0]), visible=True),
    case("rounding", call("quantize", -NEAR / 2, 6), holds=q([-127, -6, 6, -101, 1, 0])),
    case("rounding", call("quantize", np.array([[-127.0, 126.4, 126.6]]), 3), holds=q([-127, 126, 127])),
    case("dequantize", call("dequantize", GRID_Q, GRID_SCALES).close(GRID_BACK), visible=True),
    case("dequantize", call("dequantize", np.array([[-127, 4, 1]]), np.array([[0.5]])).close([[-63.5, 2.0, 0.5]])),
    case("dequantize", call("dequantize", np.array([[3], [-4]]), np.array([[0.5], [10.0]])).close([[1.5], [-40.0]])),
    case("zeros", call("quantize", np.array([[0.0, 0.0, 127.0, -1.0]]), 2), holds=q([0, 0, 127, -1])),
    case("zeros", call("quantize", np.zeros((2, 2)), 2), holds=q([0, 0], [0, 0])),
]  # fmt: skip
UNTOUCHED = "inputs"
