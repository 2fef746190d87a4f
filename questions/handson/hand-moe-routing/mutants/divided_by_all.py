"""Leaves padding out of the counts and divides by all tokens.

Betrays: padding
"""

import numpy as np


def top(logits, k):
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = exps / exps.sum(axis=1, keepdims=True)
    return probs, np.argsort(-probs, axis=1)[:, :k]


def route(logits, k, capacity, mask=None):
    T, E = logits.shape
    probs, experts = top(logits, k)
    out = np.zeros((T, E))
    load = np.zeros(E)
    for c in range(k):
        for t in range(T):
            e = experts[t, c]
            if mask is not None and not mask[t]:
                continue
            if load[e] < capacity:
                load[e] += 1
                out[t, e] = probs[t, e] / probs[t, experts[t]].sum()
    return out


def balance_loss(logits, k, mask=None):
    T, E = logits.shape
    if mask is not None:
        logits = logits[mask.astype(bool)]
    probs, experts = top(logits, k)
    f = np.bincount(experts.ravel(), minlength=E) / experts.size
    return E * (f * probs.sum(axis=0) / T).sum()
