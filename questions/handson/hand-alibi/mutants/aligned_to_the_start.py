"""Counts queries from 0 while there are more keys.

Betrays: aligned
"""

import numpy as np


def alibi_slopes(heads):
    n = 2 ** int(np.log2(heads))
    slopes = [2 ** (-8 * h / n) for h in range(1, n + 1)]
    slopes += [2 ** (-8 * h / (2 * n)) for h in range(1, 2 * n, 2)][: heads - n]
    return np.array(slopes)


def add_alibi(scores):
    heads, L, S = scores.shape
    distance = np.arange(L)[:, None] - np.arange(S)
    biased = scores - alibi_slopes(heads)[:, None, None] * distance
    return np.where(distance >= 0, biased, -np.inf)
