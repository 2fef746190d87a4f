"""Keeps no token for p = 0 and divides 0 by 0.

Betrays: at-least-one
"""

import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)[::-1]
    before = np.cumsum(probs[order]) - probs[order]
    kept = order[before < p]
    filtered = np.zeros_like(probs)
    filtered[kept] = probs[kept]
    return filtered / filtered.sum()
