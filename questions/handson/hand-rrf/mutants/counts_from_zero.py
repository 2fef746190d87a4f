"""Counts ranks from 0.

Betrays: formula
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking):
            scores[doc] = scores.get(doc, 0.0) + 1 / max(k + rank, 0.5)
    best = sorted(scores, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
