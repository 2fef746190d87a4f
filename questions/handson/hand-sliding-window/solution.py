import numpy as np


def window_mask(queries, keys, window, sinks=0):
    position = np.arange(keys - queries, keys)[:, None]  # of the queries, [L, 1]: the last one stands at the last key
    key = np.arange(keys)  # [S]
    recent = key > position - window  # itself and the window - 1 before it
    return (key <= position) & (recent | (key < sinks))  # sinks are no way around causality


def window_attention(q, k, v, window, sinks=0):
    mask = window_mask(len(q), len(k), window, sinks)
    scores = np.where(mask, q @ k.T / np.sqrt(q.shape[-1]), -np.inf)  # [L, S]
    # The maximum of what is seen: a huge score outside the window must not push the others down to exp(...) = 0.
    # Every row sees at least itself, so that its maximum is finite.
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True) @ v
