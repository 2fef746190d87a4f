"""Takes one root mean square of the whole array.

Betrays: axis
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    return x / np.sqrt(np.mean(x**2) + eps) * gamma
