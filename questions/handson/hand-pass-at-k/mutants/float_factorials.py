"""Turns factorials into floats, which end at 170!.

Betrays: large
"""

import math


def pass_at_k(counts, k):
    def ways(n, k):
        return float(math.factorial(n)) / (float(math.factorial(k)) * float(math.factorial(n - k))) if k <= n else 0.0

    total = 0.0
    for n, c in counts:
        total += 1 - ways(n - c, k) / ways(n, k)
    return total / len(counts)
