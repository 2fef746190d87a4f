"""Sorts the caller's grades.

Betrays: inputs
"""

import numpy as np


def ndcg(relevance, scores, k=None):
    ranked = relevance[np.argsort(-scores)][:k]
    relevance.sort()
    best = relevance[::-1][:k]
    ideal = dcg(best)
    return dcg(ranked) / ideal if ideal > 0 else 0.0


def dcg(relevance):
    return sum((2.0**grade - 1) / np.log2(rank + 1) for rank, grade in enumerate(relevance, start=1))
