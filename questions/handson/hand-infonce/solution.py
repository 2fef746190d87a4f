import numpy as np


def info_nce(a, b, temperature=0.07):
    a = a / np.linalg.norm(a, axis=1, keepdims=True)
    b = b / np.linalg.norm(b, axis=1, keepdims=True)
    logits = a @ b.T / temperature  # [B, B]: row i holds a[i] against every b, and the right one is b[i]
    right = np.diag(logits)
    return float(np.mean(log_sum_exp(logits, 1) - right) + np.mean(log_sum_exp(logits, 0) - right)) / 2


def log_sum_exp(x, axis):
    # A small temperature makes logits in the thousands; without the maximum exp would overflow.
    top = x.max(axis=axis)
    return top + np.log(np.sum(np.exp(x - np.expand_dims(top, axis)), axis=axis))
