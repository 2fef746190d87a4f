"""Takes the size of a position and forgets its sign.

Betrays: positions
"""

import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    angles = abs(positions)[:, None] / base ** (np.arange(0, dim, 2) / dim)
    encoded = np.zeros((len(positions), dim))
    encoded[:, 0::2] = np.sin(angles)
    encoded[:, 1::2] = np.cos(angles)
    return encoded
