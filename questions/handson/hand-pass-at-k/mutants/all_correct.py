"""Asks that all k are correct.

Betrays: estimator, edges
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += math.comb(c, k) / math.comb(n, k)
    return total / len(counts)
