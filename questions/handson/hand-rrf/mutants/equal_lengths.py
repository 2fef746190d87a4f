"""Stops at the end of the shortest list.

Betrays: sum
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    shortest = min(map(len, rankings))
    for ranking in rankings:
        for rank, doc in enumerate(ranking[:shortest], start=1):
            scores[doc] = scores.get(doc, 0.0) + 1 / (k + rank)
    best = sorted(scores, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
