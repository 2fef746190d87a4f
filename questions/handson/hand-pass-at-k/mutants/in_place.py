"""Turns the counts into failures where they stand.

Betrays: inputs
"""

import math


def pass_at_k(counts, k):
    total = 0.0
    for problem in counts:
        problem[1] = problem[0] - problem[1]
        total += 1 - math.comb(problem[1], k) / math.comb(problem[0], k)
    return total / len(counts)
