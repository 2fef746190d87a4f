"""Multiplies the share of correct samples by k.

Betrays: estimator
"""


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1.0 if n - c < k else min(1.0, k * c / n)
    return total / len(counts)
