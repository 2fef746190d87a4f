"""Multiplies in 32 bits, where products wrap around.

Betrays: exact
"""

from itertools import combinations

import numpy as np


def minhash(items, a, b):
    return [
        int(((np.array(items, dtype=np.int32) * np.int32(x) + np.int32(y)) % np.int32(2**31 - 1)).min())
        for x, y in zip(a, b)
    ]


def similarity(one, other):
    return sum(mine == theirs for mine, theirs in zip(one, other)) / len(one)


def candidates(signatures, bands):
    rows = len(signatures[0]) // bands
    pairs = set()
    for band in range(bands):
        buckets = {}
        for n, signature in enumerate(signatures):
            buckets.setdefault(tuple(signature[band * rows : (band + 1) * rows]), []).append(n)
        for members in buckets.values():
            pairs.update(combinations(members, 2))
    return sorted(pairs)
