"""Counts the draws with exactly one correct sample.

Betrays: estimator
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1.0 if n - c < k else c * math.comb(n - c, k - 1) / math.comb(n, k)
    return total / len(counts)
