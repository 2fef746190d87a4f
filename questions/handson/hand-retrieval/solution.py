import numpy as np


def top_k(query, docs, k):
    query, docs = np.asarray(query, dtype=float), np.asarray(docs, dtype=float)
    lengths = np.linalg.norm(docs, axis=1) * np.linalg.norm(query)
    # Where a length is 0 the dot product is 0 too, so dividing by 1 gives the 0 that is wanted.
    scores = docs @ query / np.where(lengths == 0, 1.0, lengths)
    best = np.argsort(-scores)[:k]  # slicing takes what there is when k is larger
    return best, scores[best]
