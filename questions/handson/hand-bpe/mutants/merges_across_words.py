"""Merges across the ends of words in encoding.

Betrays: within-words
"""

from collections import Counter


def merge(word, pair):
    merged, i = [], 0
    while i < len(word):
        if tuple(word[i : i + 2]) == pair:
            merged.append(word[i] + word[i + 1])
            i += 2
        else:
            merged.append(word[i])
            i += 1
    return merged


def train_bpe(text, merges):
    words = [(list(word), times) for word, times in Counter(text.split()).items()]
    learnt = []
    for _ in range(merges):
        counts = Counter()
        for word, times in words:
            for pair in zip(word, word[1:]):
                counts[pair] += times
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        learnt.append(best)
        words = [(merge(word, best), times) for word, times in words]
    return learnt


def encode_bpe(text, merges):
    rank = {pair: n for n, pair in enumerate(merges)}
    parts = list("".join(text.split()))
    while known := [pair for pair in zip(parts, parts[1:]) if pair in rank]:
        parts = merge(parts, min(known, key=rank.get))
    return parts
