"""Divides the caller's array.

Betrays: inputs
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    x /= np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    return x * gamma
