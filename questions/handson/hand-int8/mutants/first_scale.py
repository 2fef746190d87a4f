"""Uses the first scale of a row for all of it.

Betrays: dequantize
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), -1, group)
    scale = np.abs(parts).max(axis=-1) / 127
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.reshape(w.shape), scale


def dequantize(q, scale):
    return q * scale[:, :1]
