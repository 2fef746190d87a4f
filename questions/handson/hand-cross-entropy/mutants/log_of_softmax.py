"""Takes the logarithm of a softmax, in which small probabilities have become 0.

Betrays: stable
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows, labels = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = labels != ignore_index
    if not kept.any():
        return 0.0
    rows, labels = rows[kept], labels[kept]
    exps = np.exp(rows - rows.max(axis=-1, keepdims=True))
    probs = exps / exps.sum(axis=-1, keepdims=True)
    return -np.mean(np.log(probs[np.arange(len(labels)), labels]))
