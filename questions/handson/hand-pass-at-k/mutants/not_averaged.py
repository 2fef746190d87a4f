"""Returns the sum over problems.

Betrays: mean
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1 - math.comb(n - c, k) / math.comb(n, k)
    return total
