"""Divides the caller's weights.

Betrays: inputs
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = np.abs(parts).max(axis=-1) / 127
    parts /= np.where(scale == 0, 1.0, scale)[..., None]
    q = np.round(parts)
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
