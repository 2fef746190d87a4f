"""Wanted values: logits that are logarithms of weights, whose softmax are fractions, and queues filled by hand.

The tests of `capacity` and `priority` look only at which weights are above 0, but for the one that shows what is left of a
token's weights; those of `priority` differ when tokens are served one by one. No two weights of a row are equal.
"""

import numpy as np

from questions.handson.writing import agree, call, case

ROUTE, LOSS = "route", "balance_loss"


def logits(*rows):
    return np.log(np.array(rows, float))


def goes(*experts, count=3):
    """Which expert each token reaches, as a table of 0 and 1; a number, several, or none."""
    table = np.zeros((len(experts), count))
    for token, reached in enumerate(experts):
        table[token, list(reached)] = 1
    return agree("到达的专家（1 表示到达）", "the experts reached (1 is reached)", lambda out: (out > 0, table))


MIXED = logits([5, 2, 1], [1, 4, 3], [2, 1, 6])
# All want expert 0.
CROWD = logits([5, 2, 1], [4, 3, 1], [6, 1, 2], [7, 2, 3])
CROWD_P = np.array(
    [[5 / 8, 2 / 8, 1 / 8], [4 / 8, 3 / 8, 1 / 8], [6 / 9, 1 / 9, 2 / 9], [7 / 12, 2 / 12, 3 / 12]]
).mean(axis=0)
# First choices 0, 1, 1, 2; second choices 1, 0, 2, 1.
PAIRS = logits([5, 3, 1], [3, 5, 1], [1, 5, 3], [1, 3, 5])
# Every expert has the same mean probability, and the same share of first and of second choices.
FAIR = logits([4, 3, 1], [1, 4, 3], [3, 1, 4])
PADDED = logits([9, 1, 2], [5, 2, 1], [9, 2, 1], [4, 3, 1])
PADS = np.array([0, 1, 0, 1])
WITHOUT = agree(
    "填充行为 0，其余与去掉填充时一样",
    "0 in the padding, the others as without it",
    lambda all, kept: ((all[[0, 2]], all[[1, 3]]), (np.zeros((2, 3)), kept)),
)
SAME_LOSS = agree("去掉填充后的损失", "the loss without padding", lambda all, kept: (all, kept))

CASES = [
    case("weights", call(ROUTE, MIXED, 2, 9).close([[5 / 7, 2 / 7, 0], [0, 4 / 7, 3 / 7], [0.25, 0, 0.75]]), visible=True),
    case("weights", call(ROUTE, MIXED, 1, 9).close([[1, 0, 0], [0, 1, 0], [0, 0, 1]])),
    case("weights", call(ROUTE, MIXED, 3, 9).close([[5 / 8, 2 / 8, 1 / 8], [1 / 8, 4 / 8, 3 / 8], [2 / 9, 1 / 9, 6 / 9]])),
    case("capacity", call(ROUTE, CROWD, 1, 2), holds=goes([0], [0], [], []), visible=True),
    case("capacity", call(ROUTE, CROWD, 1, 3), holds=goes([0], [0], [0], [])),
    case("capacity", call(ROUTE, PAIRS, 1, 1), holds=goes([0], [1], [], [2])),
    case("capacity", call(ROUTE, logits([5, 2, 1], [6, 3, 1]), 2, 1), holds=goes([0, 1], [])),
    case(
        "capacity",
        call(ROUTE, logits([5, 2, 1], [6, 1, 3]), 2, 1),
        call(ROUTE, logits([5, 2, 1], [6, 1, 3]), 2, 2),
        holds=agree(
            "token 1 只剩给专家 2 的那份，权重不变",
            "of token 1 the share of expert 2 is left, with the weight it had",
            lambda some, all: ((some[1], some[1, 2] > 0), (all[1] * [0, 0, 1], True)),
        ),
    ),
    case("priority", call(ROUTE, PAIRS[:2], 2, 1), holds=goes([0], [1]), visible=True),
    case("priority", call(ROUTE, PAIRS, 2, 2), holds=goes([0], [0, 1], [1, 2], [2])),
    case("priority", call(ROUTE, logits([1, 3, 5], [5, 3, 1], [3, 5, 1]), 2, 1), holds=goes([2], [0], [1])),
    case("loss", call(LOSS, CROWD, 1).close(3 * CROWD_P[0]), visible=True),
    case("loss", call(LOSS, FAIR, 1).close(1.0), call(LOSS, FAIR, 2).close(1.0)),
    # Shares of 2, 4 and 2 of the eight choices.
    case("loss", call(LOSS, PAIRS, 2).close(3 * (0.25 * 10 / 36 + 0.5 * 16 / 36 + 0.25 * 10 / 36))),
    # Shares of 4, 2 and 2 of 8, where the first choices alone are all of one expert.
    case("loss", call(LOSS, CROWD, 2).close(3 * (0.5 * CROWD_P[0] + 0.25 * CROWD_P[1] + 0.25 * CROWD_P[2]))),
    case("padding", call(ROUTE, PADDED[:2], 1, 1, PADS[:2]), holds=goes([], [0])),
    case("padding", call(ROUTE, PADDED, 2, 2, mask=PADS), call(ROUTE, PADDED[[1, 3]], 2, 2), holds=WITHOUT),
    case("padding", call(LOSS, PADDED, 2, PADS), call(LOSS, PADDED[[1, 3]], 2), holds=SAME_LOSS),
]  # fmt: skip
UNTOUCHED = "inputs"
