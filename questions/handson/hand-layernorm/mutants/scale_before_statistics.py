"""Applies gamma and beta to x first, so that normalising takes them out again.

Betrays: affine
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    x = x * gamma + beta
    mean = x.mean(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + eps)
