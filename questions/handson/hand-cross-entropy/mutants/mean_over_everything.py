"""Counts ignored targets as 0 and divides by all of them.

Betrays: ignored
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows, labels = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = labels != ignore_index
    top = rows.max(axis=-1, keepdims=True)
    logs = rows - top - np.log(np.exp(rows - top).sum(axis=-1, keepdims=True))
    return -np.mean(logs[np.arange(len(labels)), np.where(kept, labels, 0)] * kept)
