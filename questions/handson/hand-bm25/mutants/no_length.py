"""Leaves the length out.

Betrays: length
"""

import math


def bm25(query, docs, k1=1.5, b=0.75):
    scores = []
    for doc in docs:
        norm = k1 * (1 - b + b)
        score = 0.0
        for word in query:
            tf = doc.count(word)
            if tf:
                df = sum(word in other for other in docs)
                idf = math.log(1 + (len(docs) - df + 0.5) / (df + 0.5))
                score += idf * tf * (k1 + 1) / (tf + norm)
        scores.append(score)
    return scores
