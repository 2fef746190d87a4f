def rrf(rankings, k=60, top=None):
    scores = {}
    for ranking in rankings:
        for rank, doc in enumerate(ranking, start=1):
            # Only the rank counts: scores of different retrievers have no common scale.
            scores[doc] = scores.get(doc, 0.0) + 1 / (k + rank)
    best = sorted(scores, key=scores.get, reverse=True)[:top]  # [:None] takes everything
    return best, [scores[doc] for doc in best]
