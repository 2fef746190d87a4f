"""Ignores every negative target, and so no padding id of 0.

Betrays: ignored
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows, labels = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = labels >= 0
    if not kept.any() or (labels == ignore_index).all():
        return 0.0
    rows, labels = rows[kept], labels[kept]
    top = rows.max(axis=-1, keepdims=True)
    logs = rows - top - np.log(np.exp(rows - top).sum(axis=-1, keepdims=True))
    return -np.mean(logs[np.arange(len(labels)), labels])
