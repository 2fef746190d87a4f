from collections import Counter


def merge(word, pair):
    # From left to right: what has been merged is stepped over, so that "aaa" becomes "aa", "a".
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
    # Equal words behave alike, so each is kept once with its number of occurrences.
    words = [(list(word), times) for word, times in Counter(text.split()).items()]
    learnt = []
    for _ in range(merges):
        counts = Counter()
        for word, times in words:
            for pair in zip(word, word[1:]):
                counts[pair] += times
        if not counts:
            break  # every word is a single token
        best = min(counts, key=lambda pair: (-counts[pair], pair))  # most frequent, then smallest
        learnt.append(best)
        words = [(merge(word, best), times) for word, times in words]
    return learnt


def encode_bpe(text, merges):
    rank = {tuple(pair): n for n, pair in enumerate(merges)}
    tokens = []
    for word in text.split():
        parts = list(word)
        while True:
            known = [pair for pair in zip(parts, parts[1:]) if pair in rank]
            if not known:
                break
            parts = merge(parts, min(known, key=rank.__getitem__))
        tokens += parts
    return tokens
