"""Keeps tokens relative to the likeliest one, which is min-p.

Betrays: smallest
"""

import numpy as np


def top_p_filter(probs, p):
    filtered = np.where(probs >= (1 - p) * probs.max(), probs, 0.0)
    return filtered / filtered.sum()
