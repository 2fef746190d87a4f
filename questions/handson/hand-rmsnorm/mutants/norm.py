"""Divides by the L2 norm: the sum of the squares instead of their mean.

Betrays: rms
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    return x / np.sqrt((x**2).sum(axis=-1, keepdims=True) + eps) * gamma
