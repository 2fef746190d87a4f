"""Divides by the standard deviation.

Betrays: rms
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    return x / np.sqrt(x.var(axis=-1, keepdims=True) + eps) * gamma
