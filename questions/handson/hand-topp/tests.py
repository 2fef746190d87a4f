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


CASES = [
    case("smallest", call(NAME, FALLING, 0.8), holds=keeps(0, 1, 2), visible=True),
    case("smallest", call(NAME, FALLING, 0.75), holds=keeps(0, 1)),
    case("smallest", call(NAME, FALLING, 0.9), holds=keeps(0, 1, 2, 3)),
    case("smallest", call(NAME, FALLING, 0.3), holds=keeps(0)),
    case("smallest", call(NAME, FALLING, 1.0), holds=keeps(0, 1, 2, 3, 4, 5)),
    case("place", call(NAME, MIXED, 0.8), holds=keeps(1, 3, 5), visible=True),
    case("place", call(NAME, MIXED[::-1].copy(), 0.9), holds=keeps(0, 2, 4, 5)),
    case("renormalise", call(NAME, FALLING, 0.8).close([4 / 7, 2 / 7, 1 / 7, 0.0, 0.0, 0.0]), visible=True),
    case("renormalise", call(NAME, FALLING, 0.6).close([2 / 3, 1 / 3, 0.0, 0.0, 0.0, 0.0])),
    case("renormalise", call(NAME, FALLING, 1.0).close(FALLING)),
    case("at-least-one", call(NAME, FALLING, 0.0), holds=keeps(0)),
    case("at-least-one", call(NAME, FALLING, 1e-6), holds=keeps(0)),
    case("at-least-one", call(NAME, np.array([1.0]), 0.0), holds=keeps(0)),
]
UNTOUCHED = "inputs"
