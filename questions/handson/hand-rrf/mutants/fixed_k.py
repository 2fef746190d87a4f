"""Always takes 60.

Betrays: formula
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking, start=1):
            scores[doc] = scores.get(doc, 0.0) + 1 / (60 + rank)
    best = sorted(scores, key=scores.get, reverse=True)[:top]
    return best, [scores[doc] for doc in best]
