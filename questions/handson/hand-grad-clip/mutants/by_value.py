"""Cuts off every element.

Betrays: scale
"""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if not np.isfinite(norm):
        return [np.zeros_like(g) for g in grads]
    return [np.clip(g, -max_norm, max_norm) for g in grads]
