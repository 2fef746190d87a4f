"""Scales the caller's queries.

Betrays: inputs
"""

import numpy as np


def window_mask(queries, keys, window, sinks=0):
    i = np.arange(queries)[:, None] + keys - queries
    j = np.arange(keys)
    return (j <= i) & ((j > i - window) | (j < sinks))


def window_attention(q, k, v, window, sinks=0):
    q /= np.sqrt(q.shape[-1])
    mask = window_mask(len(q), len(k), window, sinks)
    scores = np.where(mask, q @ k.T, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True) @ v
