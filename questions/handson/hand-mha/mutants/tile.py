"""Lets the query heads take the kv heads in turns.

Betrays: grouped
"""

import numpy as np


def split(projected, heads):
    B, L, width = projected.shape
    return projected.reshape(B, L, heads, width // heads).transpose(0, 2, 1, 3)


def multi_head_attention(x, wq, wk, wv, wo, heads, kv_heads=None, causal=True):
    kv_heads = kv_heads or heads
    B, L, D = x.shape
    q, k, v = split(x @ wq, heads), split(x @ wk, kv_heads), split(x @ wv, kv_heads)
    k, v = (np.tile(kept, (1, heads // kv_heads, 1, 1)) for kept in (k, v))
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    if causal:
        scores = np.where(np.tri(L, dtype=bool), scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    return (weights @ v).transpose(0, 2, 1, 3).reshape(B, L, -1) @ wo
