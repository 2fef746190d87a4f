"""Counts the rows instead of reading the positions.

Betrays: positions
"""

import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    angles = np.arange(len(positions))[:, None] + positions[0] / base ** (np.arange(0, dim, 2) / dim)
    encoded = np.zeros((len(positions), dim))
    encoded[:, 0::2] = np.sin(angles)
    encoded[:, 1::2] = np.cos(angles)
    return encoded
