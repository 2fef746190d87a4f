"""Zeroes the forbidden weights after the softmax, so that the rest no longer sums to 1.

Betrays: causal
"""

import numpy as np


def attention(q, k, v, causal=False):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    if causal:
        L, S = scores.shape[-2:]
        weights = weights * np.tri(L, S, S - L)
    return weights @ v
