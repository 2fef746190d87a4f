"""Takes the documents out of the lists.

Betrays: inputs
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        rank = 0
        while ranking:
            rank, doc = rank + 1, ranking.pop(0)
            scores[doc] = scores.get(doc, 0.0) + 1 / (k + rank)
    best = sorted(scores, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
