"""Multiplies by 1 + gamma, the convention of Gemma's weights.

Betrays: gain
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps) * (1 + gamma)
