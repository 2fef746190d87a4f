"""Zeroes the weights after the softmax, so that they no longer add up to 1.

Betrays: scores
"""

import numpy as np


def window_mask(queries, keys, window, sinks=0):
    i = np.arange(queries)[:, None] + keys - queries
    j = np.arange(keys)
    return (j <= i) & ((j > i - window) | (j < sinks))


def window_attention(q, k, v, window, sinks=0):
    mask = window_mask(len(q), len(k), window, sinks)
    scores = q @ k.T / np.sqrt(q.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (exps / exps.sum(axis=-1, keepdims=True) * mask) @ v
