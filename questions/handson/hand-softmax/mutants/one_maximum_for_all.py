"""Subtracts the maximum of the whole array; rows far below it become 0/0.

Betrays: stable
"""

import numpy as np


def softmax(x, axis=-1):
    exps = np.exp(x - x.max())
    return exps / exps.sum(axis=axis, keepdims=True)
