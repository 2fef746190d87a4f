"""Wanted values: windows written out by hand; probabilities that are powers, so that a perplexity is their root.

k tokens of probabilities p₁ … p_k have the perplexity (1 / Π p)^(1/k). The tests of `once` and `weights` hold a perplexity
against that of the same tokens in one window, whatever function of their mean it is.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case


def borders(*wanted):
    """That the windows begin and end there, whatever they score."""
    return agree("各窗口的 (begin, end)", "(begin, end) of every window", lambda out: (out[:, :2], np.array(wanted)))


CONTINUES = agree(
    "每个窗口的 first 等于前一个窗口的 end",
    "a first of every window that is the end of the one before",
    lambda out: (out[1:, 2], out[:-1, 1]),
)


def logs(*probabilities):
    return [math.log(one) for one in probabilities]


JUNK = 5.0  # stands where nothing is scored


def one_window(*probabilities):
    return call("perplexity", [[JUNK, *logs(*probabilities)]], [(0, 1 + len(probabilities), 1)])


SAME = agree("与放在一个窗口里相同", "the same as in one window", lambda out, alone: (out, alone))
LESS = agree(
    "第一个困惑度更小（1 表示是）",
    "a first perplexity that is smaller (1 is yes)",
    lambda one, other: (one < other, True),
)
# The second window was given its first two tokens as context only.
OVERLAP = call("perplexity", [[JUNK, *logs(1 / 4, 1 / 4)], [-9.0, -7.0, *logs(1 / 4)]], [(0, 3, 1), (1, 4, 3)])
THREE_AND_ONE = call(
    "perplexity", [[JUNK, *logs(1 / 2, 1 / 2, 1 / 2)], [JUNK, JUNK, JUNK, *logs(1 / 32)]], [(0, 4, 1), (1, 5, 4)]
)
FOUR_AND_TWO = call(
    "perplexity", [[JUNK, *logs(1, 1, 1, 1)], [JUNK, JUNK, JUNK, *logs(1 / 27, 1 / 27)]], [(0, 5, 1), (2, 7, 5)]
)
FIRST = agree("第一个窗口", "the first window", lambda out: (out[0], np.array([0, 4, 1])))

CASES = [
    case("steps", call("windows", 6, 4, 2), holds=borders((0, 4), (2, 6)), visible=True),
    case("steps", call("windows", 10, 4, 3), holds=borders((0, 4), (3, 7), (6, 10))),
    case("steps", call("windows", 11, 4, 3), holds=borders((0, 4), (3, 7), (6, 10), (9, 11)), visible=True),
    case("steps", call("windows", 9, 6, 1), holds=borders((0, 6), (1, 7), (2, 8), (3, 9))),
    case("steps", call("windows", 5, 8, 4), holds=borders((0, 5))),
    case("steps", call("windows", 8, 8, 4), holds=borders((0, 8))),
    case("once", call("windows", 6, 4, 2), holds=CONTINUES, visible=True),
    case("once", call("windows", 11, 4, 3), holds=CONTINUES),
    case("once", call("windows", 30, 9, 2), holds=CONTINUES),
    case("once", OVERLAP, one_window(1 / 4, 1 / 4, 1 / 4), holds=SAME),
    case("start", call("windows", 9, 4, 2), holds=FIRST),
    case("start", call("windows", 4, 7, 2), holds=FIRST),
    case("weights", THREE_AND_ONE, one_window(1 / 2, 1 / 2, 1 / 2, 1 / 32), holds=SAME, visible=True),
    case("weights", FOUR_AND_TWO, one_window(1, 1, 1, 1, 1 / 27, 1 / 27), holds=SAME),
    # Three times 1/2 and once 1/32 make 4; the mean of the two windows' means would be that of 8.
    case("weights", THREE_AND_ONE, one_window(1 / 5), holds=LESS),
    case("formula", one_window(1 / 4, 1 / 4).close(4.0), visible=True),
    case("formula", one_window(1 / 2, 1 / 18).close(6.0)),
    case("formula", one_window(1, 1).close(1.0)),
]
UNTOUCHED = "inputs"
