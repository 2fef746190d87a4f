"""Subtracts the maximum from the caller's logits.

Betrays: inputs
"""

import numpy as np


def cross_entropy_grad(logits, targets, ignore=-100):
    logits -= logits.max(axis=1, keepdims=True)
    exps = np.exp(logits)
    probs = exps / exps.sum(axis=1, keepdims=True)
    kept = targets != ignore
    one_hot = np.eye(logits.shape[1])[np.where(kept, targets, 0)]
    return np.where(kept[:, None], probs - one_hot, 0.0) / max(kept.sum(), 1)
