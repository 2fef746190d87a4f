import numpy as np


def cross_entropy_grad(logits, targets, ignore=-100):
    # The softmax, with each row's own maximum subtracted: nothing overflows, and the result is the same.
    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    grad = exps / exps.sum(axis=-1, keepdims=True)
    kept = np.flatnonzero(targets != ignore)
    # d(-log p_y) / dz_j = p_j - [j == y]: the 1 goes off the target's own column.
    grad[kept, targets[kept]] -= 1.0
    grad[targets == ignore] = 0.0
    return grad / max(len(kept), 1)  # of the mean over the rows that count; without any, zeros
