"""Scales to the norm 1.

Betrays: scale
"""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if not np.isfinite(norm):
        return [np.zeros_like(g) for g in grads]
    factor = 1.0 / norm if norm > max_norm else 1.0
    return [g * factor for g in grads]
