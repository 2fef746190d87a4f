"""Returns documents in the order in which they were seen.

Betrays: order
"""


def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking, start=1):
            scores[doc] = scores.get(doc, 0.0) + 1 / (k + rank)
    best = list(scores)[:top]
    return best, [scores[doc] for doc in best]
