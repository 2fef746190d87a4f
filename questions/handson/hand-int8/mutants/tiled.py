"""Spreads the scales in turn instead of group by group.

Betrays: dequantize
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = np.abs(parts).max(axis=-1) / 127
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.tile(scale, q.shape[1] // scale.shape[1])
