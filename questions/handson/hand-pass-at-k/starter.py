import math


def pass_at_k(counts, k):
    raise NotImplementedError
