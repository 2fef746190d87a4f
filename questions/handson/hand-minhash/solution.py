from itertools import combinations

PRIME = 2**31 - 1


def minhash(items, a, b):
    # Python's integers do not overflow: a product of two numbers below the prime needs up to 62 bits.
    return [min((x * int(item) + y) % PRIME for item in items) for x, y in zip(map(int, a), map(int, b))]


def similarity(one, other):
    # The probability that two sets have the same minimum is their Jaccard similarity.
    return sum(mine == theirs for mine, theirs in zip(one, other)) / len(one)


def candidates(signatures, bands):
    rows = len(signatures[0]) // bands
    pairs = set()
    for band in range(bands):
        buckets = {}  # of this band alone: rows that agree in different bands are chance
        for n, signature in enumerate(signatures):
            key = tuple(map(int, signature[band * rows : (band + 1) * rows]))
            buckets.setdefault(key, []).append(n)
        for members in buckets.values():
            pairs.update(combinations(members, 2))
    return sorted(pairs)
