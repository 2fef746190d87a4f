"""Normalises the caller's documents.

Betrays: inputs
"""

import numpy as np


def top_k(query, docs, k):
    lengths = np.linalg.norm(docs, axis=1, keepdims=True)
    docs /= np.where(lengths == 0, 1.0, lengths)
    scores = docs @ query / (np.linalg.norm(query) or 1.0)
    best = np.argsort(-scores)[:k]
    return best, scores[best]
