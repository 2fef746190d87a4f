"""Works with log-gamma, which has no value when fewer than k samples are wrong.

Betrays: edges
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1 - math.exp(
            math.lgamma(n - c + 1) + math.lgamma(n - k + 1) - math.lgamma(n - c - k + 1) - math.lgamma(n + 1)
        )
    return total / len(counts)
