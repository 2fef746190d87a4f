"""Puts the kept probabilities through softmax, as if they were logits.

Betrays: renormalise
"""

import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)[::-1]
    kept = order[: np.searchsorted(np.cumsum(probs[order]), p) + 1]
    filtered = np.zeros_like(probs)
    filtered[kept] = np.exp(probs[kept]) / np.exp(probs[kept]).sum()
    return filtered
