"""Takes k wrong samples for too few already.

Betrays: estimator
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1.0 if n - c <= k else 1 - math.comb(n - c, k) / math.comb(n, k)
    return total / len(counts)
