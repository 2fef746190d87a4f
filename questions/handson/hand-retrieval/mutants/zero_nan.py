"""Divides 0 by 0 for a vector of zeros.

Betrays: zero
"""

import numpy as np


def top_k(query, docs, k):
    lengths = np.linalg.norm(docs, axis=1) * np.linalg.norm(query)
    scores = docs @ query / lengths
    best = np.argsort(-scores)[:k]
    return best, scores[best]
