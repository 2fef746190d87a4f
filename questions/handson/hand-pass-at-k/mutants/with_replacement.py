"""Draws with replacement: the estimate that comes first to mind, and is too low.

Betrays: estimator
"""


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        total += 1.0 if n - c < k else 1 - (1 - c / n) ** k
    return total / len(counts)
