"""Adds the samples of all problems up first.

Betrays: mean
"""

import math


def pass_at_k(counts, k):
    n, c = (sum(column) for column in zip(*counts))
    return 1 - math.comb(n - c, k) / math.comb(n, k)
