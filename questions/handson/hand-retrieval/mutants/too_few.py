"""Takes exactly k by argpartition, which fails when there are fewer.

Betrays: order
"""

import numpy as np


def top_k(query, docs, k):
    lengths = np.linalg.norm(docs, axis=1) * np.linalg.norm(query)
    scores = docs @ query / np.where(lengths == 0, 1.0, lengths)
    best = np.argpartition(-scores, k - 1)[:k]
    best = best[np.argsort(-scores[best])]
    return best, scores[best]
