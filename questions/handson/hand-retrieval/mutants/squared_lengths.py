"""Divides by the squared lengths: the root is missing.

Betrays: cosine
"""

import numpy as np


def top_k(query, docs, k):
    lengths = (docs**2).sum(axis=1) * (query**2).sum()
    scores = docs @ query / np.where(lengths == 0, 1.0, lengths)
    best = np.argsort(-scores)[:k]
    return best, scores[best]
