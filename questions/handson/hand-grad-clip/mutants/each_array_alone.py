"""Clips every array by its own norm, which turns the direction.

Betrays: scale
"""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if not np.isfinite(norm):
        return [np.zeros_like(g) for g in grads]
    return [g * min(1.0, max_norm / max(global_norm([g]), 1e-12)) for g in grads]
