import numpy as np


def ndcg(relevance, scores, k=None):
    relevance = np.asarray(relevance, dtype=float)
    ranked = relevance[np.argsort(-np.asarray(scores, dtype=float))]
    best = np.sort(relevance)[::-1]  # of all documents: the ideal knows what the ranking left below place k
    ideal = dcg(best[:k])
    return float(dcg(ranked[:k]) / ideal) if ideal > 0 else 0.0


def dcg(relevance):
    ranks = np.arange(1, len(relevance) + 1)
    return np.sum((2**relevance - 1) / np.log2(ranks + 1))  # rank 1 is divided by log2(2) = 1
