"""Puts all sines before all cosines.

Betrays: columns
"""

import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    angles = positions[:, None] / base ** (np.arange(0, dim, 2) / dim)
    encoded = np.zeros((len(positions), dim))
    encoded[:, : dim // 2] = np.sin(angles)
    encoded[:, dim // 2 :] = np.cos(angles)
    return encoded
