"""Takes exp of the logits as they are.

Betrays: stable
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows, labels = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = labels != ignore_index
    if not kept.any():
        return 0.0
    rows, labels = rows[kept], labels[kept]
    return np.mean(np.log(np.exp(rows).sum(axis=-1)) - rows[np.arange(len(labels)), labels])
