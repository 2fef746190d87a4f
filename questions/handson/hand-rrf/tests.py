"""Wanted values: sums of fractions written out by hand, 1 / (k + rank) each."""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "rrf"


def scores(*wanted):
    """That these are the scores, in whatever order they come."""
    return agree("返回的分数（不看顺序）", "the scores, in any order", lambda out: (np.sort(out[1]), np.sort(wanted)))


def documents(*wanted):
    """That these documents come back in this order, whatever their scores are."""
    return agree("返回的文档", "the documents", lambda out: (out[0], np.array(wanted)))


def adds_up(*wanted):
    """That the scores of the first call are these numbers of each place's worth, which the second call tells."""
    zh, en = (
        "返回的分数（不看顺序），以单个列表各名次的分数相加",
        "the scores, in any order, added up from those of one list",
    )
    return agree(zh, en, lambda out, one: (np.sort(out[1]), np.sort(np.array(wanted) @ np.sort(one[1])[::-1])))


CASES = [
    case("formula", call(NAME, [[5, 8, 2]]), holds=scores(1 / 61, 1 / 62, 1 / 63), visible=True),
    case("formula", call(NAME, [[5, 8, 2]], k=1), holds=scores(1 / 2, 1 / 3, 1 / 4)),
    case("formula", call(NAME, [[5, 8, 2]], 0), holds=scores(1, 1 / 2, 1 / 3)),
    case(
        "sum",
        call(NAME, [[4, 9], [9, 4], [4, 9]], k=1),
        call(NAME, [[4, 9]], k=1),
        holds=adds_up([2, 1], [1, 2]),
        visible=True,
    ),
    # 1 is in one list only, 2 in two, 3 in all.
    case(
        "sum",
        call(NAME, [[1, 2, 3], [2, 3], [3]], k=2),
        call(NAME, [[1, 2, 3]], k=2),
        holds=adds_up([1, 0, 0], [1, 1, 0], [1, 1, 1]),
    ),
    case("sum", call(NAME, [[6], [], [7, 6]], k=1), call(NAME, [[7, 6]], k=1), holds=adds_up([1, 1], [1, 0])),
    case(
        "order", call(NAME, [[11, 30, 20], [11, 20, 30], [11, 20, 30]], k=1), holds=documents(11, 20, 30), visible=True
    ),
    # Second, second and first is more than first, third and second.
    case("order", call(NAME, [[1, 2, 3], [3, 2, 1], [2, 1, 3]], top=1), holds=documents(2)),
    case("order", call(NAME, [[9, 8, 7, 6], [9, 8, 7, 6]], top=2), holds=documents(9, 8)),
    case("order", call(NAME, [[9, 8], [9, 8]], top=5), holds=documents(9, 8)),
]
UNTOUCHED = "inputs"
