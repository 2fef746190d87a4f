"""Sorts by the dot product, which favours long vectors.

Betrays: cosine
"""

import numpy as np


def top_k(query, docs, k):
    scores = docs @ query
    best = np.argsort(-scores)[:k]
    return best, scores[best]
