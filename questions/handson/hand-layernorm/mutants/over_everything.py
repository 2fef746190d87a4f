"""Takes one mean and one variance of the whole array.

Betrays: axis
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    return (x - x.mean()) / np.sqrt(x.var() + eps) * gamma + beta
