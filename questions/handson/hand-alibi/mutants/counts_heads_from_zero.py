"""Gives the first head a slope of 1.

Betrays: slopes
"""

import numpy as np


def alibi_slopes(heads):
    n = 2 ** int(np.log2(heads))
    slopes = [2 ** (-8 * h / n) for h in range(n)]
    slopes += [2 ** (-8 * h / (2 * n)) for h in range(1, 2 * n, 2)][: heads - n]
    return np.array(slopes)


def add_alibi(scores):
    heads, L, S = scores.shape
    distance = np.arange(S - L, S)[:, None] - np.arange(S)
    biased = scores - alibi_slopes(heads)[:, None, None] * distance
    return np.where(distance >= 0, biased, -np.inf)
