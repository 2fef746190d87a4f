import math


def pass_at_k(counts, k):
    total = 0.0
    for n, c in counts:
        # C(n − c, k) of the C(n, k) ways to draw k samples hold no correct one. Python's integers are exact and have
        # no largest value, and comb gives 0 when there are fewer than k wrong samples.
        total += 1 - math.comb(n - c, k) / math.comb(n, k)
    return total / len(counts)
