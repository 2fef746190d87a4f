"""Divides by 128, so that the largest value becomes 128.

Betrays: scale
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = np.abs(parts).max(axis=-1) / 128
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
