"""Makes candidates of documents with one equal entry.

Betrays: bands
"""

from itertools import combinations


def minhash(items, a, b):
    return [min((x * item + y) % (2**31 - 1) for item in items) for x, y in zip(a, b)]


def similarity(one, other):
    return sum(mine == theirs for mine, theirs in zip(one, other)) / len(one)


def candidates(signatures, bands):
    rows = 1
    pairs = set()
    for band in range(len(signatures[0])):
        buckets = {}
        for n, signature in enumerate(signatures):
            buckets.setdefault(tuple(signature[band * rows : (band + 1) * rows]), []).append(n)
        for members in buckets.values():
            pairs.update(combinations(members, 2))
    return sorted(pairs)
