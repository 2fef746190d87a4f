"""Divides by a norm of 0.

Betrays: below
"""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if not np.isfinite(norm):
        return [np.zeros_like(g) for g in grads]
    factor = min(1.0, max_norm / float(norm))
    return [g * factor for g in grads]
