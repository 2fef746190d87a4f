"""Rewards the similarity of pairs and knows no negatives.

Betrays: pairs
"""

import numpy as np


def info_nce(a, b, temperature=0.07):
    a = a / np.linalg.norm(a, axis=1, keepdims=True)
    b = b / np.linalg.norm(b, axis=1, keepdims=True)
    logits = a @ b.T / temperature
    return (cost(logits) + cost(logits.T)) / 2


def cost(logits):
    return np.mean(-np.diag(logits))
