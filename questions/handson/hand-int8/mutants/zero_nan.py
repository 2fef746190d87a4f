"""Divides 0 by 0 in a group of zeros.

Betrays: zeros
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = np.abs(parts).max(axis=-1) / 127
    q = np.round(parts / scale[..., None])
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
