import numpy as np


def attention(q, k, v, causal=False):
    L, d = q.shape[-2:]
    S = k.shape[-2]
    # swapaxes turns only the last two dimensions, so that @ works for every leading dimension at once.
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(d)  # [..., L, S]
    if causal:
        # Row i sees keys 0 … i + (S - L): the last row sees all of them. np.tri fills j <= i + k.
        scores = np.where(np.tri(L, S, S - L, dtype=bool), scores, -np.inf)
    # The softmax over the keys. A row without a visible key has the maximum -inf, and -inf - (-inf) is nan;
    # with 0 as its maximum all its exponentials are exp(-inf) = 0.
    top = scores.max(axis=-1, keepdims=True)
    exps = np.exp(scores - np.where(np.isinf(top), 0.0, top))
    total = exps.sum(axis=-1, keepdims=True)
    weights = exps / np.where(total == 0, 1.0, total)  # 0 / 1 = 0 in such a row
    return weights @ v
