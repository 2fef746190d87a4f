import numpy as np


def quantize(w, group):
    w = np.asarray(w, dtype=float)
    parts = w.reshape(w.shape[0], -1, group)  # [out, in / group, group]
    scale = np.abs(parts).max(axis=-1) / 127
    # A group of zeros has the scale 0; divided by 1 its values stay 0 instead of becoming nan.
    q = np.round(parts / np.where(scale == 0, 1.0, scale)[..., None])
    return q.reshape(w.shape).astype(np.int8), scale


def dequantize(q, scale):
    q, scale = np.asarray(q), np.asarray(scale)
    # Each scale is repeated for its neighbours; the size of a group follows from the shapes.
    return q * np.repeat(scale, q.shape[1] // scale.shape[1], axis=1)
