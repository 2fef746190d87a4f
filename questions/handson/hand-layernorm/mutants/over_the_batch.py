"""Takes the statistics over the first dimension, as BatchNorm does.

Betrays: axis
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=0, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=0, keepdims=True) + eps) * gamma + beta
