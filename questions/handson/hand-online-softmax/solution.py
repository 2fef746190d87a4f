import numpy as np


def attend(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[-1])  # [L, n]
    m = scores.max(axis=-1, initial=-np.inf)  # [L]; initial also answers for a block without keys
    weights = np.exp(scores - m[:, None])  # at most 1
    return m, weights.sum(axis=-1), weights @ v  # not divided: that waits until the last block is in


def merge(one, other):
    m = np.maximum(one[0], other[0])
    # Both sums were made with a maximum of their own: exp(s - m_old) · exp(m_old - m) = exp(s - m). Exponents are at
    # most 0, so that nothing overflows. Where neither has a key, 0 stands in for -inf, since -inf - (-inf) is nan.
    base = np.where(np.isinf(m), 0.0, m)
    a, b = np.exp(one[0] - base), np.exp(other[0] - base)  # [L]
    return m, a * one[1] + b * other[1], a[:, None] * one[2] + b[:, None] * other[2]


def finish(state):
    _, total, acc = state
    return acc / np.where(total == 0, 1.0, total)[:, None]  # 0 / 1 = 0 for a row that has seen no key
