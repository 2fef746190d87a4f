import math
from collections import Counter


def bm25(query, docs, k1=1.5, b=0.75):
    counts = [Counter(doc) for doc in docs]
    average = sum(map(len, docs)) / len(docs)
    scores = [0.0] * len(docs)
    for word in query:  # a word that stands twice counts twice
        df = sum(word in count for count in counts)  # documents, not occurrences
        idf = math.log(1 + (len(docs) - df + 0.5) / (df + 0.5))
        for n, count in enumerate(counts):
            tf = count[word]  # a Counter gives 0 for what it lacks, and the whole term is 0
            scores[n] += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(docs[n]) / average)) if tf else 0.0
    return scores
