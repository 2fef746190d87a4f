"""Keeps binomials as float64, which are infinite for large n.

Betrays: large
"""

import numpy as np


def pass_at_k(counts, k):
    def ways(n, k):
        above = np.arange(n - k + 1, n + 1, dtype=float)
        return np.prod(np.maximum(above, 0.0)) / np.prod(np.arange(1, k + 1, dtype=float))

    total = 0.0
    for n, c in counts:
        total += 1 - ways(n - c, k) / ways(n, k)
    return total / len(counts)
