"""Leaves the length of the query in the scores.

Betrays: cosine
"""

import numpy as np


def top_k(query, docs, k):
    lengths = np.linalg.norm(docs, axis=1)
    scores = docs @ query / np.where(lengths == 0, 1.0, lengths)
    best = np.argsort(-scores)[:k]
    return best, scores[best]
