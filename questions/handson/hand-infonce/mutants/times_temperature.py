"""Multiplies by the temperature.

Betrays: temperature
"""

import numpy as np


def info_nce(a, b, temperature=0.07):
    a = a / np.linalg.norm(a, axis=1, keepdims=True)
    b = b / np.linalg.norm(b, axis=1, keepdims=True)
    logits = a @ b.T * temperature
    return (cost(logits) + cost(logits.T)) / 2


def cost(logits):
    logits = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - np.diag(logits))
