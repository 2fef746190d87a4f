"""Takes exp of the scores as they are.

Betrays: stable
"""

import numpy as np


def attention(q, k, v, causal=False):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if causal:
        L, S = scores.shape[-2:]
        scores = np.where(np.tri(L, S, S - L, dtype=bool), scores, -np.inf)
    exps = np.exp(scores)
    total = exps.sum(axis=-1, keepdims=True)
    return exps / np.where(total == 0, 1.0, total) @ v
