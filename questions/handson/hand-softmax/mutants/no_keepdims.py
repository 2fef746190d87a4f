"""Divides by a sum that has lost its dimension: it fails on most shapes, and divides the wrong way on square ones.

Betrays: axis
"""

import numpy as np


def softmax(x, axis=-1):
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis)
