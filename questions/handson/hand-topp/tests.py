"""Wanted values: sums of powers of two, which floats hold exactly, and no two tokens alike where that could matter."""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "top_p_filter"
FALLING = np.array([0.5, 0.25, 0.125, 0.0625, 0.046875, 0.015625])
MIXED = np.array([0.0625, 0.5, 0.015625, 0.25, 0.046875, 0.125])


def keeps(*tokens):
    """That exactly these tokens are left, whatever their probabilities are."""
    names = ", ".join(map(str, tokens))
    return agree(
        f"只留下 token {names}（1 表示保留）",
        f"only tokens {names} kept (1 is kept)",
        lambda out: (out > 0, np.isin(np.arange(len(out)), tokens)),
    )


def in_place(probs):
    """That some tokens are left out, and every other stands where it stood, in proportion to its probability."""

    def pair(out):
        kept = np.where(out > 0, probs, 0.0)
        return (out / out.sum(), (out == 0).any()), (kept / kept.sum(), True)

    return agree("有 token 置 0，其余在原位且比例不变", "some tokens 0, the others in place and in proportion", pair)


SUM = agree(
    "有 token 置 0，和为 1", "some tokens 0, the sum 1", lambda out: ((out.sum(), (out == 0).any()), (1.0, True))
)
TWICE = agree("第一个与第二个之比", "the first divided by the second", lambda out: (out[0] / out[1], 2.0))

CASES = [
    case("smallest", call(NAME, FALLING, 0.8), holds=keeps(0, 1, 2), visible=True),
    case("smallest", call(NAME, FALLING, 0.75), holds=keeps(0, 1)),
    case("smallest", call(NAME, FALLING, 0.9), holds=keeps(0, 1, 2, 3)),
    case("smallest", call(NAME, FALLING, 0.3), holds=keeps(0)),
    case("smallest", call(NAME, FALLING, 1.0), holds=keeps(0, 1, 2, 3, 4, 5)),
    case("place", call(NAME, MIXED, 0.8), holds=in_place(MIXED), visible=True),
    case("place", call(NAME, MIXED[::-1].copy(), 0.9), holds=in_place(MIXED[::-1])),
    case("renormalise", call(NAME, FALLING, 0.8), holds=SUM, visible=True),
    case("renormalise", call(NAME, MIXED, 0.6), holds=SUM),
    case("renormalise", call(NAME, FALLING, 0.8), holds=TWICE),
    case("renormalise", call(NAME, FALLING, 1.0).close(FALLING)),
    case("at-least-one", call(NAME, FALLING, 0.0), holds=keeps(0)),
    case("at-least-one", call(NAME, FALLING, 1e-6), holds=keeps(0)),
    case("at-least-one", call(NAME, np.array([1.0]), 0.0), holds=keeps(0)),
]  # fmt: skip
UNTOUCHED = "inputs"
