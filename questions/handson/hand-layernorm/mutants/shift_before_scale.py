"""Adds beta before it multiplies by gamma.

Betrays: affine
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    return ((x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + eps) + beta) * gamma
