"""Takes the longest match in the vocabulary, which is WordPiece.

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
    vocabulary = {left + right for left, right in merges}
    tokens = []
    for word in text.split():
        while word:
            ends = (end for end in range(len(word), 1, -1) if word[:end] in vocabulary)
            end = next(ends, 1)
            tokens.append(word[:end])
            word = word[end:]
    return tokens
