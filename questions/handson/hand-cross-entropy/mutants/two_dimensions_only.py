"""Expects logits of two dimensions.

Betrays: shapes
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    kept = targets != ignore_index
    if not kept.any():
        return 0.0
    top = logits.max(axis=1, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    return -np.mean(logs[np.arange(len(targets))[kept], targets[kept]])
