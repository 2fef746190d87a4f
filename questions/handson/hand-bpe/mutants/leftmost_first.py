"""Merges the leftmost known pair instead of the one learnt first.

Betrays: rank
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
    tokens = []
    for word in text.split():
        parts, i = list(word), 0
        while i < len(parts) - 1:
            if (parts[i], parts[i + 1]) in merges:
                parts[i : i + 2] = [parts[i] + parts[i + 1]]
                i = 0
            else:
                i += 1
        tokens += parts
    return tokens
