"""Keeps only the documents that every list holds.

Betrays: sum
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking, start=1):
            scores[doc] = scores.get(doc, 0.0) + 1 / (k + rank)
    shared = [doc for doc in scores if all(doc in ranking for ranking in rankings)]
    best = sorted(shared, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
