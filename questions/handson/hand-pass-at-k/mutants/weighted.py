"""Weighs a problem by its samples.

Betrays: mean
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += n * (1 - math.comb(n - c, k) / math.comb(n, k))
    return total / sum(n for n, _ in counts)
