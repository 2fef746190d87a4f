"""Overwrites ignored targets with 0 so that they can be used as indices.

Betrays: inputs
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows, labels = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = labels != ignore_index
    if not kept.any():
        return 0.0
    labels[~kept] = 0
    top = rows.max(axis=-1, keepdims=True)
    logs = rows - top - np.log(np.exp(rows - top).sum(axis=-1, keepdims=True))
    return -(logs[np.arange(len(labels)), labels] * kept).sum() / kept.sum()
