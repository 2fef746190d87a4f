"""Goes through the factors from the top and never meets the 0: an index counts from the back.

Betrays: edges
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        wrong = list(range(1, n - c + 1))
        total += 1 - math.prod(wrong[-k:]) / math.prod(range(n - k + 1, n + 1))
    return total / len(counts)
