"""Ignores -100, whatever was asked for.

Betrays: ignored
"""

import numpy as np


def cross_entropy_grad(logits, targets, ignore=-100):
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = exps / exps.sum(axis=1, keepdims=True)
    kept = targets != -100
    one_hot = np.eye(logits.shape[1])[np.where(kept, targets, 0)]
    return np.where(kept[:, None], probs - one_hot, 0.0) / max(kept.sum(), 1)
