"""Leaves out the token with which the sum reaches p.

Betrays: smallest
"""

import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)[::-1]
    kept = order[np.cumsum(probs[order]) <= p]
    if len(kept) == 0:
        kept = order[:1]
    filtered = np.zeros_like(probs)
    filtered[kept] = probs[kept]
    return filtered / filtered.sum()
