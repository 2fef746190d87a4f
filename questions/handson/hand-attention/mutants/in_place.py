"""Scales the caller's queries.

Betrays: inputs
"""

import numpy as np


def attention(q, k, v, causal=False):
    q /= np.sqrt(q.shape[-1])
    scores = q @ np.swapaxes(k, -1, -2)
    if causal:
        L, S = scores.shape[-2:]
        scores = np.where(np.tri(L, S, S - L, dtype=bool), scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    exps = np.exp(scores - np.where(np.isinf(top), 0.0, top))
    total = exps.sum(axis=-1, keepdims=True)
    return exps / np.where(total == 0, 1.0, total) @ v
