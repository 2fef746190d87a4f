"""Zeroes the caller's probabilities.

Betrays: inputs
"""

import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)[::-1]
    probs[order[np.searchsorted(np.cumsum(probs[order]), p) + 1 :]] = 0.0
    return probs / probs.sum()
