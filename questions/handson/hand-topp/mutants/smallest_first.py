"""Sorts the wrong way round and fills up from the unlikely tokens.

Betrays: smallest
"""

import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)
    kept = order[: np.searchsorted(np.cumsum(probs[order]), p) + 1]
    filtered = np.zeros_like(probs)
    filtered[kept] = probs[kept]
    return filtered / filtered.sum()
