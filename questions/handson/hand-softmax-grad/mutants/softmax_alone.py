"""Leaves out the target.

Betrays: gradient
"""

import numpy as np


def cross_entropy_grad(logits, targets, ignore=-100):
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = exps / exps.sum(axis=1, keepdims=True)
    kept = targets != ignore
    return np.where(kept[:, None], probs, 0.0) / max(kept.sum(), 1)
