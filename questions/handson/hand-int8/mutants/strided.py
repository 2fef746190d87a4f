"""Takes values for a group that do not lie side by side.

Betrays: groups
"""

import numpy as np


def quantize(w, group):
    parts = w.reshape(len(w), group, -1).swapaxes(1, 2)
    scale = np.abs(parts).max(axis=-1) / 127
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.swapaxes(1, 2).reshape(w.shape), scale


def dequantize(q, scale):
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
