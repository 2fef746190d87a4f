"""Returns the probabilities in sorted order.

Betrays: place
"""

import numpy as np


def top_p_filter(probs, p):
    falling = np.sort(probs)[::-1].copy()
    falling[np.searchsorted(np.cumsum(falling), p) + 1 :] = 0.0
    return falling / falling.sum()
