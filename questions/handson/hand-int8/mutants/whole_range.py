"""Divides the range from the smallest to the largest value by 255.

Betrays: scale
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = (parts.max(axis=-1) - parts.min(axis=-1)) / 255
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
