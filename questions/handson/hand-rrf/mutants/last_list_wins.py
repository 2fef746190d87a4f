"""Overwrites what an earlier list gave.

Betrays: sum
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking, start=1):
            scores[doc] = 1 / (k + rank)
    best = sorted(scores, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
