"""Normalises over the whole array instead of each row.

Betrays: axis
"""

import numpy as np


def softmax(x, axis=-1):
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / exps.sum()
