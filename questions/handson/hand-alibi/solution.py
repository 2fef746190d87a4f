import numpy as np


def alibi_slopes(heads):
    n = 2 ** int(np.log2(heads))  # the largest power of two up to heads
    slopes = 2.0 ** (-8 * np.arange(1, n + 1) / n)  # geometric: the last one is always 2^-8
    between = 2.0 ** (-8 * np.arange(1, 2 * n, 2) / (2 * n))  # every second slope of 2n heads, none of them taken yet
    return np.concatenate([slopes, between[: heads - n]])


def add_alibi(scores):
    heads, L, S = scores.shape
    position = np.arange(S - L, S)[:, None]  # of the queries: the last one stands at the last key
    distance = position - np.arange(S)  # [L, S], how far back a key lies
    biased = scores - alibi_slopes(heads)[:, None, None] * distance  # [heads, L, S] by broadcasting
    return np.where(distance >= 0, biased, -np.inf)
